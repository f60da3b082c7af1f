package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.TrueObjects;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.Safetensors;
import dev.roilab.run.executor.StopSignal;
import dev.roilab.run.system.SystemTrials;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.NativeObjects;
import dev.roilab.testing.Program;
import dev.roilab.testing.VocFolderWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The studies at the papers' own scale, on a small folder in VOC's layout whose pictures are 1000 x 600. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = NativeObjects.COUNT, mode = ResourceAccessMode.READ)
class PaperStudiesTest {
    private static final DataSettings PICTURES =
            new DataSettings.Shapes(1, 1000, 600, 2, 1, 3, 4, 80, 300, 0.2, 0.3, 3, 600, 1000);

    private static final List<String> CLASSES = List.of(
            "aeroplane",
            "bicycle",
            "bird",
            "boat",
            "bottle",
            "bus",
            "car",
            "cat",
            "chair",
            "cow",
            "diningtable",
            "dog",
            "horse",
            "motorbike",
            "person",
            "pottedplant",
            "sheep",
            "sofa",
            "train",
            "tvmonitor");

    /** A sixteenth of the channels: the hidden layers, which are the papers', would fill half a gigabyte. */
    private static final String NARROW = "model.backbone.width=0.0625";

    /** Regions without a search, which in a process of its own takes longer than the step. */
    private static final String GRID = "{type: dense-grid, count: 300, scales: [128, 256], ratios: [1], step: 0.25}";

    /** All tests': searching regions in pictures of this size takes longer than the steps on them. */
    @TempDir
    private static Path cache = Path.of("");

    @TempDir
    private Path folder = Path.of("");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeVoc() throws IOException {
        Dataset<TrueObjects> shapes = DataSets.load(PICTURES, Optional.empty());
        var voc = new Dataset<>("voc", CLASSES, shapes.train(), shapes.test(), shapes.fingerprint(), List.of());
        VocFolderWriter.write(voc, folder.resolve("voc"));
        Path splits = folder.resolve("voc/ImageSets/Main");
        Files.move(splits.resolve("train.txt"), splits.resolve("trainval.txt"));
    }

    @AfterEach
    void end() throws InterruptedException {
        Program.killAll();
    }

