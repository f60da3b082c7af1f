package dev.roilab.report.document;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Aligns the numbers of a column on their decimal points: shorter ones are padded with invisible digits. Cells of more
 * than one number, {@code 68.3 ± 2.6} or {@code +1.2 [-0.8, +3.2]}, are aligned number by number.
 */
final class LatexNumbers {
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])([-+]?)(\\d+)(?:\\.(\\d+))?(?![\\w]|\\.\\d)");

    /** What stands right behind its number, before any padding. */
    private static final String CLOSING = ")],";

    /** Of the whole column, by place in the cell. */
    private final List<Room> rooms = new ArrayList<>();

    private final List<String> literals;

    private LatexNumbers(List<String> literals) {
        this.literals = literals;
    }

    /** How much the numbers at one place need. */
    private static final class Room {
        private boolean sign;
        private int digits;
        private int decimals;
    }

    /** A cell taken apart: what stands before, between and after its numbers. */
    private record Parts(List<String> literals, List<String[]> numbers) {}

    /** Whether a cell begins with a number, or with a bracket around one. */
    static boolean isNumber(String cell) {
        Matcher matcher = NUMBER.matcher(cell);
        return matcher.find()
                && (matcher.start() == 0 || cell.substring(0, matcher.start()).equals("["));
    }

    /**
     * The alignment of a column; one that does nothing where its cells are not of one form.
     *
     * @param cells those that {@link #isNumber hold numbers}
     */
    static LatexNumbers of(List<String> cells) {
        List<Parts> all = cells.stream().map(LatexNumbers::parts).toList();
        List<String> longest = all.stream()
                .map(Parts::literals)
                .max(Comparator.<List<String>>comparingInt(List::size)
                        .thenComparingInt(parts -> String.join("", parts).length()))
                .orElse(List.of());
        boolean alike = all.stream().allMatch(cell -> begins(longest, cell.literals()));
        var numbers = new LatexNumbers(alike ? longest : List.of());
        if (alike) {
            all.forEach(numbers::makeRoom);
        }
        return numbers;
    }

    private static boolean begins(List<String> longest, List<String> literals) {
        for (int i = 0; i < literals.size(); i++) {
            boolean end = i == literals.size() - 1;
            if (!literals.get(i).equals(longest.get(i))
                    && !(end && literals.get(i).isEmpty())) {
                return false;
            }
        }
        return true;
    }

    private static Parts parts(String cell) {
        List<String> literals = new ArrayList<>();
        List<String[]> numbers = new ArrayList<>();
        Matcher matcher = NUMBER.matcher(cell);
        int end = 0;
        while (matcher.find()) {
            literals.add(cell.substring(end, matcher.start()));
            String decimals = matcher.group(3);
            numbers.add(new String[] {matcher.group(1), matcher.group(2), decimals == null ? "" : decimals});
            end = matcher.end();
        }
        literals.add(cell.substring(end));
        return new Parts(literals, numbers);
    }

    private void makeRoom(Parts cell) {
        for (int i = 0; i < cell.numbers().size(); i++) {
            if (i == rooms.size()) {
                rooms.add(new Room());
            }
            Room room = rooms.get(i);
            String[] number = cell.numbers().get(i);
            room.sign |= !number[0].isEmpty();
            room.digits = Math.max(room.digits, number[1].length());
            room.decimals = Math.max(room.decimals, number[2].length());
        }
    }

    /** The cell in TeX, without its look. */
    String latex(String cell) {
        if (rooms.isEmpty() || !isNumber(cell)) {
            return LatexText.escape(cell);
        }
        Parts parts = parts(cell);
        StringBuilder latex = new StringBuilder();
        String closing = "";
        for (int i = 0; i < parts.numbers().size(); i++) {
            String[] number = parts.numbers().get(i);
            Room room = rooms.get(i);
            String before = parts.literals().get(i);
            String padding = i == 0 ? "" : left(room, number);
            boolean bracket = before.endsWith("[") || before.endsWith("(");
            String opening = bracket ? before.substring(before.length() - 1) : "";
            latex.append(LatexText.escape(before.substring(closing.length(), before.length() - opening.length())))
                    .append(padding)
                    .append(opening)
                    .append(number[0].equals("-") ? "$-$" : number[0])
                    .append(number[1])
                    .append(number[2].isEmpty() ? "" : "." + number[2]);
            String after = parts.literals().get(i + 1);
            closing = after.isEmpty() || CLOSING.indexOf(after.charAt(0)) < 0 ? "" : after.substring(0, 1);
            latex.append(closing).append(right(room, number));
        }
        latex.append(LatexText.escape(parts.literals().getLast().substring(closing.length())));
        return latex.append(phantom(missing(parts))).toString();
    }

    private static String left(Room room, String[] number) {
        String sign = room.sign && number[0].isEmpty() ? "+" : "";
        return phantom(sign + "0".repeat(room.digits - number[1].length()));
    }

    private static String right(Room room, String[] number) {
        String zeros = "0".repeat(room.decimals - number[2].length());
        return phantom(number[2].isEmpty() && !zeros.isEmpty() ? "." + zeros : zeros);
    }

    /** What longer cells have after the end of this one. */
    private String missing(Parts parts) {
        if (parts.literals().size() == literals.size()
                && parts.literals().getLast().equals(literals.getLast())) {
            return "";
        }
        StringBuilder rest = new StringBuilder();
        for (int i = parts.literals().size() - 1; i < literals.size(); i++) {
            rest.append(literals.get(i));
            if (i < rooms.size()) {
                Room room = rooms.get(i);
                rest.append(room.sign ? "+" : "").append("0".repeat(room.digits));
                rest.append(room.decimals == 0 ? "" : "." + "0".repeat(room.decimals));
            }
        }
        return rest.toString();
    }

    private static String phantom(String text) {
        return text.isEmpty() ? "" : "\\phantom{" + LatexText.escape(text) + "}";
    }

    /** Points that the widest cell of the column takes once padded, bold or not as the cell is. */
    double width(Text cell) {
        boolean bold = cell.spans().stream().anyMatch(Text.Span::bold);
        if (rooms.isEmpty() || !isNumber(cell.plain())) {
            return LatexWidths.of(cell);
        }
        StringBuilder widest = new StringBuilder();
        for (int i = 0; i < literals.size(); i++) {
            widest.append(literals.get(i));
            if (i < rooms.size()) {
                Room room = rooms.get(i);
                widest.append(room.sign ? "+" : "").append("0".repeat(room.digits));
                widest.append(room.decimals == 0 ? "" : "." + "0".repeat(room.decimals));
            }
        }
        return LatexWidths.of(widest.toString(), bold);
    }
}
