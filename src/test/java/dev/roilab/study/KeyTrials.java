package dev.roilab.study;

import dev.roilab.autograd.Parameter;
import dev.roilab.data.DataException;
import dev.roilab.detect.InitialWeights;
import dev.roilab.model.Recipes;
import dev.roilab.model.fasterrcnn.FasterRcnn;
import dev.roilab.model.fasterrcnn.FasterRcnnSettings;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.Values;
import dev.roilab.result.TrialResult;
import dev.roilab.run.executor.TrialRun;
import dev.roilab.run.system.SystemTrials;
import dev.roilab.task.Curve;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.train.DivergedException;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.RecordBinder;
import dev.roilab.yaml.Spelling;
import dev.roilab.yaml.Unread;
import dev.roilab.yaml.YamlException;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlReader;
import dev.roilab.yaml.YamlWriter;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Trials of one system that are as small as they can be, each run once. */
final class KeyTrials {
    /** Layers that are no backbone's. */
    private static final List<String> ABOVE =
            List.of("fpn.", "rpn.", "head.", "mask.", "key_points.", "svm.", "box_regression.");

    /** Boxes of fresh weights have hardly any extent, and those of a few steps do not meet. */
    private static final String UNTIL_BOXES_MEET = "steps: 60, rate: 0.005";

    /** Where all pixels look like background it does not matter which of them are looked at. */
    private static final String UNTIL_LABELS_DIFFER = "steps: 40, rate: 0.05";

    private static final String DATA = "{type: shapes, seed: 5, width: 64, height: 48, train: 4, test: 2, classes: 2,"
            + " objects: 2, smallest: 12, largest: 30, occlusion: 0.3, texture: 0.4, noise: 3, shorter_side: 48,"
            + " longer_side: 64}";

    /** Corners of these can be told from each other. */
    private static final String WITH_KEY_POINTS = DATA.replace("classes: 2,", "classes: 2, kinds: [arrow, chevron],");

    /** Of one object a picture. */
    private static final String WITH_A_POSE = WITH_KEY_POINTS.replace("objects: 2,", "objects: 1,");

