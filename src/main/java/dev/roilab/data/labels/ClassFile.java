package dev.roilab.data.labels;

import dev.roilab.data.LabelMapsSettings;
import dev.roilab.data.LabelMapsSettings.MapClass;
import dev.roilab.data.check.Findings;
import dev.roilab.file.ForeignFile;
import dev.roilab.file.TextFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of classes and their colours: JSON with a list of objects with {@code name} or {@code title} and {@code color}
 * or {@code colour}, as Supervisely writes it; text with {@code red green blue name} in each line, as CamVid has it; or
 * a table {@code name,r,g,b}.
 */
final class ClassFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Pattern LINE = Pattern.compile("(\\d{1,3})\\s+(\\d{1,3})\\s+(\\d{1,3})\\s+(\\S.*)");
    private static final Pattern ROW =
            Pattern.compile("\"?([^,\"]+)\"?\\s*,\\s*(\\d{1,3})\\s*,\\s*(\\d{1,3})\\s*,\\s*(\\d{1,3})");
    private static final String FORMS =
            "expected JSON with {\"classes\": [{\"name\": \"Road\", \"color\": \"#6EC1E4\"}, ...]} or, in each line, 'r g b name' or 'name,r,g,b'";

    private final String name;
    private final Findings findings;

    private ClassFile(String name, Findings findings) {
        this.name = name;
        this.findings = findings;
    }

    /**
     * The classes in the order of the file; absent, with errors, where it cannot be used.
     *
     * @param ignored of them, by the settings
     */
    static Optional<List<MapClass>> read(Path root, String name, List<String> ignored, Findings findings) {
        return new ClassFile(name, findings).read(root, ignored);
    }

    private Optional<List<MapClass>> read(Path root, List<String> ignored) {
        Path file = root.resolve(name).normalize();
        byte[] content;
        try {
            if (!file.startsWith(root) || !Files.isRegularFile(file)) {
                return error("data.class_file: there is no file %s in %s; correct it".formatted(name, root));
            }
            content = Files.readAllBytes(file);
        } catch (IOException e) {
            return error("%s: cannot be read (%s); fetch it again, or let it be read".formatted(name, e.getMessage()));
        }
        Optional<String> foreign = ForeignFile.notText(content);
        if (foreign.isPresent()) {
            return error("%s: no list of classes: %s".formatted(name, foreign.get()));
        }
        String text = TextFile.of(content).text().strip();
        Optional<List<MapClass>> classes = text.startsWith("{") || text.startsWith("[") ? json(text) : lines(text);
        List<String> problems = classes.map(each -> LabelMapsSettings.problems(name + ": classes", each, ignored))
                .orElse(List.of());
        problems.forEach(problem -> error(problem + "; correct the file, or name the classes in data.classes"));
        return problems.isEmpty() ? classes : Optional.empty();
    }

    private <T> Optional<T> error(String line) {
        findings.error("files of classes", line);
        return Optional.empty();
    }

    private Optional<List<MapClass>> json(String text) {
        JsonNode tree;
        try {
            tree = JSON.readTree(text);
        } catch (JacksonException e) {
            return error("%s:%d: no JSON (%s); correct it"
                    .formatted(name, e.getLocation().getLineNr(), e.getOriginalMessage()));
        }
        JsonNode list = tree.isArray() ? tree : tree.path("classes");
        List<MapClass> classes = new ArrayList<>();
        for (JsonNode node : list) {
            Optional<String> title = text(node, "name", "title");
            Optional<String> colour = text(node, "colour", "color");
            if (title.isEmpty() || colour.isEmpty()) {
                return error("%s: class %d has no name or no colour; %s".formatted(name, classes.size() + 1, FORMS));
            }
            classes.add(new MapClass(title.get().strip(), colour));
        }
        return classes.isEmpty() ? error("%s: has no classes; %s".formatted(name, FORMS)) : Optional.of(classes);
    }

    private static Optional<String> text(JsonNode node, String... keys) {
        return Stream.of(keys)
                .map(node::path)
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .findFirst();
    }

    private Optional<List<MapClass>> lines(String text) {
        List<MapClass> classes = new ArrayList<>();
        List<String> lines = text.lines().map(String::strip).toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            boolean heading = i == 0 && line.replace(" ", "").equalsIgnoreCase("name,r,g,b");
            if (line.isEmpty() || line.startsWith("#") || heading) {
                continue;
            }
            Matcher numbersFirst = LINE.matcher(line);
            Matcher nameFirst = ROW.matcher(line);
            Optional<MapClass> read = numbersFirst.matches()
                    ? coloured(numbersFirst, 4, 1)
                    : nameFirst.matches() ? coloured(nameFirst, 1, 2) : Optional.empty();
            if (read.isEmpty()) {
                return error("%s:%d: no class with a colour of 0 to 255 a channel: '%s'; %s"
                        .formatted(name, i + 1, line.length() <= 60 ? line : line.substring(0, 60) + "...", FORMS));
            }
            classes.add(read.get());
        }
        return classes.isEmpty() ? error("%s: has no classes; %s".formatted(name, FORMS)) : Optional.of(classes);
    }

    private static Optional<MapClass> coloured(Matcher line, int title, int red) {
        int colour = 0;
        for (int channel = 0; channel < 3; channel++) {
            int value = Integer.parseInt(line.group(red + channel));
            if (value > 255) {
                return Optional.empty();
            }
            colour = colour << 8 | value;
        }
        return Optional.of(new MapClass(line.group(title).strip(), Optional.of("#%06X".formatted(colour))));
    }
}
