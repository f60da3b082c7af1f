package dev.roilab.study;

import dev.roilab.study.formula.Claim;
import dev.roilab.study.place.MovedInStudy;
import dev.roilab.study.place.SettingOverride;
import dev.roilab.timing.TimingSettings;
import dev.roilab.yaml.Position;
import dev.roilab.yaml.Problems;
import dev.roilab.yaml.RecordBinder;
import dev.roilab.yaml.RecordKeys;
import dev.roilab.yaml.RecordPaths;
import dev.roilab.yaml.Spelling;
import dev.roilab.yaml.Suggestions;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlReader;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A study as its file, the files it extends and the command line say it, before its arms are multiplied out.
 *
 * @param document the whole merged document
 * @param header what is not a setting of a trial; absent if it was wrong
 * @param settings the blocks of {@link TrialSettings}, in which {@code vary} makes its changes
 */
public record StudyFile(YamlNode.Mapping document, Optional<Header> header, YamlNode.Mapping settings) {
    /** Pattern of a study's name. */
    public static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    private static final Set<String> HEADER_KEYS = keys(Header.class);
    private static final List<String> GRID_KEYS = List.of("extends", "arms", "vary", "when", "exclude");
    private static final Set<String> SETTING_KEYS = keys(TrialSettings.class);

    /**
     * The parts of a study that are about the whole of it.
     *
     * @param seeds one training each, of every arm
     * @param timing how the trained arms are timed
     * @param compareWith names of published tables
     */
    public record Header(
            String study,
            String question,
            List<Long> seeds,
            Optional<ReportSettings> report,
            Optional<TimingSettings> timing,
            Optional<List<Claim>> claims,
            Optional<List<String>> compareWith) {
        public Header {
            if (!study.matches(NAME)) {
                throw new IllegalArgumentException(
                        "study must be letters, digits, '.', '_' and '-', as it names a folder; got '" + study + "'");
            }
            seeds = List.copyOf(seeds);
            if (seeds.isEmpty()) {
                throw new IllegalArgumentException("seeds must name at least one seed");
            }
            if (new LinkedHashSet<>(seeds).size() < seeds.size()) {
                throw new IllegalArgumentException("seeds must differ, got " + seeds);
            }
        }
    }

    /** Reads a study file and what it extends, and lays the overrides over it; absent if there is nothing to go on. */
    static Optional<StudyFile> read(Path file, List<SettingOverride> overrides, Problems problems) {
        return load(file, List.of(), problems).map(written -> {
            YamlNode.Mapping loaded = MovedInStudy.refuse(written, problems);
            Set<String> known = new LinkedHashSet<>(RecordPaths.of(loaded.only(SETTING_KEYS), TrialSettings.class));
            known.addAll(HEADER_KEYS);
            known.addAll(RecordPaths.of(loaded.only(HEADER_KEYS), Header.class));
            YamlNode.Mapping document = loaded;
            for (SettingOverride override : overrides) {
                if (known.contains(override.path())) {
                    document = (YamlNode.Mapping) document.mergeAt(override.path(), override.value());
                } else {
                    problems.add(override.value().position(), unknown(override.path(), "", known));
                }
            }
            return split(document, problems);
        });
    }

    /**
     * A key that only blocks of another type have is told apart from one that is misspelt. Where nothing is spelt like
     * it, what stands in its block is listed.
     */
    static String unknown(String path, String place, Set<String> known) {
        String block = block(path);
        Optional<String> otherType = RecordKeys.of(TrialSettings.class).stream()
                .filter(key -> key.path().equals(path) && !key.types().isEmpty() && known.contains(block))
                .findFirst()
                .map(key ->
                        "'%s' is a key of type%s alone, which '%s' is not".formatted(path, types(key.types()), block));
        return otherType.orElseGet(() -> {
            String text = Suggestions.unknown("path", path, place, known);
            boolean bare = text.endsWith("'" + path + "'" + place);
            return bare ? text + "; " + siblings(path, known) : text;
        });
    }

