package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.run.executor.StopSignal;
import dev.roilab.run.system.SystemTrials;
import dev.roilab.study.StudyText;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.util.DefaultLocale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake is printed at once, in full, before anything is trained. */
class BadInputTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void mistakesInAStudyHaveLineAndColumn() {
        assertThat(run("""
                        study: roi-layer
                        question: Does it help?
                        extends: base.yaml
                        train:
                          steps: many
                        model:
                          postprocessing: {nsm: 0.5}
                        vary:
                          model.roii:
                            pool: {type: roi-pool, output_size: 7}
                        """)).isEqualTo("""
                        study.yaml:1:1: missing key 'seeds'
                        study.yaml:5:10: expected an integer, got 'many'
                        study.yaml:7:20: unknown key 'nsm'; did you mean 'nms'?
                        study.yaml:9:3: unknown path 'model.roii' in vary; did you mean 'model.roi'?
                        """);
    }

    /** The place of a fault in XML is the parser's; its words are too, and follow the language of the machine. */
    @Test
    @DefaultLocale("en")
    void mistakesInADataSetHaveFileLineAndObject() throws IOException {
        write("ImageSets/Main/train.txt", "good\nnameless\nbroken\ngone\n");
        write("ImageSets/Main/test.txt", "flat\nfar\n");
        for (String name : new String[] {"good", "nameless", "broken", "flat", "far"}) {
            image(name);
        }
        annotation("good", "RBC", 1, 1, 20, 10);
        annotation("nameless", "RBCC", 1, 1, 20, 10);
        write("Annotations/broken.xml", "<annotation>\n  <size>\n</annotation>\n");
        annotation("gone", "RBC", 1, 1, 20, 10);
        annotation("flat", "RBC", 4, 4, 4, 9);
        annotation("far", "RBC", 3, 4, 28, 9);
        assertThat(run("""
                        study: cells
                        question: Does it help?
                        extends: base.yaml
                        data:
                          type: voc
                          root: ROOT
                          classes: [RBC]
                          train_split: [train]
                          test_split: test
                          on_bad_box: fail
                          shorter_side: 240
                          longer_side: 320
                        seeds: [1]
                        """.replace("ROOT", folder.toString()))).isEqualTo("""
                        Annotations/nameless.xml:4:17: object 1: unknown class 'RBCC', not in data.classes; \
                        did you mean 'RBC'?
                        Annotations/broken.xml:3:3: malformed XML: The element type "size" must be \
                        terminated by the matching end-tag "</size>"; correct it, or fetch it again
                        JPEGImages/gone.png: no such file; it is the image of Annotations/gone.xml; add it, or remove \
                        ImageSets/Main/train.txt:4
                        Annotations/flat.xml:5:13: object 1 (RBC): box 4,4..4,9 has no extent; remove it or set \
                        data.on_bad_box to clip or skip
                        Annotations/far.xml:5:13: object 1 (RBC): box 3,4..28,9 reaches outside the image, which is \
                        1,1..20,10 (VOC counts from 1); correct it or set data.on_bad_box to clip or skip
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "bench"})
    void aDeviceThatIsNotThereIsToldBeforeAnythingIsTrainedOrTimed(String command) {
        assertThat(execute(command, """
                        study: elsewhere
                        question: Does it help?
                        extends: base.yaml
                        device: gpu:7
                        seeds: [1]
                        """))
                .isEqualTo("study.yaml:4:9: engine 'cpu' has no device 'gpu:7' here; it has: cpu\n");
    }

    /** Arms with the same mistake have it once; what an option says is told by the option. */
    @ParameterizedTest
    @ValueSource(strings = {"run", "plan", "explain", "bench"})
    void anEngineThatThisBuildLacksIsToldWithItsPlace(String command) {
        String study = """
                        study: elsewhere
                        question: Does it help?
                        extends: base.yaml
                        engine: gpu
                        vary: {model.postprocessing.nms: [0.3, 0.4]}
                        seeds: [1, 2]
                        """;
        assertThat(execute(command, study)).isEqualTo("study.yaml:4:9: no engine 'gpu' in this build; it has: cpu\n");
        assertThat(execute(command, study, "--engine", "torch"))
                .startsWith("--engine torch: no engine 'torch' in this build; it has: cpu; build with it:");
        assertThat(execute(
                        command,
                        study.replace("engine: gpu\n", "")
                                .replace("model.postprocessing.nms: [0.3, 0.4]", "device: [cpu, cuda]")))
                .isEqualTo("study.yaml:4:22: engine 'cpu' has no device 'cuda' here; it has: cpu\n");
    }

    private String run(String text) {
        return execute("run", text);
    }

    private String execute(String command, String text, String... options) {
        Path study = StudyText.write(folder, text);
        var out = new StringWriter();
        var err = new StringWriter();
        List<String> arguments = new ArrayList<>(List.of(command, study.toString(), "--results", folder + "/results"));
        if (command.equals("run") || command.equals("bench")) {
            arguments.addAll(List.of("--reports", folder + "/reports"));
        }
        arguments.addAll(List.of(options));
        int code = Main.commandLine(new Wiring(
                        () -> new SystemTrials(Optional.empty(), folder.resolve("cache"), 1),
                        (_, _) -> {},
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        new StopSignal()))
                .execute(arguments.toArray(String[]::new));
        assertThat(code).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(folder.resolve("results")).doesNotExist();
        return err.toString().replace(folder + "/", "");
    }

    private void image(String name) throws IOException {
        Path file = folder.resolve("JPEGImages/" + name + ".png");
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, name.hashCode());
        ImageIO.write(image, "png", file.toFile());
    }

    private void annotation(String name, String label, int left, int top, int right, int bottom) throws IOException {
        write("Annotations/" + name + ".xml", """
                <annotation>
                  <filename>%s.png</filename>
                  <size><width>20</width><height>10</height><depth>3</depth></size>
                  <object><name>%s</name>
                    <bndbox><xmin>%d</xmin><ymin>%d</ymin><xmax>%d</xmax><ymax>%d</ymax></bndbox></object>
                </annotation>
                """.formatted(name, label, left, top, right, bottom));
    }

    private void write(String file, String content) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }
}
