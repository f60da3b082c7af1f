package dev.roilab.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.data.DataException;
import dev.roilab.eval.DetectionMetrics;
import dev.roilab.eval.ErrorKindMeasures;
import dev.roilab.eval.EvaluationInput;
import dev.roilab.eval.GroundTruth;
import dev.roilab.eval.GroundTruth.Standing;
import dev.roilab.eval.ImageResult;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Values;
import dev.roilab.run.RunOptions;
import dev.roilab.run.SilentListener;
import dev.roilab.run.StudyListener;
import dev.roilab.run.StudyOutcome;
import dev.roilab.run.StudyRunner;
import dev.roilab.run.executor.TrialRun;
import dev.roilab.run.key.TrialKey;
import dev.roilab.run.system.SystemTrials;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.StudyText;
import dev.roilab.study.Trial;
import dev.roilab.tensor.Shape;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a real trial leaves, and what of its inputs is looked at before it runs. */
class TrialContentTest {
    static final String STUDY = """
            study: tiny
            question: Is everything kept?
            extends: base.yaml
            seeds: [1]
            data: {train: 4, test: 2, width: 64, height: 64, smallest: 16, largest: 40, shorter_side: 64, longer_side: 64}
            model: {proposals: {type: dense-grid, count: 60, scales: [24, 40], ratios: [1.0], step: 0.5},
              backbone: {width: 4}, head: {fc: [8]}, sampling: {rois: 16}}
            train: {steps: 4, images: 1, schedule: {type: constant, warmup: 0}}
            timing: {images: 1, rounds: 1}
            """;

    @TempDir
    private static Path once = Path.of("");

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void aTrial() {
        run(once, STUDY, new ArrayList<>());
    }

    @Test
    void theDetectionsGiveTheSameNumbersToTheLastBit() throws IOException {
        TrialResult result =
                ResultsFolder.read(once.resolve("results/tiny")).trials().getFirst();
        Path trial = once.resolve("results/tiny/base,seed=1");
        JsonNode truth = json(
                Files.newInputStream(trial.resolveSibling(result.provenance().getOrDefault(TruthFile.FACT, ""))));
        JsonNode found = json(new GZIPInputStream(Files.newInputStream(trial.resolve("detections.json.gz"))));
        assertThat(found.size()).isGreaterThan(20);
        List<String> classes = new ArrayList<>();
        truth.get("categories")
                .forEach(category -> classes.add(category.get("name").asString()));
        List<ImageResult> images = new ArrayList<>();
        for (JsonNode image : truth.get("images")) {
            List<GroundTruth> truths = new ArrayList<>();
            for (JsonNode object : of(image, truth.get("annotations"))) {
                truths.add(new GroundTruth(
                        object.get("category_id").asInt() - 1,
                        box(object),
                        object.get("area").asDouble(),
                        object.get("difficult").asInt() == 1 ? Standing.DIFFICULT : Standing.COUNTED));
            }
            List<Detection> detections = new ArrayList<>();
            for (JsonNode one : of(image, found)) {
                detections.add(new Detection(
                        one.get("category_id").asInt() - 1, one.get("score").asDouble(), box(one)));
            }
            images.add(new ImageResult(image.get("file_name").asString(), truths, detections));
        }
        var input = new EvaluationInput(classes.size(), images);
        var report = DetectionMetrics.report(input, classes);
        Map<String, Double> metrics = new HashMap<>(report.metrics());
        metrics.putAll(ErrorKindMeasures.of(input, List.of()));
        Map<String, Double> ofDetections = new HashMap<>(result.metrics());
        // What else there is, proposals and the network tell.
        ofDetections
                .keySet()
                .removeAll(List.of("recall50", "recall70", "mean_proposals", "network_parameters", "multiply_adds"));
        assertThat(metrics).isEqualTo(ofDetections);
        assertThat(Map.copyOf(report.classAp()))
                .isEqualTo(Map.copyOf(result.byClass().getFirst().values()));
    }

    @Test
    void changedWeightsAreNamedAndTheNumbersStand() throws IOException {
        Path trial = copy();
        Files.writeString(trial.resolve("weights.safetensors"), "more", StandardOpenOption.APPEND);
        Files.write(trial.resolve("detector.safetensors"), new byte[9], StandardOpenOption.WRITE);
        Files.delete(trial.resolve("timing.json"));
        List<String> said = new ArrayList<>();
        StudyOutcome outcome = run(folder, STUDY, said);
        assertThat(outcome.reused()).isOne();
        assertThat(said)
                .singleElement()
                .asString()
                .contains("base,seed=1: detector.safetensors was changed", "--again");
        assertThat(new TrialFolder(trial).changedWeights(false))
                .containsExactly(
                        "weights.safetensors was changed after it was written",
                        "detector.safetensors was changed after it was written");
    }

