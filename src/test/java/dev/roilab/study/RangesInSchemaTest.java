package dev.roilab.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.backbone.DilatedStage;
import dev.roilab.backbone.EfficientnetSettings;
import dev.roilab.backbone.SqueezenetSettings;
import dev.roilab.compress.SvdSettings;
import dev.roilab.data.ClassFoldersSettings;
import dev.roilab.data.DataSettings;
import dev.roilab.data.LabelMapsSettings;
import dev.roilab.data.VocSegmentationSettings;
import dev.roilab.detect.LearningCurveSettings;
import dev.roilab.detect.ScaleSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.crop.CropSettings;
import dev.roilab.detect.picture.PictureHead;
import dev.roilab.detect.postprocessing.PostprocessingSettings;
import dev.roilab.detect.pretraining.PretrainSettings;
import dev.roilab.detect.region.BoxTargets;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.SamplingSettings;
import dev.roilab.detect.staged.RidgeSettings;
import dev.roilab.detect.staged.SvmSettings;
import dev.roilab.model.classifier.AuxiliarySettings;
import dev.roilab.model.classifier.ClassifierSettings;
import dev.roilab.model.classifier.RandomCrops;
import dev.roilab.model.classifier.ViewSettings;
import dev.roilab.model.encoderdecoder.EncoderDecoderSettings;
import dev.roilab.model.fcn.FcnSettings;
import dev.roilab.model.maskrcnn.KeyPointSettings;
import dev.roilab.model.maskrcnn.MaskSettings;
import dev.roilab.model.pixelwindow.PixelWindowSettings;
import dev.roilab.model.pose.JointLoss;
import dev.roilab.model.slidingwindow.WindowGrid;
import dev.roilab.model.yolo.AddedLayers;
import dev.roilab.model.yolo.GridSettings;
import dev.roilab.model.yolo.InputSettings;
import dev.roilab.model.yolo.LossSettings;
import dev.roilab.neck.NeckSettings;
import dev.roilab.nn.BoxLoss;
import dev.roilab.nn.Schedule;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.roi.RoiLayer;
import dev.roilab.rpn.AnchorSampling;
import dev.roilab.rpn.AnchorSettings;
import dev.roilab.rpn.ProposalLimits;
import dev.roilab.rpn.RpnSettings;
import dev.roilab.study.schema.StudySchema;
import dev.roilab.timing.TimingSettings;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Spelling;
import dev.roilab.yaml.Variants;
import dev.roilab.yaml.YamlException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.json.JsonMapper;

/** Whatever the program refuses for its size, an editor refuses, too: both read it from the record's component. */
class RangesInSchemaTest {
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(StudySchema.json());

    private static final String STUDY = "study: s\nquestion: q\nextends: base.yaml\nseeds: [1]\n";

    private static final String SHAPES = "{type: shapes, seed: 1, width: 64, height: 64, train: 4, test: 2, classes: 3,"
            + " objects: 2, smallest: 16, largest: 40, occlusion: 0.1, texture: 0.1, noise: 2, warp: 0.1, shorter_side: 64,"
            + " longer_side: 64}";
    private static final String LABEL_MAPS =
            "data: {type: label-maps, root: x, images: i, maps: m, test_every: 2, classes: [{name: a}, {name: b}], crop:"
                    + " {side: 32, step: 16}, shorter_side: 64, longer_side: 64}";
    private static final String GRID =
            "proposals: {type: dense-grid, count: 9, scales: [24], ratios: [1.0], step: 0.5}";
    private static final String TINY = "backbone: {type: tiny, width: 8, stride: 16, frozen_below: 0}";
    private static final String SVM =
            "svm: {cost: 0.001, positive_weight: 2, bias: 10, norm: 20, negative_iou: 0.3, retrain: 2000}";
    private static final String SHARED = "sampling: {rois: 16, foreground: 0.25, foreground_iou: 0.5, background_iou:"
            + " {from: 0.0, to: 0.5}}, postprocessing: {score: 0.05, nms: 0.3, detections: 100},";
    private static final String TRAIN =
            "train: {steps: 9, images: 2, rate: 0.1, bias_rate: 2, momentum: 0.9, decay: 0, clip_norm: 10, scales: [64]}";

