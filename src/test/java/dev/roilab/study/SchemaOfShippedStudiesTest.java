package dev.roilab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.roilab.study.schema.StudySchema;
import dev.roilab.yaml.YamlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON Schema as others' programs read it: a public validator, not our own idea of it. */
class SchemaOfShippedStudiesTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(StudySchema.json());

    private static final String STUDY = """
            study: s
            question: q
            extends: base.yaml
            vary:
              model.roi.output_size: [5, 7]
            seeds: [1]
            """;

    @TempDir
    private Path folder = Path.of("");

    static Stream<Path> studies() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("experiments"))) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml") && !file.startsWith("experiments/references"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static List<Error> errors(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        JsonNode tree = new JsonMapper().valueToTree(new Load(settings).loadFromString(yaml));
        return SCHEMA.validate(tree);
    }

    @ParameterizedTest
    @MethodSource("studies")
    void everyShippedStudyAndBaseIsValid(Path file) throws IOException {
        assertThat(errors(Files.readString(file))).isEmpty();
    }

    @Test
    void aStudyThatExtendsNothingIsValidWhereItIsWhole() throws IOException {
        String whole =
                Files.readString(Path.of("experiments/base/fast-rcnn.yaml")) + "study: s\nquestion: q\nseeds: [1, 2]\n";
        assertThat(errors(whole)).isEmpty();
        assertThat(StudyPlan.of(StudyText.write(folder, whole), List.of()).trials())
                .hasSize(2);
        List<String> required = List.of(
                "study",
                "question",
                "seeds",
                "  steps",
                "engine",
                "    type: roi-align",
                "  type: fast-rcnn",
                "    stride",
                "    deviation");
        for (String line : required) {
            String partial = whole.replaceFirst("(?m)^" + line + ".*\n", "");
            assertThat(partial).hasSizeLessThan(whole.length());
            assertThat(errors(partial)).as(line).isNotEmpty();
            assertRefused(partial);
        }
    }

    @Test
    void anArmThatChangesNothingIsTheBaseItself() {
        assertThat(errors(STUDY + "arms: {plain: {}, wide: {model.head.fc: [64]}}\n"))
                .isEmpty();
    }

    /** Each is refused by the schema and by the program. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "sedes: [1]",
                "compare_with: 5",
                "compare_with: {table: x}",
                "train: {stepps: 3}",
                "train: {steps: three}",
                "train: {steps: 2.5}",
                "train: {flip: maybe}",
                "train: {precision: f16}",
                "model: {roi: {type: roi-pol}}",
                "model: {roi: {type: roi-pool, output_size: 5, sampling_ratio: 2}}",
                "model: {type: fast-rcnn, crop: {size: 128, padding: 9}}",
                "report: {tables: [{values: [ap]}], plots: []}",
                "report: {tables: [{rows: model.roi.output_size, values: ap}], plots: []}",
                "report: {tables: [], plots: [{iou: 0.5}]}",
                "report: {tables: [], plots: [{type: dots}]}",
                "report: {tables: [{rows: model.roi.output_size, values: [mAP]}], plots: []}",
                "report: {tables: [], plots: [{type: dots, value: ap5}]}",
                "report: {tables: [], plots: [{type: pr-curve, iou: 0.77}]}",
                "claims: [ap50() > 5 points]",
                "claims: [{source: nobody}]",
                "when: {if: {model.roi.output_size: 5}}",
                "when: [{set: {train.steps: 4}}]",
                "when: [{if: {model.roi.output_size: 5}}]",
                "when: [{if: {model.roi.output_size: 5}, set: {train.stepps: 4}}]",
                "exclude: [{model.roi.output: 5}]",
                "arms: [one, two]",
                "arms: {one: {train.stepps: 3}}",
                "timing: {images: 3, rouns: 2}",
            })
    void mistakesAreRefused(String line) {
        assertThat(errors(STUDY)).isEmpty();
        assertThat(errors(STUDY + line)).isNotEmpty();
        assertRefused(STUDY + line);
    }

    @Test
    void whatTrialsDeclareIsTakenAndSoAreFurtherHiddenLayers() {
        String report = "report: {tables: [{rows: model.roi.output_size, values: [ap, fc8_ms, energy_fc10, total_ms]}],"
                + " plots: [{type: pr-curve, iou: 0.5}, {type: dots, value: train_seconds}]}";
        assertThat(errors(STUDY + report)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seeds: []",
                "seeds: [1, 1]",
                "seeds: 1",
                "study: a/b",
                "vary: [train.steps]",
                "vary: {train.stepps: [1, 2]}",
                "vary: {train.steps: 3}",
                "vary: {train.steps: []}",
                "extends: [base.yaml]",
            })
    void mistakesInWhatEveryStudyHasAreRefused(String line) {
        String key = line.substring(0, line.indexOf(':'));
        String text = STUDY.replaceFirst("(?m)^" + key + ":.*\n(  .*\n)*", line + "\n");
        assertThat(errors(text)).isNotEmpty();
        assertRefused(text);
    }

    private void assertRefused(String text) {
        assertThatThrownBy(() -> StudyPlan.of(StudyText.write(folder, text), List.of()))
                .isInstanceOf(YamlException.class);
    }
}
