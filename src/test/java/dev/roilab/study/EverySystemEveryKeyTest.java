package dev.roilab.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.ClassFoldersSettings;
import dev.roilab.data.DataSettings;
import dev.roilab.data.LabelMapsSettings;
import dev.roilab.data.VocSegmentationSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.model.Recipes;
import dev.roilab.testing.NativeObjects;
import dev.roilab.yaml.RecordKeys;
import dev.roilab.yaml.Spelling;
import dev.roilab.yaml.YamlNode;
import dev.roilab.yaml.YamlReader;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No system ignores a key in silence. The keys come from the records: each is given other values, and a trial must
 * learn other weights or find other things, or be refused by a sentence that says who knows the key. A system and a
 * block that are new need an example here, or the test fails. With {@code -Droilab.test.kinds=true} the kinds of a
 * block other than a system's example are visited too, with the first system, as one reader makes them for all.
 */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = NativeObjects.COUNT, mode = ResourceAccessMode.READ)
class EverySystemEveryKeyTest {
    /** What decides no bit, and why. */
    private static final Map<String, String> ELSEWHERE = Map.of(
            "engine", "the CPU's is the only one of this build",
            "device", "as the engine",
            "pretraining.data.test", "what a pretraining is tested on, of which a result tells the accuracy",
            "test.similar", "which kind of error a result calls a wrong class; ErrorKindMeasuresTest holds it",
            "train.precision", "the engine's: a processor without bf16 instructions refuses it",
            "data.type", "pictures come from where they come from, whatever the system");

    /** A block that takes one of two keys and has both. */
    private static final String CONTRADICTION = "and not both";

    private static final Pattern POSITION = Pattern.compile("^\\S*:\\d+:\\d+: ");

    /** Half a minute more. */
    private static final boolean ALL_KINDS = Boolean.getBoolean("roilab.test.kinds");

    /** Millions of weights; one factory reads its keys for every system, and tests of backbones hold each of them. */
    private static final Class<?> LARGE = BackboneSettings.Resnet.class;

    /** "data.type" again, whose keys tests of reading hold. */
    private static final Set<Class<?>> FROM_FILES = Set.of(
            DataSettings.Voc.class,
            DataSettings.Coco.class,
            ClassFoldersSettings.class,
            LabelMapsSettings.class,
            VocSegmentationSettings.class);

    @TempDir
    private Path folder = Path.of("");

    private List<String> ignored = new ArrayList<>();
    private Optional<KeyTrials> opened = Optional.empty();

    static Stream<String> systems() {
        return Recipes.all().stream().map(recipe -> Spelling.typeName(recipe.settings()));
    }

    @ParameterizedTest
    @MethodSource("systems")
    void aKeyOfItsOwnIsHonouredOrRefused(String system) throws Exception {
        var trials = new KeyTrials(folder, system);
        opened = Optional.of(trials);
        visit(trials.base(), "", TrialSettings.class);
        assertThat(ignored).as("keys that %s ignores", system).isEmpty();
    }

    /** Blocks of other systems, whole and key by key. */
    @ParameterizedTest
    @MethodSource("systems")
    void aKeyOfOthersIsUnknown(String system) throws Exception {
        var trials = new KeyTrials(folder, system);
        Set<String> own = keys(Recipes.all().stream()
                .filter(recipe -> Spelling.typeName(recipe.settings()).equals(system))
                .map(recipe -> recipe.settings()));
        Set<String> all = keys(Recipes.all().stream().map(recipe -> recipe.settings()));
        all.removeAll(own);
        assertThat(all)
                .isNotEmpty()
                .allSatisfy(key -> assertThat(trials.refusal("model." + key)).contains("unknown key"));
    }

    private static Set<String> keys(Stream<? extends Class<? extends ModelSettings>> models) {
        Set<String> keys = new TreeSet<>();
        models.forEach(model -> RecordKeys.of(model.asSubclass(Record.class))
                .forEach(key -> keys.add(key.path().split("\\.", -1)[0])));
        return keys;
    }

    private void visit(YamlNode.Mapping tree, String prefix, Class<?> record) throws Exception {
        for (RecordComponent component : record.getRecordComponents()) {
            String path = prefix + Spelling.key(component.getName());
            if (!ELSEWHERE.containsKey(path)) {
                component(tree, path, component.getGenericType());
            }
        }
    }

