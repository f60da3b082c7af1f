package dev.roilab.report.document;

import java.util.List;
import java.util.Optional;

/** A part of a report. */
public sealed interface Block {
    /** @param level 1 for the report's title */
    record Heading(int level, String text) implements Block {}

    /** What the study asks. */
    record Question(String text) implements Block {}

    record Paragraph(Text text) implements Block {}

    /** Something to be typed into a shell. */
    record Code(String text) implements Block {}

    /**
     * A picture in the report's folder.
     *
     * @param file the PNG
     * @param drawing the same as SVG, if it is not a photograph
     */
    record Picture(String file, Optional<String> drawing, String title, Text caption) implements Block {}

    /**
     * A table.
     *
     * @param name for other files to refer to: letters, digits and hyphens
     * @param rows as many cells each as there are columns
     */
    record Table(String name, Text caption, List<Column> columns, List<List<Text>> rows) implements Block {
        public Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /** @param numeric whether to align to the right */
    record Column(String heading, boolean numeric) {}
}
