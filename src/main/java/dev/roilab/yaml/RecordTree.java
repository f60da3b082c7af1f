package dev.roilab.yaml;

import java.lang.reflect.RecordComponent;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A record with the records in it. */
final class RecordTree {
    private RecordTree() {}

    /**
     * Shows all of them, inner ones first, those of lists and maps left out.
     *
     * @param visitor takes the path of a record, which ends with a dot and is empty for the outermost one, and the
     *     record
     */
    static void visit(Record record, BiConsumer<String, Record> visitor) {
        visit("", record, visitor);
    }

    private static void visit(String prefix, Record record, BiConsumer<String, Record> visitor) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = YamlWriter.read(record, component);
            Object present = value instanceof Optional<?> optional && optional.isPresent() ? optional.get() : value;
            if (present instanceof Record inner) {
                visit(prefix + Spelling.key(component.getName()) + ".", inner, visitor);
            }
        }
        visitor.accept(prefix, record);
    }
}
