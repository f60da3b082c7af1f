package dev.roilab.report.table;

import dev.roilab.claim.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a study did, in the words that published tables describe themselves by. */
record OurProtocol(Map<String, String> settings, String hardware) {
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
            String value = settings.get(path);
            if (value != null) {
                String key = path.substring(path.lastIndexOf('.') + 1).replace('_', ' ');
                facts.add(key.equals("type") ? value : key + " " + value);
            }
        }
        if (!facts.isEmpty() && name.equals("training")) {
            // The papers' networks have it between their hidden layers; ours have none.
            facts.add("no dropout");
            if (!settings.containsKey("train.bias_rate")) {
                facts.add("biases at the rate of weights");
            }
        }
        return facts.isEmpty() ? Numbers.NONE : String.join(", ", facts);
    }
}
