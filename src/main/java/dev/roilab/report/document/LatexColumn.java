package dev.roilab.report.document;

import dev.roilab.report.document.Block.Column;
import dev.roilab.report.document.Block.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A column of a table, measured.
 *
 * @param index in the table
 * @param heading lines of the heading that make it no wider than what stands below, where its words allow that
 * @param numeric whether the numbers are aligned to the right
 * @param width points that it takes if no line is broken
 * @param least points that it takes at least: for words, with lines broken
 */
record LatexColumn(int index, List<String> heading, boolean numeric, LatexNumbers numbers, double width, double least) {
    /** Points; text narrower than this is not worth breaking. */
    private static final double NARROW = 64;

    /** Points that words in a column of numbers may take. */
    private static final double WORDS_AMONG_NUMBERS = 60;

    private static final Pattern PLAIN_NUMBER = Pattern.compile("[-+]?\\d+(\\.\\d+)?");

    static LatexColumn of(Table table, int index) {
        Column column = table.columns().get(index);
        List<Text> cells = table.rows().stream().map(row -> row.get(index)).toList();
        boolean numeric = column.numeric()
                || cells.stream()
                        .allMatch(cell -> PLAIN_NUMBER.matcher(cell.plain()).matches());
        var numbers = LatexNumbers.of(
                cells.stream().map(Text::plain).filter(LatexNumbers::isNumber).toList());
        double body = 0;
        double least = 0;
        for (Text cell : cells) {
            boolean number = numeric && LatexNumbers.isNumber(cell.plain());
            double whole = numeric ? numbers.width(cell) : LatexWidths.of(cell);
            double longest = number ? whole : LatexWidths.ofLongestPiece(cell);
            body = Math.max(body, number || !numeric ? whole : Math.min(whole, Math.max(longest, WORDS_AMONG_NUMBERS)));
            least = Math.max(least, longest);
        }
        List<String> heading = lines(column.heading(), body);
        double head = heading.stream()
                .mapToDouble(line -> LatexWidths.of(line, false))
                .max()
                .orElse(0);
        double width = Math.max(body, head);
        boolean breaks = !numeric && width > NARROW;
        return new LatexColumn(
                index,
                heading,
                numeric,
                numbers,
                width,
                breaks
                        ? Math.max(NARROW, Math.max(least, LatexWidths.ofLongestPiece(Text.of(column.heading()))))
                        : width);
    }

    /** Whether its lines can be broken to save room. */
    boolean breaks() {
        return least < width;
    }

    boolean holdsNumber(Text cell) {
        return numeric && LatexNumbers.isNumber(cell.plain());
    }

    private static List<String> lines(String heading, double body) {
        List<String> lines = new ArrayList<>();
        double room = Math.max(body, LatexWidths.ofLongestPiece(Text.of(heading)));
        for (String word : heading.split(" ", -1)) {
            String longer = lines.isEmpty() ? word : lines.getLast() + " " + word;
            if (!lines.isEmpty() && LatexWidths.of(longer, false) <= room) {
                lines.set(lines.size() - 1, longer);
            } else {
                lines.add(word);
            }
        }
        return lines;
    }
}
