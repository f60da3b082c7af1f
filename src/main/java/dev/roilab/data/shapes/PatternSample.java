package dev.roilab.data.shapes;

import dev.roilab.data.DataSettings;
import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.geometry.Box;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One picture of a striped shape, drawn anew at each reading: always the same pixels, from any thread. Nothing of it is
 * kept but its seed, so that there may be as many pictures as a training takes.
 */
record PatternSample(String id, DataSettings.Patterns settings, long pictureSeed) implements Sample<TrueObjects> {
    /** Of half of the longer side, as parts of the picture's side. */
    private static final double SMALLEST = 0.26;

    private static final double LARGEST = 0.42;

    /** How far its middle may lie from the picture's, as a part of the side. */
    private static final double OFF_CENTRE = 0.1;

    /** Of a stripe and the next, pixels: fine enough for three of them in the smallest shape of 16 pixels. */
    private static final double NARROWEST = 3.2;

    private static final double WIDEST = 4.5;

    /** What is drawn, before any pixel is. */
    private record Scene(
            PatternClass kind, int label, Outline outline, Paint ground, Paint paint, SplittableRandom random) {}

    private Scene scene() {
        var random = new SplittableRandom(pictureSeed);
        int label = random.nextInt(settings.shapes() * settings.directions());
        PatternClass kind = PatternClass.of(settings, label);
        Outline turned = kind.shape().outline(random.nextDouble(0, 2 * Math.PI));
        Box box = turned.box();
        double half = settings.side() * random.nextDouble(SMALLEST, LARGEST);
        double scale = 2 * half / Math.max(box.width(), box.height());
        Outline sized = turned.place(scale, 0, 0);
        double x = settings.side() * random.nextDouble(0.5 - OFF_CENTRE, 0.5 + OFF_CENTRE);
        double y = settings.side() * random.nextDouble(0.5 - OFF_CENTRE, 0.5 + OFF_CENTRE);
        Box extent = sized.box();
        Outline placed = sized.place(1, x - (extent.x1() + extent.x2()) / 2, y - (extent.y1() + extent.y2()) / 2);
        Paint ground = Paint.ground(random, settings.clutter());
        Paint paint = Paint.contrasting(random, List.of(ground), 1);
        return new Scene(kind, label, placed, ground, paint, random);
    }

    @Override
    public int width() {
        return settings.side();
    }

    @Override
    public int height() {
        return settings.side();
    }

    @Override
    public TrueObjects truth() {
        Scene scene = scene();
        Box seen = scene.outline().box().clip(width(), height());
        return new TrueObjects(List.of(new TrueObject(scene.label(), seen, false)));
    }

    @Override
    public Pixels read() {
        Scene scene = scene();
        Texture ground = Texture.ground(scene.random(), width(), height());
        double period = scene.random().nextDouble(NARROWEST, WIDEST);
        Texture stripes =
                Texture.Stripes.at(scene.kind().angle(), period, scene.random().nextDouble());
        var canvas = new Canvas(width(), height());
        canvas.fill(scene.ground(), ground);
        canvas.draw(Coverage.of(scene.outline(), width(), height()), scene.paint(), stripes);
        return canvas.pixels(settings.noise(), scene.random());
    }
}
