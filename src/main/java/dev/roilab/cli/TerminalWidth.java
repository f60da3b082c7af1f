package dev.roilab.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Columns of the terminal, asked of {@code stty} now and then, so that a window may be resized. */
final class TerminalWidth implements IntSupplier {
    private static final int USUAL = 80;
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PATIENCE_MILLIS = 500;
    private static final Pattern SIZE = Pattern.compile("\\d+ ([1-9]\\d{0,3})\\s*");

    private int columns = USUAL;
    private long asked = System.nanoTime() - FRESH_NANOS;

    @Override
    public int getAsInt() {
        if (System.nanoTime() - asked >= FRESH_NANOS) {
            asked = System.nanoTime();
            columns = ask();
        }
        return columns;
    }

    private int ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(new File("/dev/tty"))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!stty.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                stty.destroyForcibly();
                return columns;
            }
            Matcher size = SIZE.matcher(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
            return size.matches() ? Integer.parseInt(size.group(1)) : columns;
        } catch (IOException _) {
            // No such program, or no terminal of that name: Windows.
            return columns;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return columns;
        }
    }
}
