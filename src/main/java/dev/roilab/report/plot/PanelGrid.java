package dev.roilab.report.plot;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.Marker;

/**
 * Charts in rows and columns, explained at the right: by one legend for all beside the first row, and by what is to be
 * said of a row beside it.
 *
 * @param rows of charts of one size
 * @param beside entries beside each row, from the first; may end early
 */
public record PanelGrid(List<List<XYChart>> rows, List<List<Entry>> beside) {
    private static final Font TEXT = PlotTheme.font(Font.PLAIN, 14);
    private static final int LINE = 24;
    private static final int MARKER = 9;
    private static final int INDENT = 26;
    private static final int MARGIN = 14;

    /** A marker and what it stands for; none where {@code marker} paints nothing. */
    record Entry(Marker marker, Color color, String text) {}

    /** Several charts of one kind, in as many rows as it takes. */
    static List<List<XYChart>> wrapped(List<XYChart> charts, int columns) {
        List<List<XYChart>> rows = new ArrayList<>();
        for (int first = 0; first < charts.size(); first += columns) {
            rows.add(charts.subList(first, Math.min(charts.size(), first + columns)));
        }
        return rows;
    }

    Painting painting() {
        int across = rows.stream()
                .mapToInt(row -> row.stream().mapToInt(XYChart::getWidth).sum())
                .max()
                .orElse(0);
        int down = 0;
        for (int row = 0; row < rows.size(); row++) {
            down += height(row);
        }
        return new Painting(across + explanationWidth(), down, graphics -> {
            int top = 0;
            for (int row = 0; row < rows.size(); row++) {
                paintRow(graphics, rows.get(row), top);
                paintEntries(graphics, beside(row), across, top + (height(row) - LINE * (lines(row) - 1)) / 2);
                top += height(row);
            }
        });
    }

    private List<Entry> beside(int row) {
        return row < beside.size() ? beside.get(row) : List.of();
    }

    private int lines(int row) {
        return beside(row).size();
    }

    private int height(int row) {
        return Math.max(rows.get(row).getFirst().getHeight(), LINE * lines(row) + 2 * MARGIN);
    }

    private static void paintRow(Graphics2D graphics, List<XYChart> row, int top) {
        int left = 0;
        for (XYChart chart : row) {
            Graphics2D inside = (Graphics2D) graphics.create();
            inside.translate(left, top);
            chart.paint(inside, chart.getWidth(), chart.getHeight());
            inside.dispose();
            left += chart.getWidth();
        }
    }

    private int explanationWidth() {
        var context = new FontRenderContext(null, true, true);
        double widest = beside.stream()
                .flatMap(List::stream)
                .mapToDouble(
                        entry -> TEXT.getStringBounds(entry.text(), context).getWidth())
                .max()
                .orElse(-INDENT);
        return (int) Math.ceil(INDENT + widest + MARGIN);
    }

    private static void paintEntries(Graphics2D graphics, List<Entry> entries, int left, int top) {
        int middle = top;
        for (Entry entry : entries) {
            graphics.setColor(entry.color());
            entry.marker().paint(graphics, left + INDENT / 2.0, middle, MARKER);
            graphics.setColor(PlotTheme.TEXT);
            graphics.setFont(TEXT);
            graphics.drawString(
                    entry.text(),
                    left + INDENT,
                    middle + graphics.getFontMetrics().getAscent() / 2f - 2);
            middle += LINE;
        }
    }
}
