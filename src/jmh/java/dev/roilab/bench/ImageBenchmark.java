package dev.roilab.bench;

import dev.roilab.data.ImageBatch;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Pixels;
import dev.roilab.data.Prepared;
import dev.roilab.data.ResizeRule;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.image.ImageFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.global.opencv_core;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** From the bytes of a file to the numbers of a batch, for an image of VOC's usual size. */
public class ImageBenchmark extends KernelBenchmark {
    private static final int WIDTH = 500;
    private static final int HEIGHT = 375;
    private static final int RESIZED_WIDTH = 800;
    private static final int RESIZED_HEIGHT = 600;

    private final Sample<TrueObjects> sample = Pictures.of(WIDTH, HEIGHT);
    private final Pixels pixels = sample.read();
    private final ImagePreparation preparation = new ImagePreparation(new ResizeRule(RESIZED_HEIGHT, RESIZED_WIDTH), 0);
    private final Prepared<TrueObjects> prepared = preparation.prepare(sample, pixels, false);
    private byte[] jpeg = {};

    @Setup
    public void encode() throws IOException {
        opencv_core.setNumThreads(1);
        var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        byte[] rgb = pixels.rgb();
        for (int index = 0; index < WIDTH * HEIGHT; index++) {
            int red = rgb[3 * index] & 0xFF;
            int green = rgb[3 * index + 1] & 0xFF;
            int blue = rgb[3 * index + 2] & 0xFF;
            image.setRGB(index % WIDTH, index / WIDTH, red << 16 | green << 8 | blue);
        }
        var bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "jpeg", bytes)) {
            throw new IOException("this Java has no JPEG writer");
        }
        jpeg = bytes.toByteArray();
    }

    @Benchmark
    public Pixels decode() {
        return ImageFiles.decode(jpeg, "picture");
    }

    @Benchmark
    public Pixels resize() {
        return ImageFiles.resize(pixels, RESIZED_WIDTH, RESIZED_HEIGHT);
    }

    @Benchmark
    public ImageBatch batch() {
        return preparation.batch(List.of(prepared));
    }

    @Override
    public Work work(String kernel, Map<String, String> parameters) {
        String file = WIDTH + " x " + HEIGHT;
        String resized = RESIZED_WIDTH + " x " + RESIZED_HEIGHT;
        double pixelsResized = (double) RESIZED_WIDTH * RESIZED_HEIGHT;
        return switch (kernel) {
            case "decode" -> new Work("decoding of a JPEG", file, (double) WIDTH * HEIGHT, Work.Unit.PIXEL);
            case "resize" -> new Work("resizing", file + " to " + resized, pixelsResized, Work.Unit.PIXEL);
            case "batch" -> new Work("normalising into a batch", resized, pixelsResized, Work.Unit.PIXEL);
            default -> throw unknown(kernel);
        };
    }
}
