package dev.roilab.model.fasterrcnn;

import static dev.roilab.testing.ReferenceData.doubles;
import static dev.roilab.testing.ReferenceData.floats;
import static dev.roilab.testing.ReferenceData.ints;

import dev.roilab.autograd.Parameter;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.ImageBatch;
import dev.roilab.data.Pixels;
import dev.roilab.data.Placement;
import dev.roilab.data.Prepared;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.ImageSampling;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.InitialWeights;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.postprocessing.Postprocessor;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Schedule;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Precision;
import dev.roilab.testing.Waves;
import dev.roilab.timing.StageTimer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** What torchvision's networks and ours are compared on: a network with the weights of a case, and its mini-batch. */
record ReferenceNetwork(Engine engine, SystemParts parts, FasterRcnnSettings model, FasterRcnn network) {
    /** The objects of every picture. */
    static final int OBJECTS = 3;

    /** With the weights that a case stores, or else those that its formula gives. */
    static ReferenceNetwork of(Engine engine, JsonNode example, FasterRcnnSettings model) {
        int images = example.get("sizes").size();
        DataSettings data =
                new DataSettings.Shapes(1, 64, 64, 2, 2, example.get("classes").asInt(), 2, 24, 48, 0, 0.2, 3, 64, 64);
        Dataset<TrueObjects> dataset = DataSets.load(data, Optional.empty());
        var parts = new SystemParts(
                engine,
                dataset,
                _ -> List.of(),
                new ImageScales(data, 1),
                new TrainSettings(1, images, false, Precision.F32, 0.1, 0, 0, new Schedule.Constant(0)),
                TestSettings.ONE_SCALE,
                new RandomStreams(1),
                new StageTimer(),
                Path.of("."),
                InitialWeights.NONE,
                false);
        var network = new FasterRcnn(engine, model, dataset.classes().size(), parts.random());
        for (Parameter parameter : Stream.concat(network.parameters().stream(), network.buffers().stream())
                .toList()) {
            engine.copy(engine.tensor(weights(example, parameter), parameter.shape()), parameter.value());
        }
        return new ReferenceNetwork(engine, parts, model, network);
    }

    private static float[] weights(JsonNode example, Parameter parameter) {
        String name = parameter.name();
        return example.has("weights")
                ? floats(example.get("weights").get(name).get("data"))
                : Waves.of(name, parameter.shape(), middle(name), height(name));
    }

    /** As in {@code generate.py}. */
    private static double middle(String name) {
        boolean norm = name.contains(".bn") || name.startsWith("bn1") || name.contains("downsample.1");
        if (norm && name.endsWith("running_var")) {
            return 2;
        }
        return norm && name.endsWith("weight") ? 1 : 0;
    }

    private static double height(String name) {
        if (name.startsWith("rpn.bbox_pred") || name.startsWith("head.regressor")) {
            return 0.05;
        }
        return name.startsWith("rpn.cls") || name.startsWith("head.classifier") ? 0.2 : 1;
    }

    /** The detections of each picture, with the batch's padding. */
    List<List<Detection>> detections(JsonNode example) {
        var inference = new FasterRcnnInference(
                engine,
                network,
                parts.preparation(),
                new Postprocessor(network.detector().boxCoder(), model.postprocessing()),
                Optional.empty(),
                new StageTimer());
        ImageBatch batch = batch(example).pixels();
        return IntStream.range(0, batch.count())
                .mapToObj(image -> inference.detect(batch.images().get(image), single(batch, image)))
                .toList();
    }

    /** One image of a batch, with the batch's padding. */
    private static ImageBatch single(ImageBatch batch, int image) {
        int size = batch.values().length / batch.count();
        float[] values = new float[size];
        System.arraycopy(batch.values(), image * size, values, 0, size);
        return new ImageBatch(
                values, 1, batch.height(), batch.width(), List.of(batch.images().get(image)));
    }

    /** All pictures of a case. */
    static ImageSampling.MiniBatch batch(JsonNode example) {
        List<Prepared<TrueObjects>> images = new ArrayList<>();
        for (int image = 0; image < example.get("sizes").size(); image++) {
            int height = example.get("sizes").get(image).get(0).asInt();
            int width = example.get("sizes").get(image).get(1).asInt();
            double[] sides = doubles(example.get("boxes").get(image).get("data"));
            int[] labels = ints(example.get("labels").get(image));
            List<TrueObject> objects = IntStream.range(0, labels.length)
                    .mapToObj(object -> new TrueObject(labels[object] - 1, box(sides, object), false))
                    .toList();
            images.add(new Prepared<>(
                    "image " + image,
                    new Pixels(width, height, new byte[3 * width * height]),
                    Placement.resized(width, height, width, height, false),
                    new TrueObjects(objects)));
        }
        int height = example.get("padded").get(0).asInt();
        int width = example.get("padded").get(1).asInt();
        float[] values =
                example.has("pixels") ? floats(example.get("pixels").get("data")) : pixels(images, height, width);
        return new ImageSampling.MiniBatch(0, images, new ImageBatch(values, images.size(), height, width, images));
    }

    /** By formula, with nothing where there is no picture. */
    private static float[] pixels(List<Prepared<TrueObjects>> images, int height, int width) {
        float[] values = new float[images.size() * 3 * height * width];
        for (int i = 0; i < values.length; i++) {
            Prepared<?> image = images.get(i / (3 * height * width));
            boolean inside = i % width < image.width() && i / width % height < image.height();
            values[i] = inside ? (37 * i % 255 - 127) / 64f : 0;
        }
        return values;
    }

    private static Box box(double[] sides, int row) {
        return new Box(sides[4 * row], sides[4 * row + 1], sides[4 * row + 2], sides[4 * row + 3]);
    }
}
