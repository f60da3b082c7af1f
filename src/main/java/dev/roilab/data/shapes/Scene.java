package dev.roilab.data.shapes;

import dev.roilab.data.DataSettings;
import dev.roilab.geometry.Box;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a synthetic picture shows, before any pixel is drawn.
 *
 * @param objects from back to front
 * @param pixelSeed of textures and noise
 */
record Scene(Paint ground, List<Drawn> objects, long pixelSeed) {
    private static final int PLACES_TRIED = 40;

    /** One object. */
    record Drawn(int label, Outline outline, Box box, Paint paint) {}

    /** The scene of one picture; it depends on the arguments only, not on other pictures. */
    static Scene of(DataSettings.Shapes settings, long pictureSeed) {
        SplittableRandom random = new SplittableRandom(pictureSeed);
        Paint ground = Paint.ground(random, settings.texture());
        int wanted = 1 + random.nextInt(settings.objects());
        List<Drawn> objects = new ArrayList<>();
        List<Double> covered = new ArrayList<>();
        for (int i = 0; i < wanted; i++) {
            int label = random.nextInt(settings.classes());
            Outline outline =
                    warped(settings.drawn().get(label).outline(random.nextDouble(0, 2 * Math.PI)), settings, random);
            Outline sized = outline.place(size(settings, random) / longerSide(outline.box()), 0, 0);
            for (int attempt = 0; attempt < PLACES_TRIED; attempt++) {
                Outline placed = anywhere(sized, settings, random);
                Box box = placed.box();
                if (mayCover(box, objects, covered, settings.occlusion())) {
                    cover(box, objects, covered);
                    Paint paint = Paint.contrasting(random, around(box, ground, objects), settings.texture());
                    objects.add(new Drawn(label, placed, box, paint));
                    covered.add(0.0);
                    break;
                }
            }
        }
        return new Scene(ground, List.copyOf(objects), random.nextLong());
    }

    /** Drawn from the picture's numbers only where there is something to draw: others keep their pictures. */
    private static Outline warped(Outline outline, DataSettings.Shapes settings, SplittableRandom random) {
        double amplitude = settings.warp().orElse(0.0);
        return amplitude == 0
                ? outline
                : Warp.draw(amplitude, random).bend(outline.place(1 / longerSide(outline.box()), 0, 0));
    }

    /** Log-uniform: as many objects between 10 and 20 pixels as between 20 and 40. */
    private static double size(DataSettings.Shapes settings, SplittableRandom random) {
        double exponent = random.nextDouble();
        return settings.smallest() * StrictMath.pow(settings.largest() / settings.smallest(), exponent);
    }

    private static double longerSide(Box box) {
        return Math.max(box.width(), box.height());
    }

    private static Outline anywhere(Outline sized, DataSettings.Shapes settings, SplittableRandom random) {
        Box box = sized.box();
        double x = random.nextDouble() * Math.max(0, settings.width() - box.width());
        double y = random.nextDouble() * Math.max(0, settings.height() - box.height());
        return sized.place(1, x - box.x1(), y - box.y1());
    }

    private static boolean mayCover(Box box, List<Drawn> objects, List<Double> covered, double most) {
        for (int i = 0; i < objects.size(); i++) {
            if (covered.get(i) + coveredPart(objects.get(i).box(), box) > most) {
                return false;
            }
        }
        return true;
    }

    private static void cover(Box box, List<Drawn> objects, List<Double> covered) {
        for (int i = 0; i < objects.size(); i++) {
            covered.set(i, covered.get(i) + coveredPart(objects.get(i).box(), box));
        }
    }

    private static double coveredPart(Box below, Box above) {
        double width = Math.min(below.x2(), above.x2()) - Math.max(below.x1(), above.x1());
        double height = Math.min(below.y2(), above.y2()) - Math.max(below.y1(), above.y1());
        return width <= 0 || height <= 0 ? 0 : width * height / below.area();
    }

    private static List<Paint> around(Box box, Paint ground, List<Drawn> objects) {
        List<Paint> paints = new ArrayList<>(List.of(ground));
        for (Drawn object : objects) {
            if (coveredPart(object.box(), box) > 0) {
                paints.add(object.paint());
            }
        }
        return paints;
    }
}