    static List<Path> studies() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("experiments/paper"))) {
            return files.sorted().toList();
        }
    }

    /**
     * Weights and biases of VGG16's convolutions (arXiv:1409.1556, configuration D) with a sixteenth of the channels,
     * all zero, by torchvision's names.
     */
    private static SortedMap<String, NamedTensors.Named> convolutions() {
        int[] places = {0, 2, 5, 7, 10, 12, 14, 17, 19, 21, 24, 26, 28};
        int[] channels = {4, 4, 8, 8, 16, 16, 16, 32, 32, 32, 32, 32, 32};
        SortedMap<String, NamedTensors.Named> tensors = new TreeMap<>();
        int before = 3;
        for (int layer = 0; layer < places.length; layer++) {
            int to = channels[layer];
            String name = "features." + places[layer];
            tensors.put(name + ".weight", zeros(to, before, 3, 3));
            tensors.put(name + ".bias", zeros(to));
            before = to;
        }
        return tensors;
    }

    private static NamedTensors.Named zeros(int... sizes) {
        Shape shape = Shape.of(sizes);
        return new NamedTensors.Named(shape, () -> new float[Math.toIntExact(shape.elements())]);
    }

    /** Whether weights fit is seen by one study below. */
    @ParameterizedTest
    @MethodSource("studies")
    void planAcceptsEveryStudyAsItsHeadSaysToRunIt(Path study) {
        planAccepts(study, "--set", "model.backbone.weights=~", "--set", "model.head.pretrained=false");
    }

    @Test
    @Tag("slow")
    void planTakesWeightsOfAllTensorsAndNamesThoseThatLack() {
        Path study = Path.of("experiments/paper/truncated-svd.yaml");
        SortedMap<String, NamedTensors.Named> tensors = convolutions();
        Path weights = folder.resolve("vgg16.safetensors");
        Safetensors.write(weights, new NamedTensors(tensors), new TreeMap<>());
        String[] settings = {"--set", NARROW, "--set", "model.backbone.weights=" + weights};
        List<String> options = new ArrayList<>(List.of("--no-estimate"));
        options.addAll(List.of(settings));
        assertThat(execute("plan", study, options.toArray(String[]::new))).isEqualTo(2);
        assertThat(err.toString())
                .contains("missing: the region network needs classifier.0.weight [4096, 1568]")
                .doesNotContain("features");
        err.getBuffer().setLength(0);
        tensors.put("classifier.0.weight", zeros(4096, 1568));
        tensors.put("classifier.0.bias", zeros(4096));
        tensors.put("classifier.3.weight", zeros(4096, 4096));
        tensors.put("classifier.3.bias", zeros(4096));
        Safetensors.write(weights, new NamedTensors(tensors), new TreeMap<>());
        planAccepts(study, settings);
    }

    private void planAccepts(Path study, String... settings) {
        List<String> options = new ArrayList<>(List.of("--no-estimate"));
        options.addAll(List.of(settings));
        int code = execute("plan", study, options.toArray(String[]::new));
        assertThat(err.toString()).isEmpty();
        assertThat(code).isZero();
        assertThat(out.toString())
                .containsPattern("\n[0-9]+ trials, ([0-9]+) to run\n")
                .contains("  run    ");
    }

    /** A sixteenth of the channels and a few ranks; sizes of images and hidden layers are the papers'. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spp-levels.yaml    | {model.roi: [p1, p421, pool7]}           | {}
            truncated-svd.yaml | {model.head.svd: [full, half, half-tuned]} | {model.head.svd: {paper: {ranks: [64, 16]}}}
            """)
    @Tag("slow")
    void aNarrowNetworkTakesOneStep(String study, String without, String vary) throws IOException {
        Path few = few(study, "  - " + without);
        Files.writeString(few, "vary: " + vary + "\n", StandardOpenOption.APPEND);
        int code = execute("run", few, "--set", NARROW, "--set", "train.steps=1");
        assertThat(code).as(out.toString() + err).isZero();
        assertThat(out.toString()).contains(" ok in ", "ap50 ");
    }

    /** VGG16 as it is, 2 images of 600 x 1000 and 128 regions: in 2 GB of Java's heap and less than 8 GB in all. */
    @Test
    @Tag("slow")
    void theWholeNetworkTakesOneStepInLessThanEightGigabytes() throws IOException, InterruptedException {
        Path one = few("box-loss.yaml", """
                  - {model.box_loss: [l2, l1]}
                  - {train.rate: [0.002, 0.004, 0.008, 0.016]}
                """);
        List<String> arguments = arguments("run", one, "--set", "train.steps=1", "--set", "model.proposals=" + GRID);
        Program program = Program.start(
                folder,
                // A step of VGG16 is worth compiling; its heap would grow and shrink by arrays of 400 MB.
                List.of(
                        "-Xms2g",
                        "-Xmx2g",
                        "-XX:+UseParallelGC",
                        "-XX:MaxDirectMemorySize=6g",
                        "-XX:TieredStopAtLevel=4"),
                arguments.toArray(String[]::new));
        assertThat(program.await()).as(program.output()).isZero();
        Path result = folder.resolve("results/few/box_loss=smooth,rate=0.001,seed=1/result.json");
        JsonNode facts = new ObjectMapper().readTree(result.toFile()).get("provenance");
        assertThat(facts.get("peak_memory_mb").asInt()).isBetween(1000, 6 * 1024);
    }

    /** A study of which only some arms are left, timed by nobody; its network starts from random numbers. */
    private Path few(String study, String exclude) throws IOException {
        return Files.writeString(folder.resolve("few.yaml"), """
                study: few
                question: Does one step run?
                extends: %s
                model: {head: {pretrained: false}, proposals: {count: 300}}
                exclude:
                %s
                seeds: [1]
                timing:
                report: {tables: [], plots: []}
                """.formatted(
                        Path.of("experiments/paper", study).toAbsolutePath(), exclude.stripTrailing()));
    }

    private int execute(String command, Path study, String... options) {
        CommandLine line = Main.commandLine(new Wiring(
                () -> new SystemTrials(Optional.empty(), cache, 1),
                (_, _) -> {},
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                new StopSignal()));
        return line.execute(arguments(command, study, options).toArray(String[]::new));
    }

    private List<String> arguments(String command, Path study, String... options) {
        List<String> arguments = new ArrayList<>(List.of(command, study.toString()));
        arguments.addAll(List.of("--results", folder + "/results", "--data-root", folder + "/voc"));
        if (command.equals("run")) {
            arguments.addAll(List.of("--reports", folder + "/reports"));
        }
        arguments.addAll(List.of(options));
        return arguments;
    }
}
