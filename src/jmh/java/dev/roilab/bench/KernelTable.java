package dev.roilab.bench;

import dev.roilab.run.key.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * From JMH's JSON to a page of Markdown. Arguments: the file to write, then JMH's files; a kernel that is in several of
 * them counts as in the last.
 */
public final class KernelTable {
    private static final JsonMapper JSON = new JsonMapper();

    private KernelTable() {}

    /**
     * One kernel as it was measured.
     *
     * @param precision empty where the kernel has but one
     * @param passed milliseconds a call, by the clock
     * @param milliseconds of the processor a call, mean
     * @param error half the width of that mean's confidence interval of 99.9 %
     */
    private record Row(Work work, String precision, double passed, double milliseconds, double error) {
        double rate() {
            return work.perSecond(milliseconds);
        }
    }

    public static void main(String[] arguments) throws IOException {
        SequencedMap<String, Row> rows = new LinkedHashMap<>();
        JsonNode last = JSON.createObjectNode();
        for (int file = 1; file < arguments.length; file++) {
            for (JsonNode run : JSON.readTree(Files.readString(Path.of(arguments[file])))) {
                rows.put(run.path("benchmark").asString() + run.path("params"), row(run));
                last = run;
            }
        }
        Files.writeString(Path.of(arguments[0]), page(List.copyOf(rows.values()), last));
    }

    private static Row row(JsonNode run) {
        String name = run.path("benchmark").asString();
        int dot = name.lastIndexOf('.');
        Map<String, String> parameters = new LinkedHashMap<>();
        run.path("params").forEachEntry((key, value) -> parameters.put(key, value.asString()));
        JsonNode processor = run.path("secondaryMetrics").path(CpuTime.NAME);
        if (processor.isMissingNode()) {
            throw new IllegalArgumentException(name + " was measured without -prof " + CpuTime.class.getName());
        }
        return new Row(
                benchmark(name.substring(0, dot)).work(name.substring(dot + 1), parameters),
                parameters.getOrDefault("precision", "").toLowerCase(Locale.ROOT),
                run.path("primaryMetric").path("score").asDouble(),
                processor.path("score").asDouble(),
                processor.path("scoreError").asDouble(Double.NaN)); // a word where iterations are too few
    }

    private static KernelBenchmark benchmark(String name) {
        try {
            return Class.forName(name)
                    .asSubclass(KernelBenchmark.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException cause) {
            throw new IllegalArgumentException(name + " is no class of benchmarks of this build", cause);
        }
    }

    private static String page(List<Row> rows, JsonNode run) {
        var page = new StringBuilder("# Kernels, one at a time\n\n");
        page.append("%s. JMH %s on Java %s: %d fork, %d iterations of %s after warming up; engine threads: %s.\n"
                .formatted(
                        Provenance.ofThisRun().getOrDefault("cpu", "Processor unknown"),
                        run.path("jmhVersion").asString(),
                        run.path("jdkVersion").asString(),
                        run.path("forks").asInt(),
                        run.path("measurementIterations").asInt(),
                        run.path("measurementTime").asString(),
                        run.path("params").path("threads").asString("1")));
        page.append("""
                CPU: the processor's time of a call in Java's threads, mean, with half the width of its confidence
                interval of 99.9 %; what the work amounts to is taken from it. Clock: the time that passed, mean. Where
                the two differ, other programs shared the core, and the clock says nothing of the kernel.
                """);
        List<Row> computing = of(rows, Work.Unit.FLOP);
        section(page, "Kernels that compute", """
                Operations of the definition, a multiplication and an addition counted as two. Share: of the fastest
                linear layer of the same precision, which is what the hardware gives at least. Above it: in f32 the 3 x 3
                convolutions that do with a quarter of the products (docs/decisions/012-winograd.md); in bf16 those
                whose results stay in 16 bits, too.
                """, computing);
        section(page, "Kernels that move numbers", """
                Bytes: every input read once, every output written once. Share: of a plain copy that no cache holds.
                Above 100 % the numbers are in a cache; far below, the kernel computes or searches.
                """, of(rows, Work.Unit.BYTE));
        List<Row> others = new ArrayList<>(rows);
        others.removeIf(row -> row.work().unit().isComparable());
        section(page, "Kernels that search, match and decode", """
                No limit of the hardware to hold them against.
                """, others);
        return page.toString();
    }

    private static List<Row> of(List<Row> rows, Work.Unit unit) {
        return rows.stream().filter(row -> row.work().unit() == unit).toList();
    }

    private static void section(StringBuilder page, String title, String text, List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        boolean shares = rows.getFirst().work().unit().isComparable();
        page.append("\n## ").append(title).append("\n\n").append(text).append('\n');
        page.append(shares ? """
                | kernel | size | precision | CPU, ms | clock, ms | amounts to | share |
                |---|---|---|--:|--:|--:|--:|
                """ : """
                | kernel | size | CPU, ms | clock, ms | amounts to |
                |---|---|--:|--:|--:|
                """);
        for (Row row : rows) {
            Work work = row.work();
            page.append("| ").append(work.kernel()).append(" | ").append(work.size());
            page.append(shares ? " | " + row.precision() : "");
            page.append(" | ").append(Work.digits(row.milliseconds())).append(" ± ");
            page.append(Work.digits(row.error())).append(" | ").append(Work.digits(row.passed()));
            page.append(" | ").append(work.rate(row.milliseconds()));
            page.append(shares ? " | " + share(row, rows) : "").append(" |\n");
        }
    }

    /**
     * Of the copy where there is one, else of the fastest linear layer of the precision, or row where there is none.
     */
    private static String share(Row row, List<Row> rows) {
        double yardstick = rows.stream()
                .filter(other -> other.work().kernel().equals(MemoryBenchmark.COPY))
                .findFirst()
                .or(() -> rows.stream()
                        .filter(other -> other.precision().equals(row.precision()))
                        .max(Comparator.comparing(
                                        (Row other) -> other.work().kernel().startsWith(LinearBenchmark.LAYER))
                                .thenComparingDouble(Row::rate)))
                .map(Row::rate)
                .orElseThrow();
        return String.format(Locale.ROOT, "%.0f %%", 100 * row.rate() / yardstick);
    }
}
