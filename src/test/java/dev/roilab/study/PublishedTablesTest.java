package dev.roilab.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.study.PublishedTable.Column;
import dev.roilab.study.PublishedTable.Mark;
import dev.roilab.study.PublishedTable.Row;
import dev.roilab.yaml.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PublishedTablesTest {
    private static final Path REFERENCES = Path.of("experiments/references");

    private static PublishedTable load(String name) {
        Problems problems = new Problems();
        var table = BackgroundReader.load(REFERENCES.resolve(name + ".yaml"), problems);
        assertThat(problems.list()).as(name).isEmpty();
        return table.orElseThrow();
    }

    private static double value(String table, String row, String column) {
        return load(table).rows().stream()
                .filter(found -> found.name().equals(row))
                .map(found -> found.values().getOrDefault(column, Double.NaN))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyFileBindsAndSaysWhereItsNumbersAreFrom() {
        List<String> names = BackgroundReader.names(REFERENCES);
        assertThat(names).hasSizeGreaterThanOrEqualTo(44);
        for (String name : names) {
            PublishedTable table = load(name);
            assertThat(table.paper()).as(name).isNotBlank();
            assertThat(table.source())
                    .as(name)
                    .matches("arXiv:\\d{4}\\.\\d{5}(v\\d)?|github\\.com/.*|lecture slides|arXiv:.*");
            assertThat(table.hardware()).as(name).isNotBlank();
            assertThat(table.protocol()).as(name).containsKey("metric");
            assertThat(table.rows()).as(name).isNotEmpty();
            for (Row row : table.rows()) {
                assertThat(row.values()).as(name + ", " + row.name()).isNotEmpty();
            }
        }
    }

    @Test
    void everyShareIsAPercentage() {
        for (String name : BackgroundReader.names(REFERENCES)) {
            PublishedTable table = load(name);
            for (Column column : table.columns()) {
                for (Row row : table.rows()) {
                    double value = row.values().getOrDefault(column.key(), 1.0);
                    assertThat(value)
                            .as(name + ", " + row.name() + ", " + column.key())
                            .isPositive();
                    if (column.unit().equals("percent") || column.unit().equals("%")) {
                        assertThat(value)
                                .as(name + ", " + row.name() + ", " + column.key())
                                .isLessThan(100);
                    }
                }
            }
        }
    }

    /** Each from another table, so that a shifted column or a slip of a row shows. */
    @Test
    void holdsWhatThePapersPrint() {
        assertThat(value("fast-rcnn/table-1", "Fast R-CNN, 07", "tv")).isEqualTo(65.8);
        assertThat(value("fast-rcnn/table-4", "Fast R-CNN L", "train_h")).isEqualTo(9.5);
        assertThat(value("fast-rcnn/table-4", "SPPnet L", "map")).isEqualTo(63.1);
        assertThat(value("fast-rcnn/figure-2", "after, fc6 keeps 1024 and fc7 256", "fc6"))
                .isEqualTo(37);
        assertThat(value("cs231n/speed", "Fast R-CNN", "train_h")).isEqualTo(8.75);
        assertThat(value("sppnet/table-2", "(c) the same, two sizes 180 and 224", "over7_top5"))
                .isEqualTo(10.95);
        assertThat(value("sppnet/table-9", "SPPnet, 1 scale (ZF-5)", "total_s")).isEqualTo(0.142);
        assertThat(value("rcnn/table-3", "O-Net (VGG16)", "bb")).isEqualTo(66.0);
        assertThat(value("faster-rcnn/table-5", "ZF, RPN + Fast R-CNN", "fps")).isEqualTo(17);
        assertThat(value("faster-rcnn/nips", "Fast R-CNN, six runs", "spread")).isEqualTo(0.3);
        assertThat(value("mask-rcnn/table-2c", "RoIAlign, average", "ap75")).isEqualTo(31.5);
        assertThat(value("mask-rcnn/table-2d", "RoIAlign", "ap75")).isEqualTo(36.4);
        assertThat(value("yolo/table-1", "YOLO", "map")).isEqualTo(63.4);
        assertThat(value("resnet/table-2", "ResNet-34", "top1")).isEqualTo(25.03);
        assertThat(value("fcn/segval", "FCN-8s", "mean_iu")).isEqualTo(62.7);
    }

    @Test
    void theHoursOfTheSlideContradictThePaperOnBothSides() {
        for (String name : List.of("fast-rcnn/table-4", "cs231n/speed")) {
            assertThat(load(name).contradictions().orElse(List.of()).toString())
                    .as(name)
                    .contains("9.5 h")
                    .contains("8.75 h");
        }
    }

    @Test
    void marksSayHowSureACellIs() {
        PublishedTable table = load("sppnet/table-2");
        List<Mark> marks = new ArrayList<>();
        table.columns().forEach(column -> marks.add(table.mark(table.rows().getFirst(), column)));
        assertThat(new TreeSet<>(marks)).containsExactly(Mark.PROSE, Mark.MEMORY);
        assertThat(load("mask-rcnn/table-2c").mark()).isEqualTo(Mark.VERIFIED);
    }

    /** 320 ms are not the sum of the parts: the file says so, and the parts add up to what it says. */
    @Test
    void thePartsOfTheTimeAddUpToWhatIsPrinted() {
        for (Row row : load("fast-rcnn/figure-2").rows()) {
            double sum = 0;
            for (String part : List.of("conv", "roi", "fc6", "fc7", "other")) {
                sum += row.values().getOrDefault(part, Double.NaN);
            }
            assertThat(sum).isEqualTo(row.values().getOrDefault("parts", 0.0));
        }
    }
}
