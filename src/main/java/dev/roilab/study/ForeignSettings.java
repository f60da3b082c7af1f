package dev.roilab.study;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.backbone.Backbones;
import dev.roilab.data.DataSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.pretraining.PretrainSettings;
import dev.roilab.model.Recipes;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Settings that the system of a trial does not know. */
final class ForeignSettings {
    private ForeignSettings() {}

    /**
     * Refuses settings that have no meaning for the system: a trial would leave them out without a word.
     *
     * @throws IllegalArgumentException with a line for each, what is wrong and what to do, that begins with its path
     */
    static void refuse(
            ModelSettings model, TrainSettings train, TestSettings test, Optional<PretrainSettings> pretraining) {
        List<String> problems = new ArrayList<>(Recipes.of(model).foreign(model, train, test));
        if (train.learningCurve().isPresent() && !Recipes.of(model).isTestedAlong(model, train)) {
            problems.add(
                    "train.learning_curve tests a network along its training, and that of model.type %s finds nothing before the end; remove it"
                            .formatted(Spelling.typeName(model.getClass())));
        }
        if (pretraining.isPresent() && Recipes.of(model).backbone(model).isEmpty()) {
            problems.add("pretraining gives a backbone its first weights, and model.type %s has none; remove it"
                    .formatted(Spelling.typeName(model.getClass())));
        }
        if (pretraining.orElse(null) instanceof PretrainSettings.WeightFile
                && Recipes.of(model)
                        .backbone(model)
                        .flatMap(BackboneSettings::weights)
                        .isPresent()) {
            problems.add("model.backbone.weights would be overwritten by pretraining.weights; remove one");
        }
        Recipes.of(model)
                .backbone(model)
                .flatMap(Backbones::frozenProblem)
                .ifPresent(problem -> problems.add("model.backbone." + problem));
        Ranges.throwAny(problems);
    }

    /**
     * Refuses mirror images of pictures whose class is another one's then.
     *
     * @throws IllegalArgumentException with all that would mirror them
     */
    static void refuseMirrored(
            DataSettings data, ModelSettings model, TrainSettings train, Optional<PretrainSettings> pretraining) {
        List<String> mirroring = new ArrayList<>(train.flip() ? List.of("train.flip") : List.of());
        mirroring.addAll(Recipes.of(model).mirroring(model));
        List<String> problems = new ArrayList<>();
        if (isMirrorSensitive(data)) {
            mirroring.forEach(path -> problems.add(path + " mirrors pictures, and the directions of data make other"
                    + " classes of them; set " + path + ": false"));
        }
        if (pretraining.orElse(null) instanceof PretrainSettings.Classification classification
                && isMirrorSensitive(classification.data())) {
            problems.add("pretraining.data.directions must be <= 2: a pretraining mirrors half of its pictures, which"
                    + " makes other classes of more directions");
        }
        Ranges.throwAny(problems);
    }

    private static boolean isMirrorSensitive(DataSettings data) {
        return data instanceof DataSettings.Patterns patterns && patterns.isMirrorSensitive();
    }

    /**
     * Refuses similar classes that the data has not.
     *
     * @throws IllegalArgumentException with all of them
     */
    static void refuseUnknownClasses(DataSettings data, TestSettings test) {
        if (data.classNames().isEmpty()) {
            if (test.similar().isPresent()) {
                throw new IllegalArgumentException(
                        "test.similar names classes, and data.classes does not say which there are; list them there");
            }
            return;
        }
        List<String> names = data.classNames().get();
        Set<String> unknown = test.unknown(names);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("test.similar names %s, and the classes of data are %s"
                    .formatted(String.join(", ", unknown), String.join(", ", names)));
        }
    }
}