    @Test
    void withoutWeightsTheTimesAreThoseOfTheirSession() throws IOException {
        Path trial = copy();
        Files.delete(trial.resolve("weights.safetensors"));
        Files.delete(trial.resolve("detector.safetensors"));
        String times = Files.readString(trial.resolve("timing.json"));
        List<String> said = new ArrayList<>();
        assertThat(run(folder, STUDY, said).reused()).isOne();
        assertThat(said).singleElement().asString().startsWith("1 of 1 trials have no weights here");
        assertThat(trial.resolve("timing.json")).hasContent(times);
    }

    @Test
    void weightsThatLackOrAddATensorAreRefusedBeforeAnyTrialRuns() {
        Path whole = once.resolve("results/tiny/base,seed=1/weights.safetensors");
        Path lacking = weights(whole, "lacking", tensors -> tensors.remove("conv1.weight"));
        Path more = weights(whole, "more", tensors -> tensors.put("layer1.extra", tensors.get("conv1.weight")));
        String pretrained = STUDY + "pretraining: {type: weight-file, weights: FILE}\n";
        assertThat(inputs(pretrained, whole)).containsKey("pretraining_weights");
        assertThatThrownBy(() -> inputs(pretrained, lacking))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no weights for conv1.weight");
        assertThatThrownBy(() -> inputs(pretrained, more))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("unexpected: the network has no layer1.extra");
        String backbone = STUDY.replace("width: 4}", "width: 4, weights: FILE}");
        Path headless =
                weights(whole, "headless", tensors -> tensors.keySet().removeIf(name -> name.startsWith("head.")));
        assertThat(inputs(backbone, headless)).containsKey("weights");
        assertThatThrownBy(() -> inputs(backbone, weights(headless, "none", tensors -> {
                    tensors.remove("conv1.weight");
                    tensors.put("layer1.extra", new Values(Shape.of(1), new float[1]));
                })))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("missing: the network needs conv1.weight")
                .hasMessageContaining("unexpected: the network has no layer1.extra");
    }

    @Test
    void weightsThatAreNoNumbersAreRefusedBeforeAnyTrialRuns() {
        Path whole = once.resolve("results/tiny/base,seed=1/weights.safetensors");
        Consumer<SortedMap<String, Values>> spoil = tensors ->
                tensors.getOrDefault("conv1.weight", new Values(Shape.of(0), new float[0]))
                        .numbers()[3] = Float.NaN;
        Path spoilt = weights(whole, "spoilt", spoil);
        assertThatThrownBy(() -> inputs(STUDY + "pretraining: {type: weight-file, weights: FILE}\n", spoilt))
                .isInstanceOf(DataException.class)
                .hasMessageMatching(
                        ".*/spoilt\\.safetensors: conv1\\.weight: 1 of [0-9]+ numbers are NaN or infinite; .*");
        Path backbone =
                weights(spoilt, "backbone", tensors -> tensors.keySet().removeIf(name -> name.startsWith("head.")));
        assertThatThrownBy(() -> inputs(STUDY.replace("width: 4}", "width: 4, weights: FILE}"), backbone))
                .isInstanceOf(DataException.class)
                .hasMessageMatching(
                        ".*/backbone\\.safetensors: conv1\\.weight: 1 of [0-9]+ numbers are NaN or infinite; .*");
    }

    @Test
    void theSameWeightsAtAnotherPathAreTheSameInput() throws IOException {
        Path whole = once.resolve("results/tiny/base,seed=1/weights.safetensors");
        Path elsewhere = Files.copy(whole, folder.resolve("elsewhere.safetensors"));
        String pretrained = STUDY + "pretraining: {type: weight-file, weights: FILE}\n";
        assertThat(key(pretrained, elsewhere)).isEqualTo(key(pretrained, whole));
        Path other = weights(
                whole,
                "other",
                tensors -> tensors.computeIfPresent(
                        "conv1.bias", (_, values) -> new Values(values.shape(), new float[values.numbers().length])));
        assertThat(key(pretrained, other)).isNotEqualTo(key(pretrained, whole));
    }

    @Test
    void picturesOfAPretrainingAreAnInput() throws IOException {
        Path pictures = folder.resolve("voc");
        voc(pictures, 200);
        String study = STUDY + """
                pretraining:
                  type: classification
                  seed: 7
                  data: {type: voc, root: FILE, classes: [a], train_split: [train], test_split: test, on_bad_box: fail, shorter_side: 64, longer_side: 64}
                  sizes: [32]
                  roi: {type: spp, levels: [1]}
                  head: {fc: [8]}
                  steps: 2
                  images: 2
                  rate: 0.02
                  momentum: 0.9
                  decay: 5e-4
                  schedule: {type: constant, warmup: 0}
                """;
        Map<String, String> before = inputs(study, pictures);
        assertThat(inputs(study, pictures)).isEqualTo(before);
        voc(pictures, 201);
        Map<String, String> after = inputs(study, pictures);
        assertThat(after.get("data")).isEqualTo(before.get("data"));
        assertThat(after.get("pretraining_data")).isNotEqualTo(before.get("pretraining_data"));
    }

