package dev.roilab.yaml;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The paths that a document may be changed at: those it has, and those it could have beside them. */
public final class RecordPaths {
    private final Set<String> paths = new LinkedHashSet<>();

    private RecordPaths() {}

    /**
     * All paths of a tree and, where the record at a place has a component that is absent and {@link Optional}, the
     * path of that component too, with everything that can be below it.
     *
     * @param type the record that the tree is meant to be bound to
     */
    public static Set<String> of(YamlNode tree, Class<? extends Record> type) {
        var known = new RecordPaths();
        known.visit("", tree, type);
        return known.paths;
    }

    private void visit(String prefix, YamlNode node, Type type) {
        if (!(node instanceof YamlNode.Mapping mapping)) {
            return;
        }
        mapping.entries().keySet().forEach(key -> paths.add(prefix + key));
        Optional<Class<?>> record = recordAt(mapping, type);
        for (RecordComponent component : record.map(Class::getRecordComponents).orElse(new RecordComponent[0])) {
            String path = prefix + Spelling.key(component.getName());
            Optional<YamlNode> value = mapping.value(Spelling.key(component.getName()));
            if (component.getType() == Optional.class) {
                paths.add(path);
                if (value.isEmpty() || (value.get() instanceof YamlNode.Scalar scalar && scalar.isNull())) {
                    below(path + ".", component.getGenericType());
                }
            }
            value.ifPresent(inside -> visit(path + ".", inside, component.getGenericType()));
        }
    }

    /** The paths that a block could have which is not there; of one with a type, those of all types. */
    private void below(String prefix, Type type) {
        if (!(inner(type) instanceof Class<?> raw)) {
            return;
        }
        if (raw.isSealed() && !raw.isEnum()) {
            paths.add(prefix + RecordBinder.TYPE_KEY);
            Spelling.variants(raw).values().forEach(variant -> below(prefix, variant));
        } else if (raw.isRecord()) {
            for (RecordComponent component : raw.getRecordComponents()) {
                String path = prefix + Spelling.key(component.getName());
                paths.add(path);
                below(path + ".", component.getGenericType());
            }
        }
    }

    private static Type inner(Type type) {
        return type instanceof ParameterizedType generic && generic.getRawType() == Optional.class
                ? generic.getActualTypeArguments()[0]
                : type;
    }

    private static Optional<Class<?>> recordAt(YamlNode.Mapping mapping, Type type) {
        Type inner = inner(type);
        if (!(inner instanceof Class<?> raw) || raw.isRecord()) {
            return inner instanceof Class<?> raw ? Optional.of(raw) : Optional.empty();
        }
        if (!Spelling.isChoice(raw)) {
            return Optional.empty();
        }
        return mapping.value(RecordBinder.TYPE_KEY).orElse(null) instanceof YamlNode.Scalar name
                ? Optional.ofNullable(Spelling.variants(raw).get(name.text()))
                : Spelling.usual(raw).map(record -> record);
    }
}
