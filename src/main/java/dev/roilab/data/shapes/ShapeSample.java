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
        var canvas = new Canvas(width(), height());
        canvas.fill(scene.ground(), Texture.ground(random, width(), height()));
        for (Scene.Drawn object : scene.objects()) {
            Coverage mask = Coverage.of(object.outline(), width(), height());
            double size = Math.max(mask.width(), mask.height());
            canvas.draw(mask, object.paint(), Texture.surface(random, size, mask.width(), mask.height()));
        }
        return canvas.pixels(settings.noise(), random);
    }
}