    private static String block(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('.')));
    }

    /** What stands in the innermost block of a path that there is: {@code known in model: model.type, model.roi}. */
    private static String siblings(String path, Set<String> known) {
        String block = block(path);
        while (!block.isEmpty() && !known.contains(block)) {
            block = block(block);
        }
        String found = block;
        String paths = known.stream()
                .filter(other -> !other.isEmpty() && block(other).equals(found))
                .collect(Collectors.joining(", "));
        return "known" + (found.isEmpty() ? "" : " in " + found) + ": " + paths;
    }

    private static String types(Collection<String> named) {
        List<String> types = List.copyOf(named);
        if (types.size() == 1) {
            return " " + types.getFirst();
        }
        int last = types.size() - 1;
        return "s " + String.join(", ", types.subList(0, last)) + " and " + types.get(last);
    }

    private static StudyFile split(YamlNode.Mapping merged, Problems problems) {
        YamlNode.Mapping document = BackgroundReader.withList(merged, "compare_with");
        List<String> known = Stream.of(HEADER_KEYS, GRID_KEYS, SETTING_KEYS)
                .flatMap(Collection::stream)
                .toList();
        document.entries().forEach((key, entry) -> {
            if (!known.contains(key)) {
                problems.add(entry.position(), Suggestions.unknown("key", key, known));
            }
        });
        Optional<Header> header = RecordBinder.bind(document.only(HEADER_KEYS), Header.class, problems);
        return new StudyFile(document, header, document.only(SETTING_KEYS));
    }

    private static Optional<YamlNode.Mapping> load(Path file, List<Path> extending, Problems problems) {
        Optional<YamlNode> node =
                text(file, problems).flatMap(text -> YamlReader.read(file.toString(), text, problems));
        if (node.isEmpty()) {
            return Optional.empty();
        }
        if (!(node.get() instanceof YamlNode.Mapping own)) {
            problems.add(node.get().position(), "expected keys and values");
            return Optional.empty();
        }
        Optional<YamlNode> base = own.value("extends");
        if (base.isEmpty()) {
            return Optional.of(own);
        }
        List<Path> chain = new ArrayList<>(extending);
        chain.add(file.toAbsolutePath().normalize());
        return base(file, base.get(), chain, problems)
                .map(below -> (YamlNode.Mapping) below.merge(own.without("extends")));
    }

    private static Optional<YamlNode.Mapping> base(Path file, YamlNode name, List<Path> chain, Problems problems) {
        if (!(name instanceof YamlNode.Scalar relative) || relative.isNull()) {
            problems.add(
                    name.position(), "expected a file's path, relative to this file or to the project's experiments");
            return Optional.empty();
        }
        List<Path> places = ProjectFolder.besideOrInProject(file, relative.text());
        Path path = places.stream()
                // A study of the same name as its base in the project extends that one, not itself.
                .filter(place -> Files.isRegularFile(place) && !(places.size() > 1 && isIn(chain, place)))
                .findFirst()
                .orElse(places.getFirst());
        if (isIn(chain, path)) {
            problems.add(name.position(), "'" + relative.text() + "' extends this file: a circle");
            return Optional.empty();
        }
        if (!Files.isRegularFile(path)) {
            String looked = places.stream().map(Path::toString).collect(Collectors.joining(" and "));
            problems.add(name.position(), "no file '" + relative.text() + "'; looked for " + looked);
            return Optional.empty();
        }
        return load(path, chain, problems);
    }

    private static boolean isIn(List<Path> chain, Path path) {
        return chain.contains(path.toAbsolutePath().normalize());
    }

    private static Optional<String> text(Path file, Problems problems) {
        String reason;
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException _) {
            reason = "no such file";
        } catch (CharacterCodingException _) {
            reason = "is not UTF-8 text";
        } catch (IOException e) {
            reason = "cannot be read: " + e.getMessage();
        }
        problems.add(Position.of(file.toString()), reason);
        return Optional.empty();
    }

    private static Set<String> keys(Class<? extends Record> type) {
        return new LinkedHashSet<>(Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(Spelling::key)
                .toList());
    }
}
