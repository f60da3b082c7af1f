package dev.roilab.study;

import dev.roilab.measure.Measures;
import dev.roilab.study.StudyBackground.ArmSetting;
import dev.roilab.study.formula.Claim;
import dev.roilab.study.grid.Arms;
import dev.roilab.study.grid.StudyGrid;
import dev.roilab.yaml.Position;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.RecordBinder;
import dev.roilab.yaml.RecordKeys;
import dev.roilab.yaml.RecordPaths;
import dev.roilab.yaml.Suggestions;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlReader;
import dev.roilab.yaml.YamlWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Checks a study's claims against its arms and finds the published tables that it names. */
public final class BackgroundReader {
    /** Beside a study or above it. */
    private static final String REFERENCES = "references";

    private static final String ENDING = ".yaml";

    /** What a study may vary. */
    private static final Set<String> PATHS = paths();

    private final Path file;
    private final YamlNode.Mapping document;
    private final Problems problems;

    BackgroundReader(Path file, YamlNode.Mapping document, Problems problems) {
        this.file = file;
        this.document = document;
        this.problems = problems;
    }

    /** A single name stands for a list of one. */
    static YamlNode.Mapping withList(YamlNode.Mapping document, String key) {
        return document.value(key).orElse(null) instanceof YamlNode.Scalar single && !single.isNull()
                ? document.with(key, new YamlNode.Sequence(single.position(), List.of(single)))
                : document;
    }

    /**
     * Reads what the study is measured against, adding what is wrong with it to the problems.
     *
     * @param trials empty where their settings are wrong
     * @param declared what trials of some settings can be asked for
     */
    StudyBackground read(StudyGrid grid, List<Trial> trials, Function<TrialSettings, Measures> declared) {
        List<Claim> claims = new ArrayList<>();
        var check = new ClaimCheck(grid, trials, declared, problems);
        for (YamlNode node : elements("claims")) {
            // What cannot be bound is said where the whole header is.
            RecordBinder.bind(node, Claim.class, new Problems()).ifPresent(claim -> {
                claims.add(claim);
                // Without arms every claim names an unknown one; why there are none is a problem of its own already.
                if (!grid.cells().isEmpty()) {
                    check.check(claim, node);
                }
            });
        }
        List<PublishedTable> published = new ArrayList<>();
        elements("compare_with").forEach(node -> table(node).ifPresent(published::add));
        List<ArmSetting> ofArms = ArmSetting.differing(trials);
        return new StudyBackground(
                claims, published, shared(trials), Optional.of(ofArms).filter(settings -> !settings.isEmpty()));
    }

    private List<YamlNode> elements(String key) {
        return elements(document, key);
    }

    private static List<YamlNode> elements(YamlNode node, String key) {
        return node.at(key).orElse(null) instanceof YamlNode.Sequence sequence ? sequence.elements() : List.of();
    }

    private Optional<PublishedTable> table(YamlNode node) {
        if (!(node instanceof YamlNode.Scalar name)) {
            return Optional.empty();
        }
        List<Path> folders = references();
        Optional<Path> found = folders.stream()
                .flatMap(
                        folder -> Stream.of(folder.resolve(name.text() + ENDING).normalize())
                                .filter(file -> file.startsWith(folder) && Files.isRegularFile(file)))
                .findFirst();
        if (found.isEmpty()) {
            List<String> known = folders.stream()
                    .flatMap(folder -> names(folder).stream())
                    .distinct()
                    .toList();
            problems.add(node.position(), Suggestions.unknown("published table", name.text(), known));
            return Optional.empty();
        }
        return load(found.get(), problems);
    }

