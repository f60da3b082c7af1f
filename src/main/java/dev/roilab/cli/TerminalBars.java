package dev.roilab.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;

/** Bars at the foot of a terminal, redrawn in place. */
final class TerminalBars {
    /** Often enough to be alive, seldom enough to cost nothing. */
    private static final long REDRAW_NANOS = 250_000_000;

    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    private static final int LONGEST_BAR = 24;
    private static final int SHORTEST_BAR = 6;

    /** A line without its bar and its text. */
    private static final int FRAME = 28;

    /** A line that is too long after all, as when the window shrinks, is cut and not broken. */
    private static final String NO_WRAP = "\033[?7l";

    private static final String WRAP = "\033[?7h";
    private static final String CLEAR_TO_LINE_END = "\033[K";
    private static final String CLEAR_TO_SCREEN_END = "\033[J";

    private final PrintWriter out;
    private final IntSupplier width;
    private int shown;
    private long lastDraw;

    /** @param width of the terminal in columns, asked for at every drawing */
    TerminalBars(PrintWriter out, IntSupplier width) {
        this.out = out;
        this.width = width;
    }

    /**
     * One bar.
     *
     * @param done part, in [0, 1]
     * @param secondsLeft of it; negative: unknown
     * @param text beside it
     */
    record Bar(String name, double done, double secondsLeft, String text) {
        /** One line of less than {@code width} characters: some terminals break a line that is exactly full. */
        String line(int width) {
            int length = Math.clamp((width - FRAME) / 4, SHORTEST_BAR, LONGEST_BAR);
            double part = Math.clamp(done, 0, 1);
            int filled = (int) Math.round(part * length);
            String line = String.format(
                            Locale.ROOT,
                            "%-9s [%s%s] %3.0f %% %7s  %s",
                            name,
                            "=".repeat(filled),
                            " ".repeat(length - filled),
                            Math.floor(100 * part),
                            secondsLeft < 0 ? "" : time(secondsLeft),
                            text)
                    .stripTrailing();
            return line.length() < width ? line : line.substring(0, Math.max(0, width - 2)) + "…";
        }
    }

    static String time(double seconds) {
        long whole = Math.round(seconds);
        return whole >= HOUR
                ? "%d:%02d:%02d".formatted(whole / HOUR, whole / MINUTE % MINUTE, whole % MINUTE)
                : "%d:%02d".formatted(whole / MINUTE, whole % MINUTE);
    }

    /** Draws the bars over the last ones, unless those are fresh. */
    void draw(List<Bar> bars) {
        long now = System.nanoTime();
        if (shown > 0 && now - lastDraw < REDRAW_NANOS) {
            return;
        }
        lastDraw = now;
        var text = new StringBuilder(NO_WRAP).append(back());
        int columns = width.getAsInt();
        bars.forEach(
                bar -> text.append(bar.line(columns)).append(CLEAR_TO_LINE_END).append('\n'));
        out.print(text.append(CLEAR_TO_SCREEN_END).append(WRAP));
        out.flush();
        shown = bars.size();
    }

    /** Takes the bars off, so that a line can be printed in their place. */
    void clear() {
        if (shown > 0) {
            out.print(back() + CLEAR_TO_SCREEN_END);
            out.flush();
            shown = 0;
        }
    }

    /** To the start of the first bar. */
    private String back() {
        return shown == 0 ? "" : "\033[" + shown + "A\r";
    }
}
