package dev.roilab.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** Three bars at the foot of a terminal: the study, the trial at hand and its present stretch of steps. */
final class TerminalBars {
    /** Often enough to be alive, seldom enough to cost nothing. */
    private static final long REDRAW_NANOS = 250_000_000;

    private static final int BAR = 24;
    private static final int MINUTE = 60;
    private static final int HOUR = 3600;

    /** Up three lines, to the first column, and everything below is cleared. */
    private static final String BACK = "\033[3A\r\033[J";

    private final PrintWriter out;
    private boolean shown;
    private long lastDraw;

    TerminalBars(PrintWriter out) {
        this.out = out;
    }

    /**
     * One bar.
     *
     * @param done part, in [0, 1]
     * @param secondsLeft of it; negative: unknown
     * @param text beside it
     */
    record Bar(String name, double done, double secondsLeft, String text) {
        /** One line of at most {@code width} characters. */
        String line(int width) {
            double part = Math.clamp(done, 0, 1);
            int filled = (int) Math.round(part * BAR);
            String line = String.format(
                    Locale.ROOT,
                    "%-6s [%s%s] %3.0f %% %8s  %s",
                    name,
                    "=".repeat(filled),
                    " ".repeat(BAR - filled),
                    100 * part,
                    secondsLeft < 0 ? "" : time(secondsLeft),
                    text);
            return line.substring(0, Math.min(width, line.length()));
        }
    }

    static String time(double seconds) {
        long whole = Math.round(seconds);
        return whole >= HOUR
                ? "%d:%02d:%02d".formatted(whole / HOUR, whole / MINUTE % MINUTE, whole % MINUTE)
                : "%d:%02d".formatted(whole / MINUTE, whole % MINUTE);
    }

    /** Draws the bars over the last ones, unless those are fresh. */
    void draw(Bar study, Bar trial, Bar steps) {
        long now = System.nanoTime();
        if (shown && now - lastDraw < REDRAW_NANOS) {
            return;
        }
        lastDraw = now;
        int width = width();
        out.print((shown ? BACK : "") + study.line(width) + "\n" + trial.line(width) + "\n" + steps.line(width) + "\n");
        out.flush();
        shown = true;
    }

    /** Takes the bars off, so that a line can be printed in their place. */
    void clear() {
        if (shown) {
            out.print(BACK);
            out.flush();
            shown = false;
        }
    }

    private static int width() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(columns) : 80;
    }
}
