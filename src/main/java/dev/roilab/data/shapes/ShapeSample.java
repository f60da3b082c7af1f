package dev.roilab.data.shapes;

import dev.roilab.data.DataSettings;
import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.ObjectMask;
import dev.roilab.data.parts.ObjectParts;
import dev.roilab.geometry.mask.RunLengthMask;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** One synthetic picture, drawn anew at each reading: always the same pixels, from any thread. */
public final class ShapeSample implements Sample<TrueObjects> {
    /** Of {@link #gaussian} before it is divided. */
    private static final float GAUSSIAN_DEVIATION = (float) Math.sqrt(12 + 1.0 / 12);

    private static final float MOSTLY = 0.5f;

    private final String id;
    private final DataSettings.Shapes settings;
    private final Scene scene;
    private final TrueObjects truth;

    ShapeSample(String id, DataSettings.Shapes settings, long pictureSeed) {
        this.id = id;
        this.settings = settings;
        scene = Scene.of(settings, pictureSeed);
        truth = new TrueObjects(IntStream.range(0, scene.objects().size())
                .mapToObj(this::object)
                .toList());
    }

    private TrueObject object(int place) {
        Scene.Drawn object = scene.objects().get(place);
        var parts = new ObjectParts(
                false,
                Optional.empty(),
                Optional.of(ObjectMask.made(() -> mask(place))),
                ShapeKeyPoints.of(settings.drawn(), scene.objects(), place));
        return new TrueObject(object.label(), object.box(), false, parts);
    }

    /** The pixels of which at least half can be seen to be the object's. */
    private RunLengthMask mask(int object) {
        Coverage visible = visible(object);
        boolean[] inside = new boolean[width() * height()];
        for (int i = 0; i < visible.values().length; i++) {
            int pixel = (visible.y() + i / visible.width()) * width() + visible.x() + i % visible.width();
            inside[pixel] = visible.values()[i] >= MOSTLY;
        }
        return RunLengthMask.ofBitmap(height(), width(), inside);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int width() {
        return settings.width();
    }

    @Override
    public int height() {
        return settings.height();
    }

    @Override
    public TrueObjects truth() {
        return truth;
    }

    /** The whole of an object, with what later objects hide of it. */
    public Coverage coverage(int object) {
        return Coverage.of(scene.objects().get(object).outline(), width(), height());
    }

    /** What can be seen of an object: its coverage less that of the objects in front. */
    public Coverage visible(int object) {
        Coverage mask = coverage(object);
        for (int front = object + 1; front < scene.objects().size(); front++) {
            Coverage hiding = coverage(front);
            for (int i = 0; i < mask.values().length; i++) {
                mask.values()[i] *= 1 - hiding.at(mask.x() + i % mask.width(), mask.y() + i / mask.width());
            }
        }
        return mask;
    }

    @Override
    public Pixels read() {
        SplittableRandom random = new SplittableRandom(scene.pixelSeed());
        float[] canvas = new float[width() * height() * 3];
        Texture ground = Texture.ground(random, width(), height());
        for (int y = 0; y < height(); y++) {
            for (int x = 0; x < width(); x++) {
                blend(canvas, (y * width() + x) * 3, scene.ground(), ground.at(x, y), 1);
            }
        }
        for (Scene.Drawn object : scene.objects()) {
            draw(object, canvas, random);
        }
        return new Pixels(width(), height(), withNoise(canvas, random));
    }

    private void draw(Scene.Drawn object, float[] canvas, SplittableRandom random) {
        Coverage mask = Coverage.of(object.outline(), width(), height());
        double size = Math.max(mask.width(), mask.height());
        Texture surface = Texture.surface(random, size, mask.width(), mask.height());
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                float part = mask.values()[y * mask.width() + x];
                if (part > 0) {
                    int pixel = (mask.y() + y) * width() + mask.x() + x;
                    blend(canvas, pixel * 3, object.paint(), surface.at(x, y), part);
                }
            }
        }
    }

    private static void blend(float[] canvas, int at, Paint paint, double texture, float part) {
        float red = (float) (paint.red() + texture * paint.varyRed());
        float green = (float) (paint.green() + texture * paint.varyGreen());
        float blue = (float) (paint.blue() + texture * paint.varyBlue());
        canvas[at] += part * (red - canvas[at]);
        canvas[at + 1] += part * (green - canvas[at + 1]);
        canvas[at + 2] += part * (blue - canvas[at + 2]);
    }

    private byte[] withNoise(float[] canvas, SplittableRandom random) {
        byte[] rgb = new byte[canvas.length];
        float deviation = (float) settings.noise();
        for (int i = 0; i < canvas.length; i++) {
            float value = deviation == 0 ? canvas[i] : canvas[i] + deviation * gaussian(random.nextLong());
            rgb[i] = (byte) Math.clamp(Math.round(value), 0, 255);
        }
        return rgb;
    }

    /**
     * A number of mean 0 and variance 1, Gaussian to the eye of any test on pixels: the count of ones among 48 random
     * bits (variance 12), its steps filled by a uniform number of the other 16 (variance 1/12). The library's own
     * {@code nextGaussian} may change its algorithm with the JDK, and the pictures with it.
     */
    private static float gaussian(long bits) {
        int ones = Long.bitCount(bits >>> 16);
        float fraction = (bits & 0xFFFF) / 65536f;
        return (ones - 24 + fraction - 0.5f) / GAUSSIAN_DEVIATION;
    }
}
