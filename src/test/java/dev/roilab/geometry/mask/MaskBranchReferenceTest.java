package dev.roilab.geometry.mask;

import static dev.roilab.testing.ReferenceData.doubles;
import static dev.roilab.testing.ReferenceData.floats;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.geometry.Box;
import dev.roilab.testing.ReferenceCases;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Targets and pasted masks against torchvision's. */
class MaskBranchReferenceTest {
    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void targetsEqualTorchvision(ReferenceCases source) {
        JsonNode example = example(source, "project_masks_on_boxes");
        List<RunLengthMask> masks = example.get("gt_masks")
                .valueStream()
                .map(MaskBranchReferenceTest::mask)
                .toList();
        double[] boxes = doubles(example.get("boxes").get("data"));
        int cells = example.get("targets").get("shape").get(1).asInt();
        double[] expected = doubles(example.get("targets").get("data"));
        for (int index = 0; index < example.get("gt_index").size(); index++) {
            RunLengthMask mask = masks.get(example.get("gt_index").get(index).asInt());
            float[] target = MaskTargets.project(mask, box(boxes, index), cells);
            for (int cell = 0; cell < target.length; cell++) {
                assertThat((double) target[cell])
                        .as("box " + index + " cell " + cell)
                        .isCloseTo(expected[index * target.length + cell], within(1e-5));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void pastedMasksEqualTorchvision(ReferenceCases source) {
        JsonNode example = example(source, "paste_masks_in_image");
        float[] probabilities = floats(example.get("probs").get("data"));
        double[] boxes = doubles(example.get("boxes").get("data"));
        int count = boxes.length / 4;
        int size = probabilities.length / count;
        for (int index = 0; index < count; index++) {
            RunLengthMask expected = mask(example.get("pasted_at_0_5").get(index));
            float[] grid = Arrays.copyOfRange(probabilities, index * size, (index + 1) * size);
            RunLengthMask pasted = MaskPasting.paste(grid, box(boxes, index), expected.height(), expected.width(), 0.5);
            assertThat(pasted).as("box " + index).isEqualTo(expected);
            assertThat(sum(grid, box(boxes, index), expected))
                    .isCloseTo(example.get("pasted_sum").get(index).asDouble(), within(1e-3));
        }
    }

    /** Of the pasted probabilities. */
    private static double sum(float[] probabilities, Box box, RunLengthMask picture) {
        PaddedGrid grid = PaddedGrid.of(probabilities);
        PastedAxis columns = PastedAxis.of(box.x1(), box.x2(), grid.cells(), picture.width());
        PastedAxis rows = PastedAxis.of(box.y1(), box.y2(), grid.cells(), picture.height());
        double[] column = new double[grid.cells() + 2];
        double sum = 0;
        for (int x = 0; x < columns.pixels(); x++) {
            grid.column(columns.low(x), columns.part(x), column);
            for (int y = 0; y < rows.pixels(); y++) {
                sum += rows.between(column, y);
            }
        }
        return sum;
    }

    private static JsonNode example(ReferenceCases source, String name) {
        return source.json("torch_detection/masks")
                .get("cases")
                .valueStream()
                .filter(node -> node.get("name").asString().startsWith(name))
                .findFirst()
                .orElseThrow();
    }

    private static RunLengthMask mask(JsonNode rows) {
        int width = rows.get(0).asString().length();
        boolean[] pixels = new boolean[rows.size() * width];
        for (int place = 0; place < pixels.length; place++) {
            pixels[place] = rows.get(place / width).asString().charAt(place % width) == '1';
        }
        return RunLengthMask.ofBitmap(rows.size(), width, pixels);
    }

    private static Box box(double[] sides, int index) {
        return new Box(sides[4 * index], sides[4 * index + 1], sides[4 * index + 2], sides[4 * index + 3]);
    }
}
