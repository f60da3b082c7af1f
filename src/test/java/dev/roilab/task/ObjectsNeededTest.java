package dev.roilab.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.data.DataException;
import dev.roilab.data.DataSets;
import dev.roilab.data.Dataset;
import dev.roilab.data.LabelMapsSettings;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.voc.VocFiles;
import dev.roilab.detect.pretraining.PretrainSettings;
import dev.roilab.task.classification.ClassificationTask;
import dev.roilab.task.detection.DetectionTask;
import dev.roilab.task.localization.LocalizationTask;
import dev.roilab.task.pose.PoseTask;
import dev.roilab.task.segmentation.SegmentationTask;
import dev.roilab.testing.PngBytes;
import dev.roilab.yaml.RecordBinder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectsNeededTest {
    private static final String MAPS =
            "type: label-maps, images: i, maps: m, test_every: 2, classes: [{name: a}, {name:"
                    + " b}], shorter_side: 64, longer_side: 64";

    @TempDir
    private Path root;

    private Dataset<TrueObjects> maps() throws IOException {
        Files.createDirectory(root.resolve("i"));
        Files.createDirectory(root.resolve("m"));
        for (String name : List.of("x.png", "y.png")) {
            Files.write(root.resolve("i").resolve(name), VocFiles.encoded(VocFiles.picture(2, 1), "png"));
            Files.write(root.resolve("m").resolve(name), PngBytes.grey(8, new int[] {0, 1}));
        }
        return DataSets.load(RecordBinder.bind("t", "{" + MAPS + "}", LabelMapsSettings.class), Optional.of(root));
    }

    @Test
    void tasksOfObjectsRefuseMapsBeforeAnythingIsTrained() throws IOException {
        Dataset<TrueObjects> data = maps();
        String line = "data.type: its pictures have the class of each pixel and no objects, which %s needs; choose data"
                + " with objects (voc, coco, shapes, ...), or a model.type of segmentation";
        assertThatThrownBy(() -> DetectionTask.INSTANCE.read(data))
                .isInstanceOf(DataException.class)
                .hasMessage(line.formatted("detection"));
        assertThatThrownBy(() -> ClassificationTask.INSTANCE.read(data)).hasMessage(line.formatted("classification"));
        assertThatThrownBy(() -> LocalizationTask.INSTANCE.read(data)).hasMessage(line.formatted("localization"));
        assertThatThrownBy(() -> PoseTask.INSTANCE.read(data)).hasMessage(line.formatted("pose estimation"));
        assertThat(SegmentationTask.INSTANCE.read(data).classes()).containsExactly("a", "b");
    }

    @Test
    void aPretrainingNeedsPicturesWithAClass() {
        String block = "{seed: 1, data: {%s}, sizes: [64], roi: {type: spp, levels: [1]}, head: {fc: [4]}, steps: 1,"
                + " images: 1, rate: 0.1, momentum: 0.9, decay: 0, schedule: {type: constant, warmup: 0}}";
        String folders = "type: class-folders, test_every: 2, shorter_side: 64, longer_side: 64";
        assertThat(RecordBinder.bind("t", block.formatted(folders), PretrainSettings.Classification.class)
                        .steps())
                .isEqualTo(1);
        assertThatThrownBy(() -> RecordBinder.bind("t", block.formatted(MAPS), PretrainSettings.Classification.class))
                .hasMessageContaining(
                        "data.type must be one whose pictures have objects, the largest of which is a picture's class, got label-maps");
    }
}
