package dev.roilab.report;

import dev.roilab.data.TrueObject;
import dev.roilab.eval.DetectionMeasures;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.result.Status;
import dev.roilab.result.StudyResults;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.GalleryImage;
import dev.roilab.result.TrialResult.LossPoint;
import dev.roilab.result.TrialResult.StageTime;
import dev.roilab.study.ReportSettings;
import dev.roilab.study.ReportSettings.PlotSettings;
import dev.roilab.study.ReportSettings.TableSettings;
import dev.roilab.study.StudyBackground;
import dev.roilab.task.Curve;
import dev.roilab.task.Mark;
import dev.roilab.task.detection.DetectionMarks;
import dev.roilab.task.detection.FormerDetection;
import dev.roilab.task.detection.PrecisionRecall;
import dev.roilab.testing.TwoLosses;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Results with plausible numbers that nobody has measured. */
public final class MadeUpStudy {
    private static final List<String> CLASSES = List.of("circle", "square", "triangle");
    private static final List<String> STAGES = List.of(
            "decode",
            "resize",
            "proposals",
            "backbone",
            "roi",
            "fc6",
            "fc7",
            "outputs",
            "box decoding",
            "nms",
            "unaccounted");
    private static final double[] MILLISECONDS = {1.9, 2.4, 14.2, 21.7, 5.1, 7.9, 3.2, 0.6, 0.3, 1.4, 0.4};

    private final Path folder;
    private final int seeds;
    private final boolean withFailure;

    public MadeUpStudy(Path folder, int seeds, boolean withFailure) {
        this.folder = folder;
        this.seeds = seeds;
        this.withFailure = withFailure;
    }

    /** RoIPool against RoIAlign. */
    public StudyResults twoArms() {
        List<TrialResult> trials = new ArrayList<>();
        for (String layer : List.of("roi-pool", "roi-align")) {
            for (int seed = 1; seed <= seeds; seed++) {
                trials.add(trial(Map.of("model.roi", layer), seed));
            }
        }
        return results("roi-layer", List.of("model.roi"), Optional.empty(), trials);
    }

    /** The same at two strides. */
    StudyResults twoByTwo() {
        List<TrialResult> trials = new ArrayList<>();
        for (String layer : List.of("roi-pool", "roi-align")) {
            for (String stride : List.of("8", "16")) {
                for (int seed = 1; seed <= seeds; seed++) {
                    Map<String, String> varied = new LinkedHashMap<>();
                    varied.put("model.roi", layer);
                    varied.put("model.backbone.stride", stride);
                    trials.add(trial(varied, seed));
                }
            }
        }
        return results(
                "roi-layer-by-stride",
                List.of("model.roi", "model.backbone.stride"),
                Optional.of("model.backbone.stride"),
                trials);
    }

    private StudyResults results(
            String study, List<String> varied, Optional<String> columns, List<TrialResult> trials) {
        ReportSettings report = new ReportSettings(
                List.of(new TableSettings("model.roi", columns, List.of("ap50", "ap75", "ap", "roi_ms"))),
                List.of(
                        new PlotSettings.PrCurve(0.5),
                        new PlotSettings.PrCurve(0.75),
                        new PlotSettings.LossCurve(),
                        new PlotSettings.StageBars(),
                        new PlotSettings.Dots("ap75"),
                        new PlotSettings.Dots("roi_ms")));
        return new StudyResults(
                study,
                "Does removing RoIPool's two roundings help, and does the gain grow with the stride?",
                varied,
                CLASSES,
                report,
                StudyBackground.NONE,
                folder,
                "./roilab run experiments/ablation/" + study + ".yaml",
                trials);
    }

    private TrialResult trial(Map<String, String> varied, long seed) {
        boolean align = varied.containsValue("roi-align");
        boolean coarse = varied.containsValue("16");
        String name = String.join(",", varied.values()) + ",seed=" + seed;
        SplittableRandom random = new SplittableRandom(name.hashCode());
        double luck = new SplittableRandom(seed).nextGaussian(0, 0.008);
        double ap50 = 0.712 + (align ? 0.004 : 0) - (coarse ? 0.05 : 0) + luck + random.nextGaussian(0, 0.004);
        double ap75 = 0.471
                + (align ? coarse ? 0.055 : 0.034 : 0)
                - (coarse ? 0.06 : 0)
                + luck
                + random.nextGaussian(0, 0.004);
        boolean fails = withFailure && align && seed == seeds;
        Map<String, Double> metrics = new LinkedHashMap<>();
        Map<String, Double> classAp = new LinkedHashMap<>();
        if (!fails) {
            metrics.put("ap50", ap50);
            metrics.put("ap75", ap75);
            metrics.put("ap", 0.55 * ap50 + 0.12 * ap75);
            metrics.put("aps", 0.35 * ap50);
            metrics.put("apm", 0.6 * ap50);
            metrics.put("apl", -1.0);
            metrics.put("voc07", ap50 - 0.012);
            metrics.put("voc_area", ap50 + 0.003);
            classAp.put("circle", ap50 + 0.08);
            classAp.put("square", ap50 + 0.01);
            classAp.put("triangle", ap50 - 0.081);
        }
        return new TrialResult(
                "roi-layer",
                name,
                varied,
                seed,
                fails ? Status.DIVERGED : Status.OK,
                fails ? Optional.of("diverged @ step 812: box loss is Infinity | images 12, 77") : Optional.empty(),
                DetectionMeasures.all(),
                metrics,
                FormerDetection.byClass(classAp),
                fails ? Double.NaN : 412 + (align ? 21 : 0) + random.nextGaussian(0, 3),
                fails ? Map.of() : stages(align, random),
                losses(fails ? 800 : 2000, random, align),
                fails ? List.of() : List.of(curve(0.5, ap50), curve(0.75, ap75)),
                fails ? List.of() : gallery(name, random),
                provenance(seed));
    }

