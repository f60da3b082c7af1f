package dev.roilab.result.code;

import dev.roilab.file.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodTransform;
import java.lang.classfile.attribute.MethodParametersAttribute;
import java.lang.classfile.attribute.SourceFileAttribute;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The compiled classes that can change a trial's numbers: those that are reached from what trains and tests, by the
 * names in their constant pools, with the resources in their packages. Where they were compiled, when, and with which
 * line numbers and names of variables does not count, nor do classes that a build left behind.
 */
public final class CodeFingerprint {
    static final String ROOT = "dev/roilab/run/system/SystemTrials";
    private static final String PACKAGE = "dev/roilab/";
    private static final Pattern NAME = Pattern.compile(PACKAGE + "[\\w$/]+");

    /** Engines are found by name alone. */
    private static final String SERVICES = "META-INF/services";

    private static final String CLASS = ".class";
    private static final List<String> WITHOUT_INFLUENCE = List.of("dev/roilab/cli/", "dev/roilab/report/");

    /** Of a digest; enough to tell some hundred classes apart. */
    private static final int DIGITS = 16;

    private static final ClassFile PLAIN = ClassFile.of(
            ClassFile.DebugElementsOption.DROP_DEBUG,
            ClassFile.LineNumbersOption.DROP_LINE_NUMBERS,
            ClassFile.StackMapsOption.DROP_STACK_MAPS,
            ClassFile.ConstantPoolSharingOption.NEW_POOL);

    private static final ClassTransform WITHOUT_NAMES = ClassTransform.dropping(
                    element -> element instanceof SourceFileAttribute)
            .andThen(ClassTransform.transformingMethods(
                    MethodTransform.dropping(element -> element instanceof MethodParametersAttribute)));

    /** Of the classes read so far, by their names with slashes: what each names. To parse a class takes its time. */
    private static final Map<String, List<String>> REFERENCES = new ConcurrentHashMap<>();

    private static final CodeFingerprint THIS_PROGRAM = find();

    /** Every key of a trial asks for it, and what is loaded does not change. */
    private static final Map<Class<?>, Optional<CodeFingerprint>> OUTSIDE = new ConcurrentHashMap<>();

    private final SortedMap<String, String> parts;

    /** Reckoned once: every trial's key has it. */
    private final String hash;

    /** @param parts digest by class or resource */
    public CodeFingerprint(SortedMap<String, String> parts) {
        this.parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
        this.hash = Digest.of(this.parts.toString());
    }

    /** That of this program. */
    public static CodeFingerprint ofThisProgram() {
        return THIS_PROGRAM;
    }

    /**
     * What a class leads to beside what counts anyway; empty if it is of this program. Of a system that the class path
     * adds, the program's own fingerprint knows nothing.
     */
    public static Optional<CodeFingerprint> outside(Class<?> start) {
        return OUTSIDE.computeIfAbsent(start, CodeFingerprint::findOutside);
    }

    private static Optional<CodeFingerprint> findOutside(Class<?> start) {
        URI place = place(start);
        URI own = place(CodeFingerprint.class);
        if (place.equals(own)) {
            return Optional.empty();
        }
        SortedMap<String, String> parts = new TreeMap<>();
        SortedSet<String> elsewhere = new TreeSet<>();
        elsewhere.add(start.getName().replace('.', '/'));
        for (URI each : List.of(place, own)) {
            CodeFingerprint found = read(each, root -> {
                SortedMap<String, String> here = new TreeMap<>();
                elsewhere.addAll(classes(root, List.copyOf(elsewhere), here));
                resources(root, elsewhere, here);
                return new CodeFingerprint(here);
            });
            parts.putAll(found.parts());
        }
        parts.keySet().removeAll(THIS_PROGRAM.parts().keySet());
        return Optional.of(new CodeFingerprint(parts));
    }

    /** Digest by class or resource. */
    public SortedMap<String, String> parts() {
        return parts;
    }

    /** One hash over all parts. */
    public String hash() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CodeFingerprint fingerprint && hash.equals(fingerprint.hash);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    private static CodeFingerprint find() {
        return read(place(CodeFingerprint.class), root -> of(root, ROOT));
    }

    private static URI place(Class<?> type) {
        try {
            return type.getProtectionDomain().getCodeSource().getLocation().toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of " + type + " is not a path", e);
        }
    }

    @FunctionalInterface
    private interface Reading {
        CodeFingerprint of(Path root) throws IOException;
    }