    /** Blocks that the trial of a system has not, by the name of their record. */
    private static final Map<String, String> BLOCKS = Map.ofEntries(
            Map.entry(
                    "SelectiveSearch",
                    "{type: selective-search, count: 20, implementation: roilab, mode: fast, width: 0, smallest: 4}"),
            Map.entry("DenseGrid", KeyModels.GRID),
            Map.entry(
                    "Rpn",
                    "{type: rpn, count: 12, weights: 'FOLDER/rpn0.safetensors', backbone: " + KeyModels.TINY
                            + ", anchors: {sizes: [15, 23], ratios: [0.7]}, channels: 4, before_nms: 24, nms: 0.7,"
                            + " smallest: 1, shorter_side: 48, longer_side: 64}"),
            Map.entry("Stored", "{type: stored, count: 20, file: 'FOLDER/0.json'}"),
            Map.entry("Resnet", "{type: resnet, depth: 18, stride: 16, norm: trained, frozen_below: 0}"),
            Map.entry("Vgg", "{type: vgg, depth: 11, stride: 16, width: 0.05, norm: trained, frozen_below: 0}"),
            Map.entry("Alexnet", "{type: alexnet, stride: 16, width: 0.1, local_response: true, frozen_below: 0}"),
            Map.entry(
                    "SmallResnet",
                    "{type: small-resnet, depth: 8, stride: 4, width: 4, shortcut: projection, norm: trained, squeeze_excitation: 2,"
                            + " frozen_below: 0}"),
            Map.entry(
                    "Densenet",
                    "{type: densenet, blocks: [2, 2, 2], growth: 4, stem: small, stride: 4, frozen_below: 0}"),
            Map.entry("Googlenet", "{type: googlenet, stride: 16, width: 0.05, norm: trained, frozen_below: 0}"),
            Map.entry(
                    "Efficientnet",
                    "{type: efficientnet, variant: b0, width: 0.25, depth: 0.5, stride: 16, norm: trained,"
                            + " stochastic_depth: 0.4, frozen_below: 0}"),
            Map.entry("Squeezenet", "{type: squeezenet, variant: v1-1, stride: 8, width: 0.1, frozen_below: 0}"),
            Map.entry("Tiny", KeyModels.TINY),
            Map.entry("DilatedStage", "{dilation: 2, deformable: 1}"),
            Map.entry("Fpn", "{type: fpn, channels: 4, finest: 4, canonical: 224}"),
            Map.entry("RoiPool", "{type: roi-pool, output_size: 2}"),
            Map.entry("Spp", "{type: spp, levels: [2, 1]}"),
            Map.entry("RoiWarp", "{type: roi-warp, output_size: 2, sampling_ratio: 2}"),
            Map.entry("RoiAlign", "{type: roi-align, output_size: 2, sampling_ratio: 2}"),
            Map.entry("L1", "{type: l1, weight: 1}"),
            Map.entry("L2", "{type: l2, weight: 1}"),
            Map.entry("SmoothL1", "{type: smooth-l1, beta: 0.1, weight: 1}"),
            Map.entry("Constant", "{type: constant, warmup: 1}"),
            Map.entry("Step", "{type: step, at: [0.5], factor: 0.1, warmup: 1}"),
            Map.entry("Cosine", "{type: cosine, warmup: 1}"),
            Map.entry("HeatMap", "{type: heat-map}"),
            Map.entry("Coordinates", "{type: coordinates, beta: 0.1}"),
            Map.entry("SvmSettings", KeyModels.SVM),
            Map.entry(
                    "SvdSettings",
                    "{method: exact, ranks: [2], tuning: {steps: 2, rate: 0.01}}|{method: exact, energy: 0.3}"),
            Map.entry("Tuning", "{steps: 2, rate: 0.01}"),
            Map.entry("LearningCurveSettings", "{points: 2, images: 1}"),
            Map.entry("ScaleSettings", "{shorter_sides: [32, 64], window: 24}"),
            Map.entry("WeightFile", "{type: weight-file, weights: 'FOLDER/0.safetensors'}"),
            Map.entry(
                    "Classification",
                    "{type: classification, seed: 1, data: " + DATA + ", sizes: [32], roi: {type:"
                            + " spp, levels: [2, 1]}, head: {fc: [4]}, steps: 3, images: 2, rate: 0.01, momentum: 0.9, decay:"
                            + " 5e-4, schedule: {type: constant, warmup: 1}}"));

    private final SystemTrials executor;
    private final Path folder;
    private final String system;
    private final Map<String, Optional<String>> digests = new LinkedHashMap<>();
    private final Map<String, String> reasons = new LinkedHashMap<>();

    /** @param folder of the cache, the results and the files that settings name */
    KeyTrials(Path folder, String system) throws Exception {
        this.folder = folder;
        this.system = system;
        this.executor = new SystemTrials(Optional.empty(), folder.resolve("cache"), 1);
        for (int file = 0; file < 2; file++) {
            Files.writeString(folder.resolve(file + ".json"), boxes(8 + file));
            proposer(folder.resolve("rpn%d.safetensors".formatted(file)), file);
        }
    }