    private static final String FASTER_RCNN = "model: {type: faster-rcnn, rpn: {sampling: {anchors: 16, foreground:"
            + " 0.5, foreground_iou: 0.7, background_iou: 0.3}, anchors: {sizes: [32], ratios: [1]}, channels: 4,"
            + " box_loss: {type: l1, weight: 1}, train: {before_nms: 9, after_nms: 9}, test: {before_nms: 9, after_nms:"
            + " 9}, nms: 0.7, smallest: 0}, " + TINY + ", roi: {type: roi-pool, output_size: 5}, head: {fc: [4]},"
            + " box_loss: {type: l1, weight: 1}, box_targets: {deviation: [1, 1, 1, 1]}, "
            + SHARED.replaceFirst(",$", "}");

    private static final String YOLO = "model: {type: yolo, input: {side: 64, aspect: kept}, head: {channels: [8],"
            + " strides: [2], fc: [4], dropout: 0.5}, grid: {cells: 3, boxes: 2}, loss: {coord: 5, noobj: 0.5,"
            + " confidence: one}, " + TINY + ", postprocessing: {score: 0, nms: 0.3, detections: 1}}";

    private static final String CLASSIFIER = "model: {type: classifier, " + TINY + ", head: {fc: [4], dropout: 0}, ";

    private static final String MASK_RCNN = FASTER_RCNN.replace(
            "type: faster-rcnn,",
            "type: mask-rcnn, mask: {roi: {type: roi-pool, output_size: 7}, convolutions: 2, channels: 8, threshold:"
                    + " 0.5},");
    private static final String KEY_POINTS = FASTER_RCNN.replace(
            "type: faster-rcnn,",
            "type: mask-rcnn, key_points: {roi: {type: roi-pool, output_size: 7}, convolutions: 2, channels: 8,"
                    + " outputs: {type: coordinates, beta: 0.1}},");

