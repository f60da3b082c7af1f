package dev.roilab.report.plot;

import dev.roilab.claim.Arm;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** One look for all figures: white, thin grid, colours of Okabe and Ito (2008), markers that survive grey print. */
public final class PlotTheme {
    /** More single runs of an arm only blacken the plot. */
    static final int MOST_SEEDS = 20;

    private static final int TICK_SIZE = 13;

    static final int WIDTH = 960;
    static final int HEIGHT = 560;

    /** Okabe and Ito's eight, blue and vermilion first; yellow, too light for lines on white, last. */
    private static final List<Color> PALETTE = List.of(
            new Color(0x0072B2),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7),
            new Color(0x56B4E9),
            new Color(0xE69F00),
            new Color(0x000000),
            new Color(0xF0E442));

    private static final int POINTS_PER_MARKER = 10;

    private static final List<Marker> MARKERS = List.of(
            SeriesMarkers.CIRCLE,
            SeriesMarkers.SQUARE,
            SeriesMarkers.TRIANGLE_UP,
            SeriesMarkers.DIAMOND,
            SeriesMarkers.TRIANGLE_DOWN);

    static final Color GRID = new Color(0xE3E3E3);
    static final Color TEXT = new Color(0x222222);

    private PlotTheme() {}

    /** Of the arm or line at a place; there are eight. */
    public static Color color(int index) {
        return PALETTE.get(index % PALETTE.size());
    }

    static Color faint(int index) {
        Color color = color(index);
        return new Color(color.getRed(), color.getGreen(), color.getBlue(), 85);
    }

    static Marker marker(int index) {
        return MARKERS.get(index % MARKERS.size());
    }

    /** Pixels that a label of an axis takes. */
    static double widthOfTick(String label) {
        var context = new FontRenderContext(null, true, true);
        return font(Font.PLAIN, TICK_SIZE).getStringBounds(label, context).getWidth();
    }

    /** In a style of {@link Font} and a size in units of layout. */
    public static Font font(int style, int size) {
        return new Font("DejaVu Sans", style, size);
    }

    /** A chart of the given size without series and without legend. */
    static XYChart lines(String title, String horizontal, String vertical, int width, int height) {
        XYChart chart = new XYChart(width, height);
        chart.setTitle(title);
        chart.setXAxisTitle(horizontal);
        chart.setYAxisTitle(vertical);
        style(chart.getStyler());
        chart.getStyler().setPlotContentSize(1).setLegendVisible(false);
        return chart;
    }

    static void thin(XYSeries series, int index) {
        series.setLineColor(faint(index)).setLineStyle(new BasicStroke(1));
        series.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
    }

    static void thick(XYSeries series, int index) {
        series.setLineColor(color(index))
                .setLineStyle(new BasicStroke(3, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        series.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
    }

    /** For a second curve of an arm, of few points: XChart begins the pattern anew at every point. */
    static void dashed(XYSeries series, int index) {
        series.setLineColor(color(index))
                .setLineStyle(
                        new BasicStroke(1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0));
        series.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
    }

    /**
     * Marks some points of an arm's thick line, each arm others: what tells arms apart in grey print. A dashed line
     * would not, because XChart begins the pattern anew at every point.
     */
    static void marked(XYChart chart, double[] across, double[] up, int index) {
        int first = Math.min(1 + index % POINTS_PER_MARKER, across.length - 1);
        int count = (across.length - 1 - first) / POINTS_PER_MARKER + 1;
        double[] some = new double[count];
        double[] theirs = new double[count];
        for (int i = 0; i < count; i++) {
            some[i] = across[first + i * POINTS_PER_MARKER];
            theirs[i] = up[first + i * POINTS_PER_MARKER];
        }
        XYSeries series = chart.addSeries("markers of " + index, some, theirs);
        series.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        series.setMarker(marker(index)).setMarkerColor(color(index));
    }

    static void style(AxesChartStyler styler) {
        styler.setAxisTitleFont(font(Font.PLAIN, 15)).setAxisTickLabelsFont(font(Font.PLAIN, TICK_SIZE));
        styler.setAxisTickLabelsColor(TEXT).setAxisTickMarksColor(TEXT);
        styler.setPlotGridLinesColor(GRID).setPlotGridLinesStroke(new BasicStroke(1));
        styler.setAxisTickMarksStroke(new BasicStroke(1));
        styler.setChartBackgroundColor(Color.WHITE).setPlotBackgroundColor(Color.WHITE);
        styler.setChartTitleFont(font(Font.BOLD, 17)).setChartTitleBoxVisible(false);
        styler.setChartFontColor(TEXT).setChartPadding(14);
        styler.setPlotBorderColor(new Color(0xAAAAAA)).setPlotBorderVisible(true);
        styler.setLegendPosition(LegendPosition.OutsideE).setLegendFont(font(Font.PLAIN, 14));
        styler.setLegendBorderColor(Color.WHITE).setLegendBackgroundColor(Color.WHITE);
        styler.setLegendSeriesLineLength(44).setLegendPadding(8);
        styler.setXAxisTickMarkSpacingHint(80).setYAxisTickMarkSpacingHint(50);
        styler.setYAxisLabelAlignment(AxesChartStyler.TextAlignment.Right);
        styler.setXAxisDecimalPattern("0.###").setYAxisDecimalPattern("0.###");
        styler.setLocale(Locale.ROOT).setAntiAlias(true);
    }

    /** By relative luminance, roughly. */
    public static boolean isDark(Color color) {
        return 0.299 * color.getRed() + 0.587 * color.getGreen() + 0.114 * color.getBlue() < 140;
    }

    /** White, smooth. */
    public static Graphics2D canvas(BufferedImage image) {
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        return graphics;
    }

    /** A line of a legend. */
    static PanelGrid.Entry entry(ArmPanels.Line line) {
        return new PanelGrid.Entry(marker(line.color()), color(line.color()), line.name());
    }

    /** A sentence for captions that names the arms without anything to draw; empty if there are none. */
    public static String without(List<Arm> arms, Predicate<Arm> drawn) {
        List<String> names =
                arms.stream().filter(drawn.negate()).map(Arm::label).toList();
        return names.isEmpty() ? "" : " Without such data: " + String.join("; ", names) + ".";
    }

    /**
     * Why nothing can be drawn on this machine, if so: Java draws no text, and without it no chart, where no font is
     * installed.
     */
    public static Optional<String> obstacle() {
        try {
            BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = image.createGraphics();
            graphics.getFontMetrics(font(Font.PLAIN, 12)).stringWidth("font");
            graphics.dispose();
            return Optional.empty();
        } catch (RuntimeException | LinkageError | InternalError cause) {
            return Optional.of(
                    "this machine has no usable fonts (" + cause.getClass().getSimpleName()
                            + "). Install fontconfig and a font, such as DejaVu Sans, and write the report again");
        }
    }

    static double[] array(List<Double> values) {
        return values.stream().mapToDouble(value -> value).toArray();
    }

    static double[] percent(List<Double> values) {
        return Arrays.stream(array(values)).map(value -> 100 * value).toArray();
    }
}
