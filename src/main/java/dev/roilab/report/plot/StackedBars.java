package dev.roilab.report.plot;

import dev.roilab.claim.Numbers;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * Lying bars of stacked bands, a name at the left of each, its sum at the right. The number of a band stands inside it
 * or, where it is too narrow for it, below the bar behind a swatch of its colour: none is left out.
 *
 * @param axis what is stacked, with its unit
 * @param names of the bars
 * @param bands from the left
 * @param number how a value is written
 * @param ends what stands behind each bar; absent: its sum
 */
record StackedBars(
        String title,
        String axis,
        List<String> names,
        List<Band> bands,
        DoubleFunction<String> number,
        Optional<List<String>> ends) {
    private static final Font TITLE = PlotTheme.font(Font.BOLD, 17);
    private static final Font TEXT = PlotTheme.font(Font.PLAIN, 14);
    private static final Font NUMBER = PlotTheme.font(Font.PLAIN, 12);
    private static final FontRenderContext CONTEXT = new FontRenderContext(null, true, true);

    private static final int MARGIN = 16;
    private static final int HEAD = 44;
    private static final int FOOT = 60;
    private static final int LENGTH = 560;
    /** Units of layout right of the longest bar, where its sum stands. */
    private static final int BEYOND = 50;

    private static final int BAR = 26;
    private static final int SMALL_NUMBERS = 18;
    private static final int GAP = 12;
    private static final int SWATCH = 9;
    private static final int LEGEND_LINE = 20;
    private static final int LEGEND_SWATCH = 16;
    private static final int MOST_TICKS = 8;

    /**
     * One stage in every bar.
     *
     * @param legend in lines
     * @param values by bar; 0 where the bar has no such stage
     */
    record Band(List<String> legend, Color color, List<Double> values) {}

    /** A number that its band has no room for. */
    private record Small(String text, Color color, double start) {}

    /** With the sum of each bar behind it. */
    StackedBars(String title, String axis, List<String> names, List<Band> bands, DoubleFunction<String> number) {
        this(title, axis, names, bands, number, Optional.empty());
    }

    Painting painting() {
        double namesWidth =
                names.stream().mapToDouble(name -> width(TEXT, name)).max().orElse(0);
        int left = (int) Math.ceil(2 * MARGIN + namesWidth);
        double legendWidth = bands.stream()
                .flatMap(band -> band.legend().stream())
                .mapToDouble(line -> width(TEXT, line))
                .max()
                .orElse(0);
        double sumWidth = MARGIN
                + IntStream.range(0, names.size())
                        .mapToDouble(bar -> width(TEXT, end(bar)))
                        .max()
                        .orElse(0);
        int legend = (int) Math.ceil(left + LENGTH + sumWidth + MARGIN);
        int width = (int) Math.ceil(legend + LEGEND_SWATCH + 8 + legendWidth + MARGIN);
        int legendHeight = bands.stream().mapToInt(band -> legendHeight(band)).sum();
        int height = HEAD + FOOT + Math.max(rows() * slot(), legendHeight);
        return new Painting(width, height, graphics -> {
            frame(graphics, left);
            for (int bar = 0; bar < names.size(); bar++) {
                bar(graphics, bar, left);
            }
            legend(graphics, legend, HEAD + Math.max(0, (rows() * slot() - legendHeight) / 2));
        });
    }

    private int rows() {
        return names.size();
    }

    private int slot() {
        return BAR + SMALL_NUMBERS + GAP;
    }

    private static double width(Font font, String text) {
        return font.getStringBounds(text, CONTEXT).getWidth();
    }

    private String number(double value) {
        return number.apply(value);
    }

    private String end(int bar) {
        return ends.map(texts -> texts.get(bar)).orElseGet(() -> number(sum(bar)));
    }

    private double sum(int bar) {
        return bands.stream().mapToDouble(band -> band.values().get(bar)).sum();
    }

    private double greatest() {
        double greatest = 0;
        for (int bar = 0; bar < names.size(); bar++) {
            greatest = Math.max(greatest, sum(bar));
        }
        return greatest;
    }

    /** Units of layout for one unit of what is stacked. */
    private double scale() {
        return LENGTH / Math.max(greatest(), Double.MIN_NORMAL);
    }

    private void frame(Graphics2D graphics, int left) {
        int bottom = HEAD + rows() * slot();
        graphics.setColor(PlotTheme.TEXT);
        graphics.setFont(TITLE);
        graphics.drawString(title, left, HEAD - 16);
        graphics.setFont(TEXT);
        graphics.drawString(axis, left, bottom + FOOT - 14);
        graphics.setFont(NUMBER);
        double step = step(greatest());
        graphics.setStroke(new BasicStroke(1));
        for (int tick = 0; tick * step <= greatest() * 1.0001; tick++) {
            double x = left + tick * step * scale();
            graphics.setColor(PlotTheme.GRID);
            graphics.draw(new Line2D.Double(x, HEAD, x, bottom));
            graphics.setColor(PlotTheme.TEXT);
            String text = label(tick * step, step);
            graphics.drawString(text, (float) (x - width(NUMBER, text) / 2), bottom + 18f);
        }
    }

    /** 1, 2 or 5 times a power of ten. */
    private static double step(double greatest) {
        double power = Math.pow(10, Math.floor(Math.log10(Math.max(greatest, Double.MIN_NORMAL) / MOST_TICKS)));
        for (int factor : new int[] {1, 2, 5}) {
            if (greatest / (factor * power) <= MOST_TICKS) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private static String label(double value, double step) {
        return Numbers.fixed(value, (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
    }

    private void bar(Graphics2D graphics, int bar, int left) {
        int top = HEAD + bar * slot() + GAP / 2;
        float baseline = top + BAR / 2f + 5;
        graphics.setFont(TEXT);
        graphics.setColor(PlotTheme.TEXT);
        graphics.drawString(names.get(bar), (float) (left - MARGIN / 2.0 - width(TEXT, names.get(bar))), baseline);
        double x = left;
        List<Small> small = new ArrayList<>();
        for (Band band : bands) {
            double value = band.values().get(bar);
            double length = value * scale();
            graphics.setColor(band.color());
            graphics.fill(new Rectangle2D.Double(x, top, length, BAR));
            String text = number(value);
            if (width(NUMBER, text) + 6 <= length) {
                graphics.setColor(Color.BLACK);
                graphics.setFont(NUMBER);
                graphics.drawString(text, (float) (x + (length - width(NUMBER, text)) / 2), baseline);
            } else if (value > 0) {
                small.add(new Small(text, band.color(), x));
            }
            x += length;
        }
        graphics.setFont(TEXT);
        graphics.setColor(PlotTheme.TEXT);
        graphics.drawString(end(bar), (float) x + 8, baseline);
        small(graphics, small, left, top + BAR + 4);
    }

    /** Each below its band, further left where the line would end beyond the longest bar. */
    private static void small(Graphics2D graphics, List<Small> small, int left, int top) {
        double whole = small.stream().mapToDouble(StackedBars::room).sum();
        double x = left;
        graphics.setFont(NUMBER);
        for (Small number : small) {
            double latest = Math.max(left, left + LENGTH + BEYOND - whole);
            x = Math.max(x, Math.min(number.start(), Math.max(x, latest)));
            whole -= room(number);
            graphics.setColor(number.color());
            graphics.fill(new Rectangle2D.Double(x, top + 2, SWATCH, SWATCH));
            graphics.setColor(Color.BLACK);
            graphics.drawString(number.text(), (float) x + SWATCH + 3, top + 11f);
            x += room(number);
        }
    }

    private static double room(Small number) {
        return SWATCH + 3 + width(NUMBER, number.text()) + 10;
    }

    private static int legendHeight(Band band) {
        return LEGEND_LINE * band.legend().size() + 6;
    }

    private void legend(Graphics2D graphics, int left, int start) {
        int top = start;
        graphics.setFont(TEXT);
        for (Band band : bands) {
            graphics.setColor(band.color());
            graphics.fill(new Rectangle2D.Double(left, top, LEGEND_SWATCH, LEGEND_SWATCH));
            graphics.setColor(PlotTheme.TEXT);
            for (int line = 0; line < band.legend().size(); line++) {
                graphics.drawString(band.legend().get(line), left + LEGEND_SWATCH + 8, top + 13 + LEGEND_LINE * line);
            }
            top += legendHeight(band);
        }
    }
}