    /** A good line of a study with every key of a record. */
    private static final Map<Class<?>, String> LINES = Map.ofEntries(
            Map.entry(TrainSettings.class, TRAIN),
            Map.entry(LearningCurveSettings.class, "train: {learning_curve: {points: 5, images: 9}}"),
            Map.entry(ClassifierSettings.class, CLASSIFIER + "label_smoothing: 0.1}"),
            Map.entry(
                    AuxiliarySettings.class,
                    CLASSIFIER + "auxiliary: {heads: 1, weight: 0.3, channels: 8, head: {fc: [4], dropout: 0}}}"),
            Map.entry(RandomCrops.class, CLASSIFIER + "crops: {side: 32, padding: 4}}"),
            Map.entry(ViewSettings.class, CLASSIFIER + "views: {shorter_sides: [32], mirrored: true}}"),
            Map.entry(
                    ViewSettings.Squares.class,
                    CLASSIFIER + "views: {squares: {side: 32, places: five}, mirrored: true}}"),
            Map.entry(SamplingSettings.class, "model: {sampling: {rois: 16, foreground: 0.25, foreground_iou: 0.5}}"),
            Map.entry(SamplingSettings.Band.class, "model: {sampling: {background_iou: {from: 0.1, to: 0.5}}}"),
            Map.entry(Schedule.Constant.class, "train: {schedule: {type: constant, warmup: 0}}"),
            Map.entry(Schedule.Cosine.class, "train: {schedule: {type: cosine, warmup: 0}}"),
            Map.entry(Schedule.Step.class, "train: {schedule: {type: step, at: [0.5], factor: 0.1, warmup: 0}}"),
            Map.entry(PostprocessingSettings.class, "model: {postprocessing: {score: 0, nms: 0.3, detections: 1}}"),
            Map.entry(ScaleSettings.class, "test: {scales: {shorter_sides: [64], window: 32}}"),
            Map.entry(TimingSettings.class, "timing: {images: 1, rounds: 1, processes: 1}"),
            Map.entry(DataSettings.Shapes.class, "data: " + SHAPES),
            Map.entry(
                    DataSettings.Voc.class,
                    "data: {type: voc, root: x, classes: [a], train_split: [t], test_split: t, on_bad_box: fail,"
                            + " first_pixel: 0, shorter_side: 64, longer_side: 64}"),
            Map.entry(
                    DataSettings.Patterns.class,
                    "data: {type: patterns, seed: 1, side: 32, train: 4, test: 2, shapes: 2, directions: 2, clutter: 0.5,"
                            + " noise: 2, shorter_side: 32, longer_side: 32}"),
            Map.entry(
                    DataSettings.Coco.class,
                    "data: {type: coco, root: x, annotations: a.json, test_every: 2, on_bad_box: fail,"
                            + " key_point_sigmas: [0.1], shorter_side: 64, longer_side: 64}"),
            Map.entry(
                    ClassFoldersSettings.class,
                    "data: {type: class-folders, root: x, test_every: 2, shorter_side: 64, longer_side: 64}"),
            Map.entry(LabelMapsSettings.class, LABEL_MAPS),
            Map.entry(LabelMapsSettings.Crop.class, LABEL_MAPS),
            Map.entry(
                    VocSegmentationSettings.class,
                    "data: {type: voc-segmentation, root: x, train_split: [t], test_split: t, shorter_side: 64,"
                            + " longer_side: 64}"),
            Map.entry(
                    ProposalSettings.SelectiveSearch.class,
                    "model: {proposals: {type: selective-search, count: 9, implementation: roilab, mode: fast, width: 0,"
                            + " smallest: 0}}"),
            Map.entry(ProposalSettings.DenseGrid.class, "model: {" + GRID + "}"),
            Map.entry(ProposalSettings.Stored.class, "model: {proposals: {type: stored, count: 9, file: x.json}}"),
            Map.entry(
                    PretrainSettings.Classification.class,
                    "pretraining: {type: classification, seed: 1, data: " + SHAPES + ", sizes: [64], roi: {type: spp,"
                            + " levels: [1]}, head: {fc: [4]}, steps: 1, images: 1, rate: 0.1, momentum: 0.9, decay: 0,"
                            + " schedule: {type: constant, warmup: 0}}"),
            Map.entry(RoiLayer.RoiPool.class, "model: {roi: {type: roi-pool, output_size: 5}}"),
            Map.entry(RoiLayer.Spp.class, "model: {roi: {type: spp, levels: [2]}}"),
            Map.entry(RoiLayer.RoiWarp.class, "model: {roi: {type: roi-warp, output_size: 5, sampling_ratio: 2}}"),
            Map.entry(RoiLayer.RoiAlign.class, "model: {roi: {type: roi-align, output_size: 5, sampling_ratio: 2}}"),
            Map.entry(
                    BackboneSettings.Resnet.class,
                    "model: {backbone: {type: resnet, depth: 18, stride: 16, norm: trained, squeeze_excitation: 16,"
                            + " frozen_below: 0}}"),
            Map.entry(
                    BackboneSettings.Vgg.class,
                    "model: {backbone: {type: vgg, depth: 16, stride: 16, width: 0.5, frozen_below: 0}}"),
            Map.entry(
                    BackboneSettings.Alexnet.class,
                    "model: {backbone: {type: alexnet, stride: 16, width: 0.5, frozen_below: 0}}"),
            Map.entry(
                    BackboneSettings.SmallResnet.class,
                    "model: {backbone: {type: small-resnet, depth: 8, stride: 4, width: 4, shortcut: identity, norm:"
                            + " trained, squeeze_excitation: 4, frozen_below: 0}}"),
            Map.entry(
                    BackboneSettings.Googlenet.class,
                    "model: {backbone: {type: googlenet, stride: 16, width: 0.5, norm: trained, frozen_below: 0}}"),
            Map.entry(
                    EfficientnetSettings.class,
                    "model: {backbone: {type: efficientnet, variant: b0, width: 0.5, depth: 1, stride: 16, norm: trained,"
                            + " stochastic_depth: 0.2, frozen_below: 0}}"),
            Map.entry(
                    SqueezenetSettings.class,
                    "model: {backbone: {type: squeezenet, variant: v1-1, width: 0.5, stride: 16, frozen_below: 0}}"),
            Map.entry(
                    BackboneSettings.Densenet.class,
                    "model: {backbone: {type: densenet, blocks: [2, 2, 2], growth: 4, stem: small, stride: 4,"
                            + " frozen_below: 0}}"),
            Map.entry(BackboneSettings.Tiny.class, "model: {" + TINY + "}"),
            Map.entry(
                    DilatedStage.class,
                    "model: {backbone: {type: tiny, width: 4, stride: 8, dilated_stage: {dilation: 2, deformable: 1},"
                            + " frozen_below: 0}}"),
            Map.entry(HeadSettings.Fc.class, "model: {head: {fc: [4]}}"),
            Map.entry(SvdSettings.class, "model: {head: {fc: [64], svd: {method: exact, RANKS_OR_ENERGY}}}"),
            Map.entry(
                    SvdSettings.Tuning.class,
                    "model: {head: {fc: [64], svd: {method: exact, ranks: [4], tuning: {steps: 1, rate: 0.1}}}}"),
            Map.entry(BoxLoss.L2.class, "model: {box_loss: {type: l2, weight: 1}}"),
            Map.entry(BoxLoss.L1.class, "model: {box_loss: {type: l1, weight: 1}}"),
            Map.entry(BoxLoss.SmoothL1.class, "model: {box_loss: {type: smooth-l1, beta: 1, weight: 1}}"),
            Map.entry(
                    JointLoss.SmoothL1.class,
                    "model: {type: pose-regressor, " + TINY
                            + ", head: {fc: [4], dropout: 0}, joint_loss: {type: smooth-l1, beta: 1}}"),
            Map.entry(BoxTargets.class, "model: {box_targets: {deviation: [1, 1, 1, 1]}}"),
            Map.entry(SvmSettings.class, "model: {" + SVM + "}"),
            Map.entry(
                    RidgeSettings.class,
                    "model: {type: rcnn, " + GRID + ", " + TINY + ", crop: {size: 32, padding: 4}, head: {fc: [4]}, "
                            + SHARED
                            + " box_regression: {iou: 0.6, strength: 1000, norm: 20, pairs: 1000}, " + SVM + "}"),
            Map.entry(AnchorSettings.class, FASTER_RCNN),
            Map.entry(
                    ProposalSettings.Rpn.class,
                    "model: {proposals: {type: rpn, count: 9, weights: w.safetensors, " + TINY
                            + ", anchors: {sizes: [32], ratios: [1]}, channels: 4, before_nms: 9, nms: 0.7, smallest: 0,"
                            + " shorter_side: 64, longer_side: 64}}"),
            Map.entry(NeckSettings.Fpn.class, "model: {neck: {type: fpn, channels: 4, finest: 4, canonical: 224}}"),
            Map.entry(PictureHead.class, "model: {type: classifier, head: {fc: [8], dropout: 0.5}, " + TINY + "}"),
            Map.entry(
                    FcnSettings.class,
                    "model: {type: fcn, " + TINY + ", finest: 8, upsampling: fixed, class_weights: [1]}"),
            Map.entry(
                    EncoderDecoderSettings.class,
                    "model: {type: encoder-decoder, channels: [8], convolutions: 1, batch_norm: true, upsampling:"
                            + " nearest, class_weights: [1]}"),
            Map.entry(
                    PixelWindowSettings.class,
                    "model: {type: pixel-window, " + TINY + ", window: 16, head: {fc: [8], dropout: 0.5}, pixels: 4,"
                            + " step: 1, class_weights: [1]}"),
            Map.entry(AnchorSampling.class, FASTER_RCNN),
            Map.entry(ProposalLimits.class, FASTER_RCNN),
            Map.entry(RpnSettings.class, FASTER_RCNN),
            Map.entry(InputSettings.class, YOLO),
            Map.entry(AddedLayers.class, YOLO),
            Map.entry(GridSettings.class, YOLO),
            Map.entry(LossSettings.class, YOLO),
            Map.entry(MaskSettings.class, MASK_RCNN),
            Map.entry(KeyPointSettings.class, KEY_POINTS),
            Map.entry(KeyPointSettings.Outputs.Coordinates.class, KEY_POINTS),
            Map.entry(
                    CropSettings.class,
                    "model: {type: sliding-window, " + TINY + ", crop: {size: 32, padding: 4}, head: {fc: [4]}, "
                            + SHARED
                            + " windows: {sides: [32], ratios: [1], step: 0.5}}"),
            Map.entry(
                    WindowGrid.class,
                    "model: {type: sliding-window, " + TINY + ", crop: {size: 32, padding: 4}, head: {fc: [4]}, "
                            + SHARED
                            + " windows: {sides: [32], ratios: [1], step: 0.5}}"));