    /** A Faster R-CNN that has learned nothing yet. */
    private static void proposer(Path file, long seed) throws IOException {
        var model = RecordBinder.bind(
                "rpn", "{%s}".formatted(KeyModels.BY_SYSTEM.get("faster-rcnn")), FasterRcnnSettings.class);
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var network = new FasterRcnn(engine, model, 2, new RandomStreams(seed));
            List<Parameter> weights = new ArrayList<>(network.parameters());
            weights.addAll(network.buffers());
            Safetensors.write(file, NamedTensors.of(weights), new TreeMap<>());
        }
    }

    /** Whether the system is the first in the list of all. */
    boolean isOfFirst() {
        return system.equals(Spelling.typeName(Recipes.all().iterator().next().settings()));
    }

    private static String boxes(int side) {
        String all = Stream.of(8, 16, 24)
                .map(x -> "[%d, 10, %d, %d]".formatted(x, x + side, 10 + side))
                .collect(Collectors.joining(", ", "[", "]"));
        return Stream.of("train-00000", "train-00001", "train-00002", "train-00003", "test-00000", "test-00001")
                .map(image -> "\"%s\": %s".formatted(image, all))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    /** The settings of a trial, with what is needed to change them. */
    YamlNode.Mapping base() throws Exception {
        String model = KeyModels.BY_SYSTEM.get(system);
        if (model == null) {
            throw new IllegalArgumentException("no example of a model block of " + system);
        }
        String text = """
                data: %s
                model: {type: %s, %s}
                train: {%s, images: 2, flip: true, precision: f32, momentum: 0.9, decay: 5e-3,
                  schedule: {type: step, at: [0.5], factor: 0.1, warmup: 1}}
                test: {}
                engine: cpu
                device: cpu
                """.formatted(
                        switch (system) {
                            case "mask-rcnn" -> WITH_KEY_POINTS;
                            case "pose-regressor" -> WITH_A_POSE;
                            default -> DATA;
                        },
                        system,
                        model,
                        switch (system) {
                            case "yolo" -> UNTIL_BOXES_MEET;
                            case "pixel-window" -> UNTIL_LABELS_DIFFER;
                            default -> "steps: 3, rate: 0.05";
                        });
        TrialSettings settings = RecordBinder.bind("base", text, TrialSettings.class);
        Files.copy(run(settings, 2).resolve("detector.safetensors"), folder.resolve("0.safetensors"));
        return YamlWriter.tree(settings);
    }

    /** Blocks that together have every key of a record. */
    static List<String> examples(Class<?> record, Path folder) {
        String example = BLOCKS.get(record.getSimpleName());
        if (example == null) {
            throw new IllegalArgumentException("no example of " + record);
        }
        return List.of(example.replace("FOLDER", folder.toString()).split("\\|"));
    }

    /** What a trial learned and found; absent where its settings are refused. */
    Optional<String> digest(YamlNode.Mapping settings) {
        return digests.computeIfAbsent(YamlWriter.canonical(settings), key -> {
            var problems = new Problems();
            Optional<TrialSettings> bound = RecordBinder.bind(settings, TrialSettings.class, problems);
            try {
                problems.throwIfAny();
                return Optional.of(Files.readString(run(bound.orElseThrow(), 1).resolve("digest")));
            } catch (DivergedException _) {
                return Optional.of("diverged");
            } catch (YamlException | DataException | IllegalArgumentException | IllegalStateException e) {
                reasons.put(key, String.valueOf(e.getMessage()));
                return Optional.empty();
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** What the same network has learned from another seed. */
    private Path weights(YamlNode.Mapping settings) throws IOException, InterruptedException {
        Path trained = run(RecordBinder.bind(settings, TrialSettings.class), 3);
        SortedMap<String, Values> backbone =
                new TreeMap<>(InitialWeights.of(Safetensors.open(trained.resolve("detector.safetensors")))
                        .values());
        backbone.keySet().removeIf(name -> ABOVE.stream().anyMatch(name::startsWith));
        Path file = trained.resolve("backbone.safetensors");
        Safetensors.write(file, NamedTensors.of(backbone), new TreeMap<>());
        return file;
    }

    private Path run(TrialSettings settings, long seed) throws IOException, InterruptedException {
        Path own = Files.createDirectories(folder.resolve("trials/" + digests.size() + "-" + seed));
        var trial = new Trial("keys", own.getFileName().toString(), Map.of(), seed, settings);
        executor.inputs(settings);
        TrialResult result = executor.execute(trial, new TrialRun(own, "key", Duration.ofHours(1)), (_, _, _) -> {});
        Map<String, String> facts = result.provenance();
        Files.writeString(
                own.resolve("digest"),
                facts.entrySet().stream()
                        .filter(fact -> fact.getKey().endsWith("_sha256"))
                        .map(fact -> fact.getKey() + " " + fact.getValue())
                        .sorted()
                        .collect(Collectors.joining("\n", "", "\n" + along(result))));
        return own;
    }

    /** What was measured along the training, which changes nothing else. */
    private static List<Curve> along(TrialResult result) {
        return result.curves().stream()
                .filter(curve -> curve.info().across().noun().equals("steps"))
                .toList();
    }

    /** Why the settings were refused. */
    String reason(YamlNode.Mapping settings) {
        return reasons.getOrDefault(YamlWriter.canonical(settings), "");
    }

    /** Paths of which a warning, or the refusal of arms that differ in nothing else, says that they are not read. */
    List<String> unread(YamlNode.Mapping settings) {
        TrialSettings bound = RecordBinder.bind(settings, TrialSettings.class);
        return Stream.concat(
                        UnreadSettings.paths(bound).stream(),
                        Unread.in(bound).stream()
                                .filter(unread -> unread.meaning().isEmpty())
                                .flatMap(unread -> unread.keys().stream()))
                .toList();
    }

    /** What is said of a key that the system's record has not. */
    String refusal(String path) throws Exception {
        YamlNode.Mapping settings = (YamlNode.Mapping)
                YamlReader.read("study", "model: {type: %s, %s}".formatted(system, KeyModels.BY_SYSTEM.get(system)));
        var problems = new Problems();
        RecordBinder.bind((YamlNode.Mapping) settings.mergeAt(path, scalar("1")), TrialSettings.class, problems);
        return problems.list().stream()
                .map(Object::toString)
                .filter(problem -> problem.contains("'" + path.substring(path.lastIndexOf('.') + 1) + "'"))
                .collect(Collectors.joining("\n"));
    }

    static String text(YamlNode value) {
        return YamlWriter.canonical(value);
    }

    private static YamlNode scalar(String text) {
        return YamlReader.read("value", text);
    }

    /** Other values of a key, those that change most first. */
    List<YamlNode> candidates(YamlNode.Mapping settings, Type type, String path) throws Exception {
        Optional<YamlNode> now = settings.at(path);
        Class<?> raw = type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
        Stream<String> values;
        if (raw.isEnum()) {
            // What is meant where nothing is said comes first among the constants, and changes nothing.
            values = List.of(raw.getEnumConstants()).reversed().stream()
                    .map(constant -> Spelling.word((Enum<?>) constant));
        } else if (raw == boolean.class || raw == Boolean.class) {
            values = Stream.of("true", "false");
        } else if (raw == String.class) {
            Path file = path.endsWith("proposals.weights")
                    ? folder.resolve("rpn1.safetensors")
                    : path.endsWith("weights") ? weights(settings) : folder.resolve("1.json");
            values = Stream.of("'" + file + "'");
        } else if (raw == List.class && element(type).isEnum()) {
            List<String> words = List.of(element(type).getEnumConstants()).reversed().stream()
                    .map(constant -> Spelling.word((Enum<?>) constant))
                    .toList();
            values = IntStream.range(1, words.size())
                    .mapToObj(last -> "[" + words.get(last - 1) + ", " + words.get(last) + "]");
        } else if (raw == List.class) {
            double first = now.filter(YamlNode.Sequence.class::isInstance)
                    .map(list -> number(((YamlNode.Sequence) list).elements().getFirst()))
                    .orElse(32.0);
            String rest = now.filter(YamlNode.Sequence.class::isInstance)
                    .map(list -> ((YamlNode.Sequence) list)
                            .elements().stream()
                                    .skip(1)
                                    .map(KeyTrials::text)
                                    .collect(Collectors.joining(", ", ", ", "")))
                    .filter(list -> list.length() > 2)
                    .orElse("");
            values = numbers(first).map(value -> "[" + value + rest + "]");
        } else {
            values = numbers(now.map(KeyTrials::number).orElse(1.0));
        }
        String before = now.map(KeyTrials::text).orElse("");
        return values.filter(value -> !value.equals(before))
                .map(KeyTrials::scalar)
                .toList();
    }

    private static Class<?> element(Type list) {
        return ((ParameterizedType) list).getActualTypeArguments()[0] instanceof Class<?> type ? type : List.class;
    }

    private static double number(YamlNode scalar) {
        return Double.parseDouble(((YamlNode.Scalar) scalar).text());
    }

    /** Smaller ones first: trials of less take less. */
    private static Stream<String> numbers(double now) {
        return Stream.of(now / 2, 2 * now, 0.1, 0.9, Math.rint(0.8 * now), now + 1, now + 16, 3.0, 16.0, 34.0, 1.0)
                .distinct()
                .map(value -> value == Math.rint(value) ? Long.toString(value.longValue()) : value.toString());
    }
}
