package dev.roilab.roi;

import static dev.roilab.testing.ReferenceData.doubles;
import static dev.roilab.testing.ReferenceData.floats;
import static dev.roilab.testing.ReferenceData.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.TestEngine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Regions of several maps: which is whose, and what comes of them. */
class RoiPoolerTest {
    private static final Engine ENGINE = TestEngine.create(2);
    private static final RoiLayer ALIGN =
            new RoiLayer.RoiAlign(3, Optional.of(2), Optional.of(false), Optional.empty());

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void levelsEqualTorchvision(ReferenceCases source) {
        JsonNode example = source.json("torch_detection/fpn").get("cases").get(0);
        float[] rows = rows(example);
        int[] expected = ints(example.get("level_index"));
        var levels = new RoiLevels(4, 4, RoiLevels.IMAGENET);
        for (int region = 0; region < expected.length; region++) {
            assertThat(levels.of(rows, region)).as("region %d", region).isEqualTo(expected[region]);
        }
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void gridsEqualTorchvision(ReferenceCases source) {
        JsonNode example = source.json("torch_detection/fpn").get("cases").get(1);
        double canonical = example.get("params").get("canonical_scale").asDouble();
        Tape tape = Tape.inference(ENGINE);
        List<Variable> maps = new ArrayList<>();
        example.get("features").forEach(map -> maps.add(tape.constant(tensor(map))));
        var pooler = RoiPooler.of(ALIGN, new RoiLevels(4, maps.size(), canonical));
        float[] found = pooler.forward(tape, maps, pooler.place(ENGINE, rows(example)))
                .value()
                .toFloats();
        double[] expected = doubles(example.get("output").get("data"));
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat((double) found[i]).isCloseTo(expected[i], within(1e-5));
        }
    }

    /** One map at a time, with the regions of that map alone, and the sum of what comes back to each. */
    @Test
    void gradientsReachTheMapOfEachRegion() {
        float[] rows = {0, 0, 0, 70, 66, 1, 3, 4, 12, 19, 0, 2, 2, 14, 14, 1, 0, 0, 75, 63, 0, 9, 1, 49, 41};
        List<List<Integer>> members = List.of(List.of(1, 2), List.of(4), List.of(0, 3));
        List<Shape> shapes = List.of(Shape.of(2, 3, 16, 16), Shape.of(2, 3, 8, 8), Shape.of(2, 3, 4, 4));
        List<Parameter> maps = new ArrayList<>();
        for (Shape shape : shapes) {
            maps.add(new Parameter("map " + maps.size(), random(shape, maps.size()), 1, 0));
        }
        Shape output = Shape.of(5, 3, 3, 3);
        float[] upstream = random(output, 7).toFloats();
        Tape tape = Tape.recording(ENGINE);
        var pooler = RoiPooler.of(ALIGN, new RoiLevels(4, 3, 64));
        Variable grids = pooler.forward(tape, maps.stream().map(tape::variable).toList(), pooler.place(ENGINE, rows));
        backward(tape, grids, upstream);
        for (int map = 0; map < maps.size(); map++) {
            List<Integer> own = members.get(map);
            Tape alone = Tape.recording(ENGINE);
            Variable part = RegionOperator.of(ALIGN, 4 << map)
                    .forward(
                            alone,
                            alone.variable(maps.get(map)),
                            ENGINE.tensor(rows(rows, 5, own), Shape.of(own.size(), 5)));
            assertThat(rows(grids.value().toFloats(), 27, own))
                    .isEqualTo(part.value().toFloats());
            backward(alone, part, rows(upstream, 27, own));
            assertThat(tape.gradient(maps.get(map)).orElseThrow().toFloats())
                    .isEqualTo(alone.gradient(maps.get(map)).orElseThrow().toFloats());
        }
    }

    @Test
    void aRegionWithoutExtentIsTheFinestMaps() {
        var levels = new RoiLevels(8, 3, RoiLevels.IMAGENET);
        assertThat(levels.of(new float[] {0, 5, 5, 5, 9}, 0)).isZero();
        assertThat(levels.of(new float[] {0, 5, 5, 3, 9}, 0)).isZero();
    }

    @Test
    void numbersThatDoNotFitAreRefused() {
        var pooler = RoiPooler.of(ALIGN, new RoiLevels(4, 2, 64));
        Tape tape = Tape.inference(ENGINE);
        PlacedRegions regions = pooler.place(ENGINE, new float[] {0, 1, 1, 5, 5});
        assertThat(regions.count()).isEqualTo(1);
        List<Variable> maps = List.of(tape.constant(random(Shape.of(1, 1, 4, 4), 1)));
        assertThatThrownBy(() -> pooler.forward(tape, maps, regions)).hasMessage("regions are read from 2 maps, got 1");
        assertThatThrownBy(() -> pooler.place(ENGINE, new float[0])).hasMessage("no regions to place");
    }

    private static void backward(Tape tape, Variable output, float[] upstream) {
        var gradients = new LinkedHashMap<Variable, Tensor>();
        gradients.put(output, ENGINE.tensor(upstream, output.shape()));
        tape.backward(gradients);
    }

    private static float[] rows(float[] all, int columns, List<Integer> places) {
        float[] rows = new float[columns * places.size()];
        for (int row = 0; row < places.size(); row++) {
            System.arraycopy(all, columns * places.get(row), rows, columns * row, columns);
        }
        return rows;
    }

    private static float[] rows(JsonNode example) {
        float[] boxes = floats(example.get("boxes").get("data"));
        float[] rows = new float[boxes.length / 4 * 5];
        for (int i = 0; i < boxes.length; i++) {
            rows[i / 4 * 5 + 1 + i % 4] = boxes[i];
        }
        return rows;
    }

    private static Tensor tensor(JsonNode node) {
        int[] sizes = ints(node.get("shape"));
        return ENGINE.tensor(floats(node.get("data")), Shape.of(sizes));
    }

    private static Tensor random(Shape shape, int seed) {
        var random = new SplittableRandom(seed);
        float[] values = new float[Math.toIntExact(shape.elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return ENGINE.tensor(values, shape);
    }
}
