package dev.roilab.bench;

import java.util.Locale;

/**
 * What one call of a kernel amounts to.
 *
 * @param kernel its name, for people
 * @param size what it is called on
 * @param count in units
 */
public record Work(String kernel, String size, double count, Unit unit) {
    private static final double GIGA = 1e9;
    private static final double MEGA = 1e6;
    private static final double KILO = 1e3;

    /** What is counted. */
    public enum Unit {
        /** Additions and multiplications of the definition, whatever the implementation saves of them. */
        FLOP("FLOP"),
        /** Each input read once and each output written once, whatever the implementation moves besides. */
        BYTE("B"),
        BOX("boxes"),
        PAIR("pairs"),
        PIXEL("pixels"),
        DETECTION("detections");

        private final String name;

        Unit(String name) {
            this.name = name;
        }

        /** Whether the hardware limits all kernels of the unit in the same way, so that they can be compared. */
        boolean isComparable() {
            return this == FLOP || this == BYTE;
        }
    }

    /** @param tensors elements read and written, of so many bytes each */
    static Work bytes(String kernel, String size, double tensors, int bytes) {
        return new Work(kernel, size, tensors * bytes, Unit.BYTE);
    }

    /** Units a second, with three digits. */
    String rate(double milliseconds) {
        double rate = perSecond(milliseconds);
        if (rate >= GIGA) {
            return text(rate / GIGA, "G");
        }
        return rate >= MEGA ? text(rate / MEGA, "M") : text(rate / KILO, "k");
    }

    double perSecond(double milliseconds) {
        return count / milliseconds * KILO;
    }

    private String text(double rate, String prefix) {
        String space = unit.isComparable() ? "" : " ";
        return digits(rate) + " " + prefix + space + unit.name + "/s";
    }

    /** Three significant digits without an exponent. */
    static String digits(double value) {
        int before = value <= 0 ? 1 : (int) Math.floor(Math.log10(value)) + 1;
        return String.format(Locale.ROOT, "%." + Math.clamp(3L - before, 0, 6) + "f", value);
    }
}