    @TempDir
    private Path folder = Path.of("");

    /** A line with one value outside of its range. */
    record Case(String key, String good, String bad) {}

    static Stream<Case> cases() {
        Set<Class<?>> records = new LinkedHashSet<>();
        collect(StudyFile.Header.class, records);
        collect(TrialSettings.class, records);
        List<Case> cases = new ArrayList<>();
        for (Class<?> type : records) {
            for (RecordComponent component : type.getRecordComponents()) {
                Range range = component.getAnnotation(Range.class);
                if (range != null) {
                    cases.addAll(cases(type, component, range));
                }
            }
        }
        return cases.stream();
    }

    private static List<Case> cases(Class<?> type, RecordComponent component, Range range) {
        String key = Spelling.key(component.getName());
        String line = LINES.getOrDefault(type, "no line for " + type)
                .replace("RANKS_OR_ENERGY", key.equals("energy") ? "energy: 0.5" : "ranks: [4]");
        boolean list = component.getGenericType().getTypeName().contains("List");
        List<Case> cases = new ArrayList<>();
        for (double outside : outside(range)) {
            String value = outside == Math.rint(outside) ? Long.toString((long) outside) : Double.toString(outside);
            String bad = list ? "[" + value + "]" : value;
            String changed = line.replaceFirst("\\b" + key + ": (\\[[^\\]]*\\]|[^,}]+)", key + ": " + bad);
            assertThat(changed).as("%s of %s", key, type).isNotEqualTo(line);
            cases.add(new Case(key, line, changed));
        }
        return cases;
    }