    /** Reads one file of references. */
    static Optional<PublishedTable> load(Path file, Problems problems) {
        try {
            return YamlReader.read(file.toString(), Files.readString(file), problems)
                    .flatMap(tree -> {
                        checkNames(tree, problems);
                        return RecordBinder.bind(tree, PublishedTable.class, problems);
                    });
        } catch (IOException e) {
            problems.add(Position.of(file.toString()), "cannot be read: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Whether its measures are numbers that some trial can have, and its conditions paths that a study can vary. */
    private static void checkNames(YamlNode tree, Problems problems) {
        for (YamlNode column : elements(tree, "columns")) {
            for (String key : List.of("measure", "stand_in")) {
                if (column.at(key).orElse(null) instanceof YamlNode.Scalar measure
                        && !measure.isNull()
                        && !TrialMeasures.isKnown(measure.text())) {
                    problems.add(measure.position(), TrialMeasures.unknown(measure.text(), TrialMeasures.catalogue()));
                }
            }
        }
        for (YamlNode row : elements(tree, "rows")) {
            if (row.at("match").orElse(null) instanceof YamlNode.Mapping match) {
                match.entries().forEach((end, entry) -> {
                    if (PATHS.stream().noneMatch(path -> path.equals(end) || path.endsWith("." + end))) {
                        List<String> ends = PATHS.stream()
                                .map(path -> path.substring(path.lastIndexOf('.') + 1))
                                .distinct()
                                .toList();
                        problems.add(entry.position(), Suggestions.unknown("path", end, " in match", ends));
                    }
                });
            }
        }
    }

    /** Every path that a study can vary, and the name of its block of named arms. */
    public static Set<String> paths() {
        Set<String> paths = new LinkedHashSet<>(List.of(Arms.NAMED));
        for (RecordKeys.Key key : RecordKeys.of(TrialSettings.class)) {
            for (int end = key.path().length(); end > 0; end = key.path().lastIndexOf('.', end - 1)) {
                paths.add(key.path().substring(0, end));
            }
        }
        return paths;
    }

    /** Every table under a folder of references, as {@code compare_with} names it. */
    static List<String> names(Path references) {
        try (Stream<Path> files = Files.walk(references)) {
            return files.map(path -> references.relativize(path).toString().replace('\\', '/'))
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList();
        } catch (IOException _) {
            return List.of();
        }
    }

    /** The nearest folder beside the study or above it, then the project's. */
    private List<Path> references() {
        Set<Path> folders = new LinkedHashSet<>();
        Path folder = file.toAbsolutePath().normalize().getParent();
        while (folder != null && folders.isEmpty()) {
            if (Files.isDirectory(folder.resolve(REFERENCES))) {
                folders.add(folder.resolve(REFERENCES));
            }
            folder = folder.getParent();
        }
        folders.add(ProjectFolder.studies().resolve(REFERENCES).toAbsolutePath().normalize());
        return List.copyOf(folders);
    }

    /**
     * What has one value in all trials whose system knows it. Where things lie on this machine says nothing about a
     * protocol.
     */
    private static Map<String, String> shared(List<Trial> trials) {
        Map<String, String> shared = new LinkedHashMap<>();
        List<YamlNode.Mapping> trees = trials.stream()
                .map(Trial::settings)
                .distinct()
                .map(YamlWriter::tree)
                .toList();
        trees.forEach(tree -> values(tree).forEach(shared::putIfAbsent));
        for (YamlNode.Mapping tree : trees) {
            Map<String, String> own = values(tree);
            Set<String> known = RecordPaths.of(tree, TrialSettings.class);
            shared.entrySet()
                    .removeIf(setting -> known.contains(setting.getKey())
                            && !setting.getValue().equals(own.get(setting.getKey())));
        }
        shared.keySet().removeIf(path -> isOfOneKindAmongOthers(path, trees));
        shared.remove("data.root");
        StudyPlaces.PATHS.forEach(path -> shared.computeIfPresent(
                path, (_, place) -> String.valueOf(Path.of(place).getFileName())));
        return shared;
    }

    /**
     * Whether a setting lies in a block that has kinds, of which another does not know it: it says nothing of all
     * trials. Systems are no such kinds, since they are compared with as much alike as can be.
     */
    private static boolean isOfOneKindAmongOthers(String path, List<YamlNode.Mapping> trees) {
        for (int end = path.lastIndexOf('.'); end > 0; end = path.lastIndexOf('.', end - 1)) {
            String type = path.substring(0, end) + ".type";
            if (!type.equals("model.type")
                    && trees.stream()
                            .anyMatch(tree ->
                                    tree.at(type).isPresent() && tree.at(path).isEmpty())) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, String> values(YamlNode.Mapping settings) {
        Map<String, String> values = new LinkedHashMap<>();
        flatten("", settings, values);
        return values;
    }

    private static void flatten(String prefix, YamlNode node, Map<String, String> into) {
        switch (node) {
            case YamlNode.Mapping mapping ->
                mapping.entries()
                        .forEach((key, entry) ->
                                flatten(prefix.isEmpty() ? key : prefix + "." + key, entry.value(), into));
            case YamlNode.Sequence sequence ->
                into.put(
                        prefix,
                        String.join(
                                ", ",
                                sequence.elements().stream()
                                        .map(element ->
                                                element instanceof YamlNode.Scalar scalar ? scalar.text() : "...")
                                        .toList()));
            case YamlNode.Scalar scalar -> {
                if (!scalar.isNull()) {
                    into.put(prefix, scalar.text());
                }
            }
        }
    }
}
