package dev.roilab.result.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.toy.MeanCoverRecipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeFingerprintTest {
    private static final String START = "dev/roilab/Start";

    @TempDir
    private Path folder = Path.of("");

    private final Map<String, String> sources = new TreeMap<>();
    private int builds;

    @BeforeEach
    void aProgram() {
        source(
                "dev.roilab.Start",
                "public Object run(int steps) { int twice = 2 * steps; return new dev.roilab.roi.Used(twice); }");
        source("dev.roilab.roi.Used", "public Used(int size) {}");
        source("dev.roilab.roi.Unused", "int size = 1;");
        source("dev.roilab.cli.Command", "Object run = new dev.roilab.Start().run(3);");
    }

    @Test
    void seesWhatTheStartLeadsTo() throws IOException {
        CodeFingerprint before = build("-g");
        assertThat(before.parts()).containsOnlyKeys("dev.roilab.Start", "dev.roilab.roi.Used");
        source("dev.roilab.roi.Used", "public Used(int size) { assert size > 1; }");
        CodeFingerprint after = build("-g");
        assertThat(after.hash()).isNotEqualTo(before.hash());
        assertThat(after.parts().get("dev.roilab.Start"))
                .isEqualTo(before.parts().get("dev.roilab.Start"));
    }

    /** Nothing but one instruction of a method's code differs: neither a name nor a constant. */
    @Test
    void anInstructionCounts() throws IOException {
        CodeFingerprint before = build("-g");
        source(
                "dev.roilab.Start",
                "public Object run(int steps) { int twice = 2 + steps; return new dev.roilab.roi.Used(twice); }");
        assertThat(build("-g").parts().get("dev.roilab.Start"))
                .isNotEqualTo(before.parts().get("dev.roilab.Start"));
    }

    @Test
    void commentsNamesOfVariablesAndHowItWasCompiledDoNotCount() throws IOException {
        CodeFingerprint before = build("-g", "-parameters");
        source(
                "dev.roilab.Start",
                "/** Why. */\n\npublic Object run(int count) {\nint two = 2 * count;\nreturn new dev.roilab.roi.Used(two); }");
        assertThat(build("-g:none")).isEqualTo(before);
    }

    @Test
    void whatNothingLeadsToDoesNotCount() throws IOException {
        CodeFingerprint before = build("-g");
        source("dev.roilab.roi.Unused", "int size = 2;");
        source("dev.roilab.roi.New", "int size = 2;");
        source("dev.roilab.cli.Command", "Object run = new dev.roilab.Start().run(4);");
        assertThat(build("-g")).isEqualTo(before);
    }

    @Test
    void enginesThatAreFoundByNameCount() throws IOException {
        source("dev.roilab.tensor.Found", "int width = 8;");
        Path classes = compile("-g");
        Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(classes.resolve("META-INF/services/dev.roilab.Provider"), "dev.roilab.tensor.Found\n");
        assertThat(CodeFingerprint.of(classes, START).parts()).containsKey("dev.roilab.tensor.Found");
    }

    private static void resource(Path classes, String name, String text) throws IOException {
        Path file = classes.resolve("dev/roilab").resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    @Test
    void resourcesOfAReachedPackageCountAsCode() throws IOException {
        Path classes = compile("-g");
        CodeFingerprint before = CodeFingerprint.of(classes, START);
        resource(classes, "roi/table.txt", "abc");
        // No class lies there: it is of the package above.
        resource(classes, "roi/kernels/forward.cu", "abc");
        CodeFingerprint with = CodeFingerprint.of(classes, START);
        assertThat(with.hash()).isNotEqualTo(before.hash());
        assertThat(with.parts())
                .containsOnlyKeys(
                        "dev.roilab.Start",
                        "dev.roilab.roi.Used",
                        "dev/roilab/roi/table.txt",
                        "dev/roilab/roi/kernels/forward.cu")
                .containsEntry("dev/roilab/roi/table.txt", "ba7816bf8f01cfea");
        resource(classes, "roi/table.txt", "abcd");
        assertThat(CodeFingerprint.of(classes, START).hash()).isNotEqualTo(with.hash());
    }

    @Test
    void resourcesOfPackagesThatNothingLeadsToDoNotCount() throws IOException {
        source("dev.roilab.roi.apart.Unused", "int size = 1;");
        source("dev.roilab.report.Style", "int size = 1;");
        Path classes = compile("-g");
        CodeFingerprint before = CodeFingerprint.of(classes, START);
        resource(classes, "roi/apart/table.txt", "abc");
        resource(classes, "roi/apart/more/table.txt", "abc");
        resource(classes, "report/style.css", "abc");
        resource(classes, "cli/help.txt", "abc");
        assertThat(CodeFingerprint.of(classes, START)).isEqualTo(before);
        // A text that names one leads to it.
        source("dev.roilab.roi.Used", "String table = \"/dev/roilab/roi/apart/table.txt\"; public Used(int size) {}");
        classes = compile("-g");
        resource(classes, "roi/apart/table.txt", "abc");
        assertThat(CodeFingerprint.of(classes, START).parts())
                .containsOnlyKeys("dev.roilab.Start", "dev.roilab.roi.Used", "dev/roilab/roi/apart/table.txt");
    }

    /** As of the systems, of which each leads to a part of the program. */
    @Test
    void aPartOfAProgramHasTheResourcesOfItsOwnPackages() throws IOException {
        source("dev.roilab.model.one.One", "int size = 1;");
        source("dev.roilab.model.two.Two", "int size = 2;");
        source(
                "dev.roilab.Start",
                "public Object run(int steps) {"
                        + " return steps > 1 ? new dev.roilab.model.one.One() : new dev.roilab.model.two.Two(); }");
        Path classes = compile("-g");
        resource(classes, "model/one/table.txt", "abc");
        resource(classes, "model/two/kernels/forward.cu", "abc");
        resource(classes, "model/two/kernels/LICENSE", "abc");
        CodeFingerprint whole = CodeFingerprint.of(classes, START);
        assertThat(whole.only(Set.of("dev/roilab/model/one/One")).parts())
                .containsOnlyKeys("dev.roilab.model.one.One", "dev/roilab/model/one/table.txt");
        assertThat(whole.only(Set.of("dev/roilab/model/two/Two")).parts())
                .containsOnlyKeys(
                        "dev.roilab.model.two.Two",
                        "dev/roilab/model/two/kernels/forward.cu",
                        "dev/roilab/model/two/kernels/LICENSE");
    }

    @Test
    void aFolderWithoutClassesHasNoParts() throws IOException {
        assertThat(CodeFingerprint.of(folder, START).parts()).isEmpty();
    }

    @Test
    void thisProgramsTrainingsAreReachedAndItsReportsAreNot() {
        assertThat(CodeFingerprint.ofThisProgram().parts().keySet())
                .contains(
                        "dev.roilab.roi.RoiLayer$RoiAlign",
                        "dev.roilab.tensor.cpu.CpuEngine",
                        "dev.roilab.train.TrainingLoop",
                        "dev.roilab.eval.CocoAp",
                        "dev.roilab.proposal.GraphSegmentation",
                        "dev.roilab.model.rcnn.Rcnn")
                .noneMatch(name -> name.startsWith("dev.roilab.cli.") || name.startsWith("dev.roilab.report."));
    }

    private void source(String name, String body) {
        int dot = name.lastIndexOf('.');
        sources.put(
                name,
                "package %s; public class %s { %s }".formatted(name.substring(0, dot), name.substring(dot + 1), body));
    }

    private CodeFingerprint build(String... options) throws IOException {
        return CodeFingerprint.of(compile(options), START);
    }

    @Test
    void whatASystemOutsideOfTheProgramLeadsToIsItsOwnPart() {
        assertThat(CodeFingerprint.outside(CodeFingerprint.class)).isEmpty();
        SortedMap<String, String> parts =
                CodeFingerprint.outside(MeanCoverRecipe.class).orElseThrow().parts();
        assertThat(parts.keySet())
                .contains(
                        "dev.roilab.toy.MeanCoverRecipe",
                        "dev.roilab.toy.MeanCover",
                        "dev.roilab.toy.MeanCoverSettings")
                .doesNotContainAnyElementsOf(
                        CodeFingerprint.ofThisProgram().parts().keySet());
    }

    private Path compile(String... options) throws IOException {
        builds++;
        Path classes = Files.createDirectories(folder.resolve("classes" + builds));
        List<String> arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("-d", classes.toString(), "-proc:none"));
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve("sources").resolve(source.getKey().replace('.', '/') + ".java");
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        int failed = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        assertThat(failed).isZero();
        return classes;
    }
}