    private static List<Double> outside(Range range) {
        if (range.among().length > 0) {
            return List.of(range.among()[0] - 1.0, range.among()[range.among().length - 1] + 1.0);
        }
        return Stream.of(range.min() - 1, range.above(), range.max() + 1, range.below())
                .filter(Double::isFinite)
                .toList();
    }

    private static void collect(Type type, Set<Class<?>> records) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                collect(argument, records);
            }
        } else if (type instanceof Class<?> raw && raw.isRecord()) {
            if (records.add(raw)) {
                for (RecordComponent component : raw.getRecordComponents()) {
                    collect(component.getGenericType(), records);
                }
            }
        } else if (type instanceof Class<?> raw && raw.isSealed() && !raw.isEnum()) {
            for (Class<?> variant : raw.getPermittedSubclasses()) {
                collect(variant, records);
            }
        } else {
            for (Variants open : ServiceLoader.load(Variants.class)) {
                if (open.type() == type) {
                    open.records().forEach(variant -> collect(variant, records));
                }
            }
        }
    }

    private static List<?> errors(String yaml) {
        LoadSettings settings =
                LoadSettings.builder().setSchema(new CoreSchema()).build();
        return SCHEMA.validate(new JsonMapper().valueToTree(new Load(settings).loadFromString(yaml)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bothRefuseWhatIsOutside(Case example) {
        assertThat(errors(STUDY + example.good())).isEmpty();
        assertThat(StudyPlan.of(StudyText.write(folder, STUDY + example.good()), List.of())
                        .trials())
                .hasSize(1);
        assertThat(errors(STUDY + example.bad())).as(example.bad()).isNotEmpty();
        assertThatThrownBy(() -> StudyPlan.of(StudyText.write(folder, STUDY + example.bad()), List.of()))
                .isInstanceOf(YamlException.class)
                .hasMessageMatching("(?s).*study\\.yaml:5:[0-9]+: " + example.key() + " must (each )?be .*");
    }
}
