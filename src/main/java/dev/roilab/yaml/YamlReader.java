package dev.roilab.yaml;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 text into a {@link YamlNode}. Of the language it takes what a study needs: one document of mappings,
 * lists and values. Anchors, aliases and tags are refused: they would make a value's origin hard to see.
 */
public final class YamlReader {
    /** Deeper than any study; a bound for texts that are no study. */
    private static final int DEPTH_LIMIT = 40;

    private final String file;
    private final Problems problems;
    private final Iterator<Event> events;

    private YamlReader(String file, String text, Problems problems) {
        this.file = file;
        this.problems = problems;
        LoadSettings settings = LoadSettings.builder().setLabel(file).build();
        this.events = new Parse(settings).parseString(text).iterator();
    }

    /**
     * Reads one document.
     *
     * @param file names the source in positions
     * @throws YamlException if the text is not YAML or uses what is refused here
     */
    public static YamlNode read(String file, String text) {
        var problems = new Problems();
        Optional<YamlNode> node = read(file, text, problems);
        problems.throwIfAny();
        return node.orElseThrow();
    }

    /** Reads one document, adding to {@code problems}; absent if there is no tree to go on with. */
    public static Optional<YamlNode> read(String file, String text, Problems problems) {
        try {
            return new YamlReader(file, text, problems).document();
        } catch (MarkedYamlEngineException e) {
            problems.add(position(file, e.getProblemMark()), "not valid YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
            problems.add(Position.of(file), "not valid YAML: " + message);
        }
        return Optional.empty();
    }

    private Optional<YamlNode> document() {
        Optional<YamlNode> root = Optional.empty();
        while (events.hasNext()) {
            Event event = events.next();
            if (!(event instanceof NodeEvent)) {
                continue;
            }
            if (root.isPresent()) {
                problems.add(position(event), "a second document begins here; expected one document a file");
                return root;
            }
            root = Optional.of(node(event, 0));
        }
        if (root.isEmpty()) {
            problems.add(Position.of(file), "is empty");
        }
        return root;
    }

    private YamlNode node(Event event, int depth) {
        refuse(event);
        return switch (event) {
            case ScalarEvent scalar -> new YamlNode.Scalar(position(scalar), scalar.getValue(), !scalar.isPlain());
            case CollectionStartEvent start
            when depth >= DEPTH_LIMIT -> {
                problems.add(position(start), "is nested deeper than " + DEPTH_LIMIT + " levels");
                skip();
                yield nothing(start);
            }
            case MappingStartEvent start -> mapping(start, depth);
            case CollectionStartEvent start -> sequence(start, depth);
            default -> nothing(event);
        };
    }

    private void refuse(Event event) {
        if (event instanceof AliasEvent alias) {
            problems.add(
                    position(alias),
                    "alias '*%s': anchors and aliases are refused; write the value out or use 'extends'"
                            .formatted(alias.getAlias().getValue()));
            return;
        }
        if (event instanceof NodeEvent anchored) {
            anchored.getAnchor()
                    .ifPresent(anchor -> problems.add(
                            position(event),
                            "anchor '&%s': anchors and aliases are refused; write the value out or use 'extends'"
                                    .formatted(anchor.getValue())));
        }
        Optional<String> tag = switch (event) {
            case ScalarEvent scalar -> scalar.getTag();
            case CollectionStartEvent start -> start.getTag();
            default -> Optional.empty();
        };
        tag.ifPresent(text -> problems.add(position(event), "tag '" + text + "': tags are refused"));
    }

    private YamlNode sequence(CollectionStartEvent start, int depth) {
        List<YamlNode> elements = new ArrayList<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            elements.add(node(event, depth + 1));
        }
        return new YamlNode.Sequence(position(start), elements);
    }

    private YamlNode mapping(MappingStartEvent start, int depth) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            YamlNode key = node(event, depth + 1);
            YamlNode value = node(events.next(), depth + 1);
            if (!(key instanceof YamlNode.Scalar name) || name.isNull()) {
                problems.add(
                        key.position(),
                        key instanceof YamlNode.Scalar
                                ? "a key must be one word, got nothing; give it a name, in quotes if it is to be null"
                                : "a key must be one word");
            } else if (entries.containsKey(name.text())) {
                problems.add(key.position(), "duplicate key '" + name.text() + "'");
            } else {
                entries.put(name.text(), new YamlNode.Entry(key.position(), value));
            }
        }
        return new YamlNode.Mapping(position(start), entries);
    }

    /** Passes over the rest of a collection whose start was read. */
    private void skip() {
        int open = 1;
        while (open > 0) {
            switch (events.next().getEventId()) {
                case SequenceStart, MappingStart -> open++;
                case SequenceEnd, MappingEnd -> open--;
                case Alias, Comment, DocumentEnd, DocumentStart, Scalar, StreamEnd, StreamStart -> {}
            }
        }
    }

    private YamlNode nothing(Event event) {
        return new YamlNode.Scalar(position(event), "", false);
    }

    private Position position(Event event) {
        return position(file, event.getStartMark());
    }

    private static Position position(String file, Optional<Mark> mark) {
        return mark.map(place -> new Position(file, place.getLine() + 1, place.getColumn() + 1))
                .orElse(Position.of(file));
    }
}
