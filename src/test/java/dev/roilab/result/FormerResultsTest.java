package dev.roilab.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.roilab.file.Digest;
import dev.roilab.file.JsonFile;
import dev.roilab.measure.Better;
import dev.roilab.measure.MeasureInfo;
import dev.roilab.measure.MeasureUnit;
import dev.roilab.measure.Prominence;
import dev.roilab.task.ByClass;
import dev.roilab.task.Curve;
import dev.roilab.task.Mark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as they were before there was a contract of tasks give what the task gives now. */
class FormerResultsTest {
    private static final String CURVES = """
            [ {"label": "disc", "iou": 0.5, "recall": [0.0, 1.0], "precision": [1.0, 0.25]},
              {"label": "mean", "iou": 0.5, "recall": [0.0, 1.0], "precision": [1.0, 0.5]},
              {"label": "mean", "iou": 0.75, "recall": [0.0, 1.0], "precision": [0.5, 0.125]} ]
            """;
    private static final String GALLERY = """
            [ {"id": "000001", "file": "gallery/00.png", "scale": 0.5,
               "truth": [ {"label": 1, "box": {"x1": 1, "y1": 2, "x2": 3.5, "y2": 4}, "difficult": true} ],
               "detections": [ {"label": 0, "score": 0.75, "box": {"x1": 1.5, "y1": 2, "x2": 3, "y2": 4}} ]} ]
            """;
    private static final String LOSSES = "step,loss,rate\n";

    @TempDir
    private Path study = Path.of("");

    private TrialResult result() throws IOException {
        return result("");
    }

    /** @param measures the entry of the declarations with a comma; empty in results of before */
    private TrialResult result(String measures) throws IOException {
        Path folder = Files.createDirectories(study.resolve("t"));
        String checksums = "";
        for (Map.Entry<String, String> file : Map.of(
                        TrialFolder.CURVES, CURVES, TrialFolder.GALLERY, GALLERY, LossesFile.NAME, LOSSES)
                .entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
            checksums += ", \"%s\": \"%s\"".formatted(file.getKey(), Digest.of(file.getValue()));
        }
        Files.writeString(folder.resolve(StoredResult.FILE), """
                {"study": "roi-layer", "trial": "t", "varied": {}, "seed": 1, "status": "OK", "failure": null,
                 %s"metrics": {"ap": 0.5}, "class_ap": {"disc": 0.25, "bar": "NaN"}, "train_seconds": 1, "stages": {},
                 "provenance": {}, "key": "k", "checksums": {%s}}
                """.formatted(measures, checksums.substring(2)));
        return new TrialFolder(folder).read();
    }

    @Test
    void valuesByClassAreThoseOfADeclaredMeasure() throws IOException {
        ByClass table = result().byClass().getFirst();
        assertThat(table.values()).isEqualTo(Map.of("disc", 0.25, "bar", Double.NaN));
        assertThat(table.measure().heading()).isEqualTo("AP");
        assertThat(result().measures()).extracting(MeasureInfo::name).contains("ap", "voc07");
    }

    /** Declarations said nothing of it at first, and say nothing of it where it is not so. */
    @Test
    void errorKindsThatWereDeclaredBeforeAreSharesOfWhatWasFound() throws IOException {
        TrialResult former = result("""
                "measures": [
                  {"name": "ap", "heading": "AP", "noun": "AP", "unit": "percent", "better": "HIGHER",
                   "prominence": "HEADLINE", "convention": "COCO."},
                  {"name": "other_errors", "heading": "other", "noun": "share of other errors", "unit": "percent",
                   "better": "LOWER", "prominence": "ASKED", "convention": "Kinds of errors."}],
                """);
        var ap = new MeasureInfo("ap", "AP", "AP", MeasureUnit.PERCENT, Better.HIGHER, Prominence.HEADLINE, "COCO.");
        var other = new MeasureInfo(
                "other_errors",
                "other",
                "share of other errors",
                MeasureUnit.PERCENT,
                Better.LOWER,
                Prominence.ASKED,
                "Kinds of errors.");
        assertThat(former.measures()).containsExactly(ap, other.amongFindings(true));
        assertThat(JsonFile.tree(ap).propertyNames())
                .containsExactly("name", "heading", "noun", "unit", "better", "prominence", "convention");
        assertThat(JsonFile.tree(other.amongFindings(true)).get("of_findings").asBoolean())
                .isTrue();

        StoredResult.write(study, former, "k", List.of());
        assertThat(StoredResult.read(study.resolve(StoredResult.FILE)).head().measures())
                .isEqualTo(former.measures());
    }

    @Test
    void curvesOfAnOverlapAreOneWithItsMean() throws IOException {
        List<Curve> curves = result().curves();
        assertThat(curves)
                .extracting(
                        curve -> curve.info().at(),
                        curve -> curve.whole().up(),
                        curve -> curve.parts().size())
                .containsExactly(
                        tuple(Optional.of(0.5), List.of(1.0, 0.5), 1),
                        tuple(Optional.of(0.75), List.of(0.5, 0.125), 0));
        assertThat(curves.getFirst().parts().getFirst())
                .isEqualTo(new Curve.Part("disc", new Curve.Line(List.of(0.0, 1.0), List.of(1.0, 0.25))));
    }

    @Test
    void boxesAreMarksOfTheirKind() throws IOException {
        var marks = result().gallery().getFirst().marks();
        assertThat(marks.truth().marks())
                .containsExactly(new Mark.Rectangle(1, 2, 3.5, 4, Optional.of(1), Optional.empty()));
        assertThat(marks.found().marks())
                .containsExactly(new Mark.Rectangle(1.5, 2, 3, 4, Optional.of(0), Optional.of(0.75)));
        assertThat(marks.truth().noun()).isEqualTo("annotated objects");
    }
}
