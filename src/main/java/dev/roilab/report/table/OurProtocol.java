package dev.roilab.report.table;

import dev.roilab.claim.Arm;
import dev.roilab.claim.Numbers;
import dev.roilab.study.StudyBackground;
import dev.roilab.study.StudyBackground.ArmSetting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a study did, in the words that published tables describe themselves by. */
record OurProtocol(StudyBackground background, List<Arm> arms, String hardware) {
    private static final Map<String, List<String>> ASPECTS = Map.of(
            "data",
            List.of(
                    "data.type",
                    "data.classes",
                    "data.train",
                    "data.test",
                    "data.train_split",
                    "data.test_split",
                    "data.shorter_side"),
            "model",
            List.of(
                    "model.type",
                    "model.backbone.type",
                    "model.backbone.depth",
                    "model.backbone.width",
                    "model.backbone.stride",
                    "model.backbone.weights",
                    "model.head.fc"),
            "training",
            List.of(
                    "train.steps",
                    "train.images",
                    "model.sampling.rois",
                    "train.rate",
                    "train.bias_rate",
                    "train.precision"),
            "proposals",
            List.of("model.proposals.type", "model.proposals.mode", "model.proposals.count"),
            "test",
            List.of("model.postprocessing.nms", "model.postprocessing.detections"));

    /** Of an aspect that published tables have; a dash where a study's settings do not tell. */
    String aspect(String name) {
        if (name.equals("metric")) {
            return "as named in the column, from the detections of this study";
        }
        List<String> facts = new ArrayList<>();
        for (String path : ASPECTS.getOrDefault(name, List.of())) {
            String value = differs(path) ? null : background.settings().get(path);
            if (value != null) {
                String key = path.substring(path.lastIndexOf('.') + 1).replace('_', ' ');
                facts.add(key.equals("type") ? value : key + " " + value);
            }
        }
        if (!facts.isEmpty() && name.equals("training")) {
            facts.add(dropout());
            biasRate().ifPresent(facts::add);
        }
        return facts.isEmpty() ? Numbers.NONE : String.join(", ", facts);
    }

    /** The papers' networks have it between their hidden layers. */
    private String dropout() {
        String path = ArmSetting.DROPOUT;
        String none = "no dropout";
        if (differs(path)) {
            return byArm(
                    path,
                    value -> value.filter(part -> !isZero(part))
                            .map(part -> "dropout " + part)
                            .orElse(none));
        }
        String part = background.settings().get(path);
        if (part == null || isZero(part)) {
            return none;
        }
        // Results of older versions do not tell which of several systems has the setting.
        boolean oneSystem = background.settings().containsKey("model.type");
        return "dropout " + part + (oneSystem ? "" : " where the system has it");
    }

    private static boolean isZero(String number) {
        return Double.parseDouble(number) == 0;
    }

    private Optional<String> biasRate() {
        String path = ArmSetting.BIAS_RATE;
        String plain = "biases at the rate of weights";
        if (differs(path)) {
            return Optional.of(
                    byArm(path, value -> value.map(rate -> "bias rate " + rate).orElse(plain)));
        }
        return background.settings().containsKey(path) ? Optional.empty() : Optional.of(plain);
    }

    private boolean differs(String path) {
        return background.ofArms().orElse(List.of()).stream()
                .anyMatch(setting -> setting.path().equals(path));
    }

    /** Each text with the arms that it is true of. */
    private String byArm(String path, Function<Optional<String>, String> text) {
        Map<String, List<String>> labels = new LinkedHashMap<>();
        for (ArmSetting setting : background.ofArms().orElse(List.of())) {
            if (setting.path().equals(path)) {
                labels.computeIfAbsent(text.apply(setting.value()), _ -> new ArrayList<>())
                        .add(label(setting));
            }
        }
        return labels.entrySet().stream()
                .map(entry -> entry.getKey() + " in " + String.join(" and ", entry.getValue()))
                .collect(Collectors.joining(", "));
    }

    private String label(ArmSetting setting) {
        return arms.stream()
                .filter(arm ->
                        arm.trials().stream().anyMatch(trial -> trial.varied().equals(setting.varied())))
                .findFirst()
                .map(Arm::label)
                .orElseGet(() -> String.join(", ", setting.varied().values()));
    }
}
