package dev.roilab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roilab.claim.SmallStudy;
import dev.roilab.report.document.Block;
import dev.roilab.report.document.Latex;
import dev.roilab.report.document.TableBuilder;
import dev.roilab.report.document.Text;
import dev.roilab.result.StudyResults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compiles {@code report.tex} inside an article; skipped where TeX Live with booktabs is not installed. */
class ReportInLatexTest {
    /** Points beyond its line that nobody sees. */
    private static final double TOLERANCE = 1;

    private static final Pattern OVERFULL = Pattern.compile("Overfull \\\\hbox \\(([0-9.]+)pt too wide\\).*");

    @BeforeAll
    static void needsLatex() {
        assumeTrue(
                runs("pdflatex", "--version") && runs("kpsewhich", "booktabs.sty"),
                "needs pdflatex and booktabs: apt-get install texlive-latex-base texlive-latex-recommended");
    }

    private static boolean runs(String... command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What runs over its line or its page in an article of one column and in one of two, and every error. */
    private static List<String> faults(Path tex, Path folder) throws IOException, InterruptedException {
        List<String> faults = new ArrayList<>();
        for (String columns : List.of("onecolumn", "twocolumn")) {
            Path article = folder.resolve(columns + ".tex");
            Files.writeString(article, """
                    \\documentclass[%s]{article}
                    \\usepackage{booktabs,tabularx}
                    \\begin{document}
                    \\input{%s}
                    \\end{document}
                    """.formatted(columns, tex));
            Process process = new ProcessBuilder(
                            "pdflatex",
                            "-interaction=nonstopmode",
                            "-halt-on-error",
                            article.getFileName().toString())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            Files.readAllLines(folder.resolve(columns + ".log"), StandardCharsets.ISO_8859_1).stream()
                    .filter(ReportInLatexTest::isFault)
                    .forEach(line -> faults.add(columns + ": " + line));
            assertThat(folder.resolve(columns + ".pdf"))
                    .as(String.join("\n", faults))
                    .isNotEmptyFile();
        }
        return faults;
    }

    private static boolean isFault(String line) {
        var overfull = OVERFULL.matcher(line);
        return line.startsWith("!")
                || line.contains("Float too large")
                || (overfull.matches() && Double.parseDouble(overfull.group(1)) > TOLERANCE);
    }

    @Test
    void aTableThatIsTooWideIsFound(@TempDir Path folder) throws Exception {
        Path tex = folder.resolve("wide.tex");
        Files.writeString(tex, "\\begin{table}\\begin{tabular}{r}\\rule{420pt}{1pt}\\end{tabular}\\end{table}\n");
        assertThat(faults(tex, folder)).isNotEmpty();
    }

    @Test
    void theTablesOfTheSmallStudyFit(@TempDir Path folder) throws Exception {
        StudyResults results = new SmallStudy()
                .finished("pool", 1, 0.50)
                .finished("pool", 2, 0.51)
                .finished("align", 1, 0.53)
                .diverged("align", 2, "diverged @ step 812: 100 % of the loss_box is | \\NaN {~^} #1 & $2 <3>")
                .claiming("ap75(align) > ap75(pool)", "ap75(align) - ap75(pool) > ap50(align) - ap50(pool)")
                .results();
        new ReportWriter(Optional.of("no figures needed")).write(results, folder);
        assertThat(faults(folder.resolve("report.tex"), folder)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 9, 25})
    void tablesOfEveryShapeFit(int columns, @TempDir Path folder) throws Exception {
        List<Block> blocks = new ArrayList<>();
        for (int rows : new int[] {1, 70}) {
            blocks.add(table("numbers-" + rows, columns, rows, "68.3 ± 12.6", "truncated-svd"));
            blocks.add(table("bold-" + rows, columns, rows, "-1.2 [-10.8, +3.2]", "r16, αβγ → δ"));
            blocks.add(table("words-" + rows, columns, rows, "diverged @ 37 to 812", "0.04"));
        }
        Path tex = folder.resolve("shapes.tex");
        Files.writeString(tex, Latex.tables("shapes_100%", blocks));
        assertThat(faults(tex, folder)).isEmpty();
    }

    @Test
    void pathsAndHashesAreBroken(@TempDir Path folder) throws Exception {
        TableBuilder table = new TableBuilder("long").text("what").text("value").number("AP");
        for (int row = 0; row < 40; row++) {
            table.words(List.of("a_path/with/" + "x".repeat(90), "0123456789abcdef".repeat(9), "-0.1"));
        }
        Path tex = folder.resolve("long.tex");
        Block block = table.build(Text.of("W" + "ide".repeat(50) + "."));
        Files.writeString(tex, Latex.tables("long", List.of(new Block.Heading(2, "Shapes — “all”"), block)));
        assertThat(faults(tex, folder)).isEmpty();
    }

    private static Block table(String name, int columns, int rows, String cell, String arm) {
        TableBuilder table = new TableBuilder(name).text("the arm");
        for (int column = 0; column < columns; column++) {
            table.number("AP75, the learning_rate " + column);
        }
        for (int row = 0; row < rows; row++) {
            List<Text> cells = new ArrayList<>(List.of(Text.of(arm + row / 3)));
            cells.addAll(Collections.nCopies(columns, row % 2 == 0 ? Text.bold(cell) : Text.of(cell)));
            table.row(cells);
        }
        return table.build(Text.bold("A table.").plus(" Its numbers ± their deviation, in percent of 100 %."));
    }

    static Stream<Path> committed() throws IOException {
        try (Stream<Path> studies = Files.list(Path.of("reports"))) {
            return studies.map(study -> study.resolve("report.tex")).filter(Files::exists).sorted().toList().stream();
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("committed")
    void theTablesOfEveryCommittedReportFit(Path tex, @TempDir Path folder) throws Exception {
        assertThat(faults(tex.toAbsolutePath(), folder)).isEmpty();
    }
}
