package dev.roilab.run.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.autograd.Parameter;
import dev.roilab.backbone.Backbone;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.backbone.Backbones;
import dev.roilab.data.Dataset;
import dev.roilab.data.TrueObjects;
import dev.roilab.file.Digest;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.run.executor.TrialInputs;
import dev.roilab.run.system.SystemTrials;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import dev.roilab.study.TrialSettings;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a trial reads from outside decides whether its result still holds. */
class InputFingerprintTest {
    private static final String STUDY = """
        study: s
        question: q
        extends: base.yaml
        seeds: [1]
        data: {width: 64, height: 64, train: 2, test: 1, largest: 48}
        """;

    @TempDir
    private Path folder;

    /** Classes and warnings are the same in all of these studies: two that differ do so by their content. */
    private TrialInputs inputs(String text) {
        Path study = StudyText.write(folder, text);
        TrialSettings settings =
                StudyPlan.of(study, List.of()).trials().getFirst().settings();
        return new SystemTrials(Optional.empty(), folder.resolve("cache"), 1).inputs(settings);
    }

    private Path weights(long seed) {
        Path file = folder.resolve("weights.safetensors");
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var settings = new BackboneSettings.Tiny(4, 16, Optional.empty(), 0);
            Backbone backbone = Backbones.create(settings, engine, new RandomStreams(seed));
            List<Parameter> tensors = new ArrayList<>(backbone.parameters());
            tensors.addAll(backbone.buffers());
            Safetensors.write(file, NamedTensors.of(tensors), new TreeMap<>());
        }
        return file;
    }

    @Test
    void dependOnTheContentOfTheFileOfWeights() {
        TrialInputs none = inputs(STUDY);
        String study = STUDY + "model: {backbone: {width: 4, weights: %s}}\n".formatted(weights(1));
        TrialInputs first = inputs(study);
        assertThat(first).isNotEqualTo(none).isEqualTo(inputs(study));
        weights(2);
        assertThat(inputs(study)).isNotEqualTo(first).isNotEqualTo(none);
    }

    @Test
    void dependOnTheContentOfThePretrainedWeights() {
        String study = STUDY
                + "model: {backbone: {width: 4}}\npretraining: {type: weight-file, weights: %s}\n"
                        .formatted(weights(1));
        TrialInputs first = inputs(study);
        assertThat(first).isNotEqualTo(inputs(STUDY)).isEqualTo(inputs(study));
        weights(2);
        assertThat(inputs(study)).isNotEqualTo(first);
    }

    @Test
    void dependOnTheDataOfAPretraining() {
        TrialSettings settings = StudyPlan.of(StudyText.write(folder, STUDY), List.of())
                .trials()
                .getFirst()
                .settings();
        Dataset<TrueObjects> data = new Dataset<>("own", List.of("a"), List.of(), List.of(), "1", List.of());
        Dataset<TrueObjects> other = new Dataset<>("other", List.of("a"), List.of(), List.of(), "2", List.of());
        assertThat(InputFingerprint.of(data, Optional.empty(), settings)).containsOnlyKeys("data");
        assertThat(InputFingerprint.of(data, Optional.of(other), settings))
                .containsOnly(Map.entry("data", Digest.of("1")), Map.entry("pretraining_data", Digest.of("2")));
    }

    @Test
    void dependOnTheContentOfStoredProposals() throws IOException {
        String boxes = Stream.of("train-00000", "train-00001", "test-00000")
                .map(image -> "\"" + image + "\": [[1, 2, 30, 40]]")
                .collect(Collectors.joining(", ", "{", "}"));
        Path file = Files.writeString(folder.resolve("boxes.json"), boxes);
        String study = STUDY + "model: {proposals: {type: stored, count: 10, file: %s}}\n".formatted(file);
        TrialInputs first = inputs(study);
        assertThat(first).isNotEqualTo(inputs(STUDY)).isEqualTo(inputs(study));
        Files.writeString(file, boxes.replace("40", "41"));
        assertThat(inputs(study)).isNotEqualTo(first);
    }

    @Test
    void dependOnTheDataAndNotOnTheTraining() {
        TrialInputs first = inputs(STUDY);
        assertThat(inputs(STUDY + "train: {steps: 7}\n")).isEqualTo(first);
        assertThat(inputs(STUDY.replace("largest: 48", "largest: 40"))).isNotEqualTo(first);
    }
}
