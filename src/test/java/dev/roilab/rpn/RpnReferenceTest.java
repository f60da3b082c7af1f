package dev.roilab.rpn;

import static dev.roilab.testing.ReferenceData.doubles;
import static dev.roilab.testing.ReferenceData.ints;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Tape;
import dev.roilab.geometry.Box;
import dev.roilab.nn.BoxLoss;
import dev.roilab.nn.Losses;
import dev.roilab.rpn.AnchorSettings.Centre;
import dev.roilab.rpn.AnchorSettings.Rounding;
import dev.roilab.rpn.ProposalFilter.Proposal;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.TestEngine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** Anchors, their objects, proposals and losses against torchvision's. */
class RpnReferenceTest {
    private static JsonNode first(ReferenceCases source, String name) {
        return source.json("torch_detection/" + name).get("cases").get(0);
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void anchorsEqualTorchvision(ReferenceCases source) {
        for (JsonNode example : source.json("torch_detection/anchors").get("cases")) {
            JsonNode params = example.get("params");
            List<Anchors> maps = new ArrayList<>();
            for (int level = 0; level < params.get("sizes").size(); level++) {
                JsonNode strides = params.get("strides").get(level);
                if (strides.get(0).asInt() != strides.get(1).asInt()) {
                    // torchvision divides the image's sides, we know the backbone's stride; only the first row agrees.
                    continue;
                }
                maps.add(Anchors.of(
                        settings(
                                params.get("sizes").get(level),
                                params.get("aspect_ratios_h_over_w").get(level)),
                        params.get("features").get(level).get(0).asInt(),
                        params.get("features").get(level).get(1).asInt(),
                        strides.get(0).asInt()));
            }
            Anchors anchors = Anchors.joined(maps);
            double[] expected = doubles(example.get("anchors").get("data"));
            assertThat(anchors.count()).isPositive();
            for (int anchor = 0; anchor < anchors.count(); anchor++) {
                assertThat(anchors.box(anchor)).isEqualTo(box(expected, anchor));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void objectsOfAnchorsEqualTorchvision(ReferenceCases source) {
        int matched = 0;
        for (JsonNode example : source.json("torch_detection/matcher_clip").get("cases")) {
            if (!example.has("matched")) {
                continue;
            }
            JsonNode params = example.get("params");
            var best = params.get("allow_low_quality").asBoolean()
                    ? AnchorMatcher.Best.EVEN_APART
                    : AnchorMatcher.Best.NONE;
            var matcher = new AnchorMatcher(
                    params.get("high").asDouble(), params.get("low").asDouble(), best);
            int[] expected = ints(example.get("matched"));
            double[] flat = doubles(example.get("iou_gt_by_anchor").get("data"));
            double[][] overlaps = IntStream.range(0, flat.length / expected.length)
                    .mapToObj(object ->
                            Arrays.copyOfRange(flat, object * expected.length, (object + 1) * expected.length))
                    .toArray(double[][]::new);
            assertThat(matcher.owners(overlaps, expected.length)).isEqualTo(expected);
            matched++;
        }
        assertThat(matched).isPositive();
    }

    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void proposalsEqualTorchvision(ReferenceCases source) {
        JsonNode example = first(source, "rpn_filter_proposals");
        JsonNode params = example.get("params");
        Anchors anchors = anchors(params);
        var limits = new ProposalLimits(
                params.get("pre_nms_top_n_per_level").asInt(),
                params.get("post_nms_top_n").asInt());
        var filter = new ProposalFilter(
                limits,
                params.get("nms_thresh").asDouble(),
                params.get("min_size").asDouble());
        List<RpnOutputs.Map> maps = maps(example, anchors);
        for (int image = 0; image < 2; image++) {
            JsonNode size = params.get("image_sizes").get(image);
            // torchvision's threshold on scores drops the last ones, which ours keeps.
            List<Proposal> found =
                    filter
                            .proposals(
                                    anchors,
                                    new RpnOutputs(maps, image),
                                    size.get(1).asInt(),
                                    size.get(0).asInt())
                            .stream()
                            .filter(proposal -> sigmoid(proposal.logit())
                                    >= params.get("score_thresh").asDouble())
                            .toList();
            double[] boxes = doubles(example.get("proposals").get(image).get("data"));
            double[] scores = doubles(example.get("scores").get(image).get("data"));
            assertThat(found).hasSize(scores.length);
            for (int place = 0; place < scores.length; place++) {
                assertThat(sigmoid(found.get(place).logit())).isCloseTo(scores[place], within(1e-6));
                assertClose(found.get(place).box(), box(boxes, place));
            }
        }
    }

    /** All labelled anchors are drawn, so that nothing is left to chance. */
    @ParameterizedTest
    @EnumSource(ReferenceCases.class)
    void lossesEqualTorchvision(ReferenceCases source) {
        JsonNode inputs = first(source, "rpn_filter_proposals");
        JsonNode example = first(source, "rpn_loss");
        Anchors anchors = anchors(inputs.get("params"));
        var sampling = new AnchorSampling(100_000, 0.99, 0.7, 0.3, Optional.of(AnchorSampling.Crossing.USED));
        var targets = new AnchorTargets(anchors, 2);
        for (int image = 0; image < 2; image++) {
            var truth = new AnchorTargets.Truth(boxes(example.get("gt").get(image)), 80, 64);
            targets.draw(image, truth, sampling, new SplittableRandom(1));
        }
        assertThat(targets.count()).isEqualTo(example.get("n_sampled").asInt());
        try (Engine engine = TestEngine.create(1)) {
            Tape tape = Tape.recording(engine);
            List<RpnOutputs.Map> maps = maps(inputs, anchors);
            List<RegionProposalNetwork.Outputs> outputs = IntStream.range(0, maps.size())
                    .mapToObj(level -> {
                        Anchors.Level grid = anchors.levels().get(level);
                        RpnOutputs.Map map = maps.get(level);
                        int perCell = grid.perCell();
                        return new RegionProposalNetwork.Outputs(
                                tape.constant(engine.tensor(map.logits(), Shape.of(2, perCell, grid.cells(), 1))),
                                tape.constant(engine.tensor(map.offsets(), Shape.of(2, 4 * perCell, grid.cells(), 1))));
                    })
                    .toList();
            Losses losses = new RpnLoss(new BoxLoss.SmoothL1(1.0 / 9, 1))
                    .evaluate(engine, outputs, targets)
                    .read();
            assertThat(losses.term("objectness").orElseThrow())
                    .isCloseTo(example.get("loss_objectness").asDouble(), within(1e-5));
            assertThat(losses.term("rpn_box").orElseThrow())
                    .isCloseTo(example.get("loss_rpn_box_reg").asDouble(), within(1e-5));
        }
    }

    private static Anchors anchors(JsonNode params) {
        List<Anchors> maps = new ArrayList<>();
        for (int level = 0; level < params.get("features").size(); level++) {
            int height = params.get("features").get(level).get(0).asInt();
            int stride = params.get("padded").get(0).asInt() / height;
            maps.add(Anchors.of(
                    settings(params.get("anchor_sizes").get(level), params.get("ratios")),
                    height,
                    params.get("features").get(level).get(1).asInt(),
                    stride));
        }
        return Anchors.joined(maps);
    }

    private static AnchorSettings settings(JsonNode sizes, JsonNode ratios) {
        return new AnchorSettings(
                Arrays.stream(doubles(sizes)).boxed().toList(),
                Arrays.stream(doubles(ratios)).boxed().toList(),
                Optional.of(Centre.CORNER),
                Optional.of(Rounding.HALF_SIDES));
    }

    /** Rows by anchor, as torchvision has them, in the order of a network's maps. */
    private static List<RpnOutputs.Map> maps(JsonNode example, Anchors anchors) {
        double[] logits = doubles(example.get("objectness_logits").get("data"));
        double[] offsets = doubles(example.get("deltas").get("data"));
        List<RpnOutputs.Map> maps = new ArrayList<>();
        for (Anchors.Level level : anchors.levels()) {
            float[] scores = new float[2 * level.count()];
            float[] boxes = new float[8 * level.count()];
            for (int image = 0; image < 2; image++) {
                for (int anchor = 0; anchor < level.count(); anchor++) {
                    int row = image * anchors.count() + level.first() + anchor;
                    scores[level.place(image, anchor)] = (float) logits[row];
                    for (int i = 0; i < 4; i++) {
                        boxes[level.placeOfFour(image, anchor) + i * level.cells()] = (float) offsets[4 * row + i];
                    }
                }
            }
            maps.add(new RpnOutputs.Map(scores, boxes));
        }
        return maps;
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + Math.exp(-logit));
    }

    private static List<Box> boxes(JsonNode matrix) {
        double[] sides = doubles(matrix.get("data"));
        return IntStream.range(0, sides.length / 4)
                .mapToObj(row -> box(sides, row))
                .toList();
    }

    private static Box box(double[] sides, int row) {
        return new Box(sides[4 * row], sides[4 * row + 1], sides[4 * row + 2], sides[4 * row + 3]);
    }

    private static void assertClose(Box box, Box expected) {
        assertThat(new double[] {box.x1(), box.y1(), box.x2(), box.y2()})
                .containsExactly(
                        new double[] {expected.x1(), expected.y1(), expected.x2(), expected.y2()}, within(1e-4));
    }
}