    private static CodeFingerprint read(URI place, Reading reading) {
        Path root = Path.of(place);
        try {
            if (Files.isDirectory(root)) {
                return reading.of(root);
            }
            try (FileSystem archive = FileSystems.newFileSystem(root, Map.of())) {
                return reading.of(archive.getPath("/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the classes in " + root, e);
        }
    }

    /**
     * The classes under a folder that one class leads to, those that services name included.
     *
     * @param start name with slashes
     */
    static CodeFingerprint of(Path root, String start) throws IOException {
        SortedMap<String, String> parts = new TreeMap<>();
        List<String> starts = new ArrayList<>(List.of(start));
        starts.addAll(providers(root));
        resources(root, classes(root, starts, parts), parts);
        return new CodeFingerprint(parts);
    }

    /**
     * What of it some classes are, with the resources in their packages.
     *
     * @param reached names with slashes, of classes or of what they name beside classes
     */
    CodeFingerprint only(Set<String> reached) {
        Set<String> rooms =
                reached.stream().map(CodeFingerprint::folder).collect(Collectors.toCollection(TreeSet::new));
        Set<String> packages = packages(parts);
        SortedMap<String, String> kept = new TreeMap<>(parts);
        kept.keySet()
                .removeIf(name ->
                        isResource(name) ? !isIn(rooms, packages, name) : !reached.contains(name.replace('.', '/')));
        return new CodeFingerprint(kept);
    }

    /** Resources have slashes in their names, classes dots. */
    public static boolean isResource(String part) {
        return part.indexOf('/') >= 0;
    }

    private static Set<String> packages(SortedMap<String, String> parts) {
        return parts.keySet().stream()
                .filter(name -> !isResource(name))
                .map(name -> folder(name.replace('.', '/')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Empty at the root. */
    private static String folder(String name) {
        return name.substring(0, Math.max(0, name.lastIndexOf('/')));
    }

    /**
     * Whether a resource is of one of some packages: that of its own folder or, where no class lies there, of the
     * nearest folder above.
     *
     * @param rooms the packages that it may be in
     * @param packages all that there are, but perhaps for some of those
     */
    private static boolean isIn(Set<String> rooms, Set<String> packages, String name) {
        String room = folder(name);
        while (!room.isEmpty() && !rooms.contains(room) && !packages.contains(room)) {
            room = folder(room);
        }
        return rooms.contains(room);
    }

    /** @return names that are no classes under this folder */
    private static SortedSet<String> classes(Path root, List<String> starts, SortedMap<String, String> parts)
            throws IOException {
        SortedSet<String> elsewhere = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(starts);
        while (!open.isEmpty()) {
            String name = open.pop();
            Path file = root.resolve(name + CLASS);
            boolean counts = counts(name);
            if (counts && !Files.isRegularFile(file)) {
                elsewhere.add(name);
            } else if (counts && !parts.containsKey(name.replace('/', '.'))) {
                ClassModel model = PLAIN.parse(Files.readAllBytes(file));
                parts.put(name.replace('/', '.'), digits(PLAIN.transformClass(model, WITHOUT_NAMES)));
                List<String> named = references(model);
                REFERENCES.put(name, named);
                named.forEach(open::push);
            }
        }
        return elsewhere;
    }

    private static List<String> references(ClassModel model) {
        SortedSet<String> references = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
            if (entry instanceof Utf8Entry text && text.stringValue().contains(PACKAGE)) {
                Matcher names = NAME.matcher(text.stringValue());
                while (names.find()) {
                    references.add(names.group());
                }
            }
        }
        return List.copyOf(references);
    }

    /**
     * What a class on the class path names; nothing of a name that is no class.
     *
     * @param name with slashes
     */
    static List<String> references(String name) {
        return REFERENCES.computeIfAbsent(name, CodeFingerprint::readReferences);
    }

    private static List<String> readReferences(String name) {
        try (InputStream in = CodeFingerprint.class.getResourceAsStream("/" + name + CLASS)) {
            return in == null ? List.of() : references(ClassFile.of().parse(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the program's own class " + name, e);
        }
    }

    private static List<String> providers(Path root) throws IOException {
        Path services = root.resolve(SERVICES);
        if (!Files.isDirectory(services)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(services)) {
            return files.filter(file -> file.getFileName().toString().startsWith("dev.roilab."))
                    .flatMap(CodeFingerprint::lines)
                    .map(line -> line.strip().replace('.', '/'))
                    .sorted()
                    .toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /**
     * Those that the classes may read: they lie in a package of theirs, or where a text of theirs says.
     *
     * @param named by the classes, and no class here
     * @param parts the classes, to which the resources are added
     */
    private static void resources(Path root, Set<String> named, SortedMap<String, String> parts) throws IOException {
        Path own = root.resolve("dev/roilab");
        if (!Files.isDirectory(own)) {
            return;
        }
        Set<String> rooms = packages(parts);
        named.forEach(name -> rooms.add(folder(name)));
        try (Stream<Path> files = Files.walk(own)) {
            List<String> names = files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .toList();
            Set<String> packages = names.stream()
                    .filter(name -> name.endsWith(CLASS))
                    .map(CodeFingerprint::folder)
                    .collect(Collectors.toCollection(TreeSet::new));
            for (String name : names) {
                if (!name.endsWith(CLASS) && counts(name) && isIn(rooms, packages, name)) {
                    parts.put(name, digits(Files.readAllBytes(root.resolve(name))));
                }
            }
        }
    }

    /** Whether a class or resource, its name with slashes, can change a trial's numbers once something leads to it. */
    static boolean counts(String name) {
        return WITHOUT_INFLUENCE.stream().noneMatch(name::startsWith);
    }

    private static String digits(byte[] content) {
        return Digest.of(content).substring(0, DIGITS);
    }
}
