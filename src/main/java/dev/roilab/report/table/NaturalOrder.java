package dev.roilab.report.table;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Orders labels as people do: numbers by their size, also inside words ({@code ss9} before {@code ss10}), before words.
 */
final class NaturalOrder implements Comparator<String> {
    static final NaturalOrder INSTANCE = new NaturalOrder();

    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d{1,6})?");

    /** Digits, with a decimal part unless they belong to a version or a date such as {@code 1.10.2}. */
    private static final Pattern PART = Pattern.compile("(?<![.\\d])\\d+\\.\\d+(?![.\\d])|\\d+|\\D+");

    private NaturalOrder() {}

    /** Whether a label is a number and nothing else. */
    static boolean isNumber(String label) {
        return NUMBER.matcher(label).matches();
    }

    @Override
    public int compare(String one, String other) {
        if (isNumber(one) != isNumber(other)) {
            return isNumber(one) ? -1 : 1;
        }
        int order = isNumber(one) ? new BigDecimal(one).compareTo(new BigDecimal(other)) : parts(one, other);
        return order == 0 ? one.compareTo(other) : order;
    }

    private static int parts(String one, String other) {
        Matcher first = PART.matcher(one);
        Matcher second = PART.matcher(other);
        while (first.find()) {
            if (!second.find()) {
                return 1;
            }
            String left = first.group();
            String right = second.group();
            int order = Character.isDigit(left.charAt(0)) && Character.isDigit(right.charAt(0))
                    ? new BigDecimal(left).compareTo(new BigDecimal(right))
                    : left.compareTo(right);
            if (order != 0) {
                return order;
            }
        }
        return second.find() ? -1 : 0;
    }
}