    @Test
    void aPretrainingDoesNotDependOnWhichArmAskedFirst() throws InterruptedException {
        String study = STUDY.replace("width: 4", "width: 16") + """
                pretraining:
                  type: classification
                  seed: 7
                  data: {type: shapes, seed: 3, width: 32, height: 32, train: 4, test: 2, classes: 2, objects: 1, smallest: 16, largest: 24, occlusion: 0.0, texture: 0.2, noise: 2, shorter_side: 32, longer_side: 32}
                  sizes: [32]
                  roi: {type: spp, levels: [1]}
                  head: {fc: [8]}
                  steps: 2
                  images: 2
                  rate: 0.02
                  momentum: 0.9
                  decay: 5e-4
                  schedule: {type: constant, warmup: 0}
                vary: {pretraining.rate: [0.02, 0.04]}
                """;
        List<Trial> arms =
                StudyPlan.of(StudyText.write(folder, study), List.of()).trials();
        SystemTrials together = executor(folder);
        String first = weights(together, arms.getFirst());
        String last = weights(together, arms.getLast());
        SystemTrials turned = executor(folder);
        assertThat(weights(turned, arms.getLast())).isEqualTo(last);
        assertThat(weights(turned, arms.getFirst())).isEqualTo(first).isNotEqualTo(last);
    }

    private String weights(SystemTrials executor, Trial trial) throws InterruptedException {
        try {
            Path scratch = Files.createTempDirectory(folder, "trial");
            return executor.execute(trial, new TrialRun(scratch, "key", Duration.ofDays(1)), (_, _, _) -> {})
                    .provenance()
                    .getOrDefault("weights_sha256", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void voc(Path root, int grey) throws IOException {
        for (String part : List.of("Annotations", "JPEGImages", "ImageSets/Main")) {
            Files.createDirectories(root.resolve(part));
        }
        for (String id : List.of("train", "test")) {
            Files.writeString(root.resolve("ImageSets/Main/" + id + ".txt"), id + "\n");
            Files.writeString(root.resolve("Annotations/" + id + ".xml"), """
                    <annotation><filename>%s.png</filename>
                    <size><width>32</width><height>32</height><depth>3</depth></size>
                    <object><name>a</name><bndbox><xmin>2</xmin><ymin>2</ymin><xmax>20</xmax><ymax>20</ymax></bndbox></object>
                    </annotation>
                    """.formatted(id));
            var picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
            picture.setRGB(5, 5, grey);
            ImageIO.write(
                    picture, "png", root.resolve("JPEGImages/" + id + ".png").toFile());
        }
    }

    private static Path weights(Path from, String name, Consumer<SortedMap<String, Values>> change) {
        Safetensors file = Safetensors.open(from);
        SortedMap<String, Values> tensors = new TreeMap<>();
        file.names().forEach(tensor -> tensors.put(tensor, file.values(tensor)));
        change.accept(tensors);
        Path to = once.resolve(name + ".safetensors");
        Safetensors.write(to, NamedTensors.of(tensors), new TreeMap<>());
        return to;
    }

    private Map<String, String> inputs(String study, Path file) {
        return executor(folder).inputs(trial(study, file).settings()).contents();
    }

    private String key(String study, Path file) {
        return TrialKey.of(trial(study, file), inputs(study, file)).hash();
    }

    private Trial trial(String study, Path file) {
        return StudyPlan.of(StudyText.write(folder, study.replace("FILE", "'" + file + "'")), List.of())
                .trials()
                .getFirst();
    }

    private Path copy() throws IOException {
        Path study = folder.resolve("results/tiny");
        try (var files = Files.walk(once.resolve("results/tiny"))) {
            for (Path file : files.toList()) {
                Path to = study.resolve(
                        once.resolve("results/tiny").relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return study.resolve("base,seed=1");
    }

    static SystemTrials executor(Path folder) {
        return new SystemTrials(Optional.empty(), folder.resolve("cache"), 1);
    }

    static StudyOutcome run(Path folder, String text, List<String> said) {
        StudyPlan plan = StudyPlan.of(StudyText.write(folder, text), List.of());
        StudyListener listener = new SilentListener() {
            @Override
            public void timingFailed(String reason) {
                said.add(reason);
            }
        };
        return new StudyRunner(executor(folder), listener, RunOptions.in(folder.resolve("results"))).run(plan);
    }

    private static List<JsonNode> of(JsonNode image, JsonNode list) {
        List<JsonNode> own = new ArrayList<>();
        list.forEach(one -> {
            if (one.get("image_id").asInt() == image.get("id").asInt()) {
                own.add(one);
            }
        });
        return own;
    }

    private static Box box(JsonNode object) {
        JsonNode box = object.get("bbox");
        double x = box.get(0).asDouble();
        double y = box.get(1).asDouble();
        return new Box(x, y, x + box.get(2).asDouble(), y + box.get(3).asDouble());
    }

    private static JsonNode json(InputStream content) throws IOException {
        try (content) {
            return JsonMapper.builder().build().readTree(content);
        }
    }
}