    private void component(YamlNode.Mapping tree, String path, Type type) throws Exception {
        boolean optional = raw(type) == Optional.class;
        Type inner = optional ? ((ParameterizedType) type).getActualTypeArguments()[0] : type;
        Class<?> raw = raw(inner);
        if (raw == ModelSettings.class) {
            String system = ((YamlNode.Scalar) tree.at("model.type").orElseThrow()).text();
            visit(
                    tree,
                    "model.",
                    Recipes.all().stream()
                            .<Class<?>>map(recipe -> recipe.settings())
                            .filter(settings -> Spelling.typeName(settings).equals(system))
                            .findFirst()
                            .orElseThrow());
        } else if (raw.isRecord()) {
            block(tree, path, raw);
        } else if (raw.isSealed() && !raw.isEnum()) {
            for (Class<?> variant : raw.getPermittedSubclasses()) {
                boolean known = isThere(tree, path, variant) || (ALL_KINDS && trials().isOfFirst());
                if (known && !FROM_FILES.contains(variant) && variant != LARGE) {
                    block(tree, path, variant);
                }
            }
        } else {
            honoured(tree, path, trials().candidates(tree, inner, path));
        }
    }

    /** A block as an example has it, in place of what is there; then each of its keys. */
    private void block(YamlNode.Mapping tree, String path, Class<?> type) throws Exception {
        if (isThere(tree, path, type)) {
            visit(tree, path + ".", type);
        } else {
            for (String text : KeyTrials.examples(type, folder)) {
                YamlNode example = YamlReader.read("example", text);
                honoured(tree, path, List.of(example));
                var with = (YamlNode.Mapping) tree.mergeAt(path, example);
                if (trials().digest(with).isPresent()) {
                    visit(with, path + ".", type);
                }
            }
        }
    }

    private static boolean isThere(YamlNode.Mapping tree, String path, Class<?> type) {
        return tree.at(path)
                .map(node -> !(node.at("type").orElse(null) instanceof YamlNode.Scalar name)
                        || name.text().equals(Spelling.typeName(type)))
                .orElse(false);
    }

    private KeyTrials trials() {
        return opened.orElseThrow();
    }

    private void honoured(YamlNode.Mapping tree, String path, List<YamlNode> values) throws Exception {
        String before = trials().digest(tree).orElseThrow();
        boolean said = trials().unread(tree).contains(path);
        List<String> outcomes = new ArrayList<>();
        boolean refused = false;
        for (YamlNode value : values) {
            var other = (YamlNode.Mapping) tree.mergeAt(path, value);
            Optional<String> after = trials().digest(other);
            // Of a key that is said not to be read, one value that changes nothing is enough.
            if (after.isPresent() && (said || !after.get().equals(before))) {
                return;
            }
            String outcome = after.map(_ -> "the same bits").orElseGet(() -> trials().reason(other));
            refused |= outcome.lines().anyMatch(line -> isRefusal(line, path));
            outcomes.add(KeyTrials.text(value) + ": " + outcome);
        }
        if (!refused && !said) {
            ignored.add(path + " " + outcomes);
        }
    }

    /**
     * A recipe's line begins with the key's path ({@link dev.roilab.detect.Recipe#foreign}), and the record of a model
     * block names a key of an inner block by the path from there; a value out of range has the key's last word alone. A
     * file of weights that does not fit any more was held against the key.
     */
    private static boolean isRefusal(String line, String path) {
        String text = POSITION.matcher(line).replaceFirst("");
        List<String> words = List.of(text.split("[ ,;]+"));
        String last = path.substring(path.lastIndexOf('.') + 1);
        return words.getFirst().equals(path)
                || words.stream().anyMatch(word -> word.contains(".") && path.endsWith("." + word))
                || text.contains(", as " + last + " says")
                || text.contains(", as " + path + " says")
                || text.contains(" that the " + last + " gives")
                || text.contains(CONTRADICTION)
                || (path.startsWith("model.proposals.") && text.startsWith("model.proposals.weights: "));
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
    }
}