    private static Map<String, String> provenance(long seed) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("commit", "0123abc");
        provenance.put("java", "25.0.1");
        provenance.put("cpu", "Example CPU @ 2.0 GHz");
        provenance.put("threads", "2");
        provenance.put("engine", "cpu");
        provenance.put("device", "cpu");
        provenance.put("start", "2026-01-01T10:0" + seed % 10 + ":00Z");
        return provenance;
    }

    private static Map<String, StageTime> stages(boolean align, SplittableRandom random) {
        Map<String, StageTime> stages = new LinkedHashMap<>();
        for (int stage = 0; stage < STAGES.size(); stage++) {
            double factor = align && STAGES.get(stage).equals("roi") ? 1.4 : 1;
            double median = MILLISECONDS[stage] * factor * random.nextGaussian(1, 0.01);
            stages.put(STAGES.get(stage), new StageTime(median, 1.15 * median));
        }
        return stages;
    }

    private static List<LossPoint> losses(int steps, SplittableRandom random, boolean align) {
        List<LossPoint> losses = new ArrayList<>();
        for (int step = 20; step <= steps; step += 20) {
            double decay = Math.exp(-step / 450.0);
            losses.add(new LossPoint(
                    step,
                    TwoLosses.of(
                            0.32 + 1.3 * decay + random.nextGaussian(0, 0.03),
                            (align ? 0.17 : 0.2) + 0.35 * decay + random.nextGaussian(0, 0.015)),
                    step < 1500 ? 0.01 : 0.001));
        }
        return losses;
    }

    private static Curve curve(double iou, double ap) {
        List<Double> recall =
                IntStream.rangeClosed(0, 100).mapToObj(point -> point / 100.0).toList();
        List<Double> precision = recall.stream()
                .map(at -> Math.clamp(1.02 - Math.pow(at / (ap + 0.13), 7), 0.0, 1.0))
                .toList();
        return new Curve(PrecisionRecall.info(iou), new Curve.Line(recall, precision), List.of());
    }

    private List<GalleryImage> gallery(String trial, SplittableRandom random) {
        List<GalleryImage> gallery = new ArrayList<>();
        for (int image = 0; image < 3; image++) {
            SplittableRandom shapes = new SplittableRandom(image);
            List<TrueObject> truth = new ArrayList<>();
            List<Detection> found = new ArrayList<>();
            for (int object = 0; object < 3; object++) {
                double left = 10 + 75.0 * object + shapes.nextInt(20);
                double top = 10 + shapes.nextInt(80);
                double size = 40 + shapes.nextInt(25);
                int label = shapes.nextInt(CLASSES.size());
                truth.add(new TrueObject(label, new Box(left, top, left + size, top + size), false));
                double shift = random.nextGaussian(0, 3);
                Box box = new Box(left + shift, top - shift, left + size + shift, top + size);
                found.add(new Detection(label, random.nextDouble(0.4, 1), box));
            }
            gallery.add(new GalleryImage(
                    "%06d".formatted(image), "gallery/%06d.png".formatted(image), 2, DetectionMarks.of(truth, found)));
        }
        draw(trial, gallery);
        return gallery;
    }

    private void draw(String trial, List<GalleryImage> gallery) {
        try {
            Files.createDirectories(folder.resolve(trial).resolve("gallery"));
            for (GalleryImage image : gallery) {
                BufferedImage picture = new BufferedImage(512, 352, BufferedImage.TYPE_INT_RGB);
                Graphics2D graphics = picture.createGraphics();
                graphics.setColor(new Color(0x6B7A72));
                graphics.fillRect(0, 0, 512, 352);
                for (Mark mark : image.marks().truth().marks()) {
                    var object = (Mark.Rectangle) mark;
                    Box box = new Box(object.x1(), object.y1(), object.x2(), object.y2()).scale(2, 2);
                    graphics.setColor(
                            new Color(0xB5A08A - 0x182838 * object.label().orElse(0)));
                    graphics.fillOval((int) box.x1(), (int) box.y1(), (int) box.width(), (int) box.height());
                }
                graphics.dispose();
                ImageIO.write(
                        picture,
                        "png",
                        folder.resolve(trial).resolve(image.file()).toFile());
            }
        } catch (IOException cause) {
            throw new java.io.UncheckedIOException(cause);
        }
    }
}
