package dev.roilab.data.shapes;

import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Fingerprint;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.check.ClassCheck;
import dev.roilab.data.check.Findings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The synthetic data set: pictures of geometric shapes, each from the seed, its split and its index alone. */
public final class ShapePictures {
    /** Changes whenever the same settings give other pictures; part of the fingerprint. */
    private static final String VERSION = "shapes-1";

    private ShapePictures() {}

    /** Makes the data set; pictures are drawn when they are read. */
    public static Dataset<TrueObjects> load(DataSettings.Shapes settings) {
        List<String> classes = settings.drawn().stream().map(ShapeClass::label).toList();
        List<Sample<TrueObjects>> train = samples(settings, "train", settings.train());
        List<Sample<TrueObjects>> test = samples(settings, "test", settings.test());
        var findings = new Findings();
        var check = new ClassCheck(classes, findings);
        check.findUntrained(train);
        check.findUntested(test, "data.test");
        return new Dataset<>("shapes", classes, train, test, fingerprint(settings), findings.warnings());
    }

    private static List<Sample<TrueObjects>> samples(DataSettings.Shapes settings, String split, int count) {
        List<Sample<TrueObjects>> samples = new ArrayList<>(count);
        long seed = PictureSeeds.ofSplit(settings.seed(), split);
        for (int i = 0; i < count; i++) {
            String id = String.format(Locale.ROOT, "%s-%05d", split, i);
            samples.add(new ShapeSample(id, settings, PictureSeeds.of(seed, i)));
        }
        return samples;
    }

    private static String fingerprint(DataSettings.Shapes settings) {
        var fingerprint = new Fingerprint()
                .add(VERSION)
                .add(settings.seed() + " " + settings.width() + "x" + settings.height())
                .add(settings.train() + " " + settings.test() + " " + settings.classes() + " " + settings.objects())
                .add(settings.smallest() + " " + settings.largest() + " " + settings.occlusion())
                .add(settings.texture() + " " + settings.noise());
        settings.kinds().ifPresent(kinds -> fingerprint.add(kinds.toString()));
        settings.warp().filter(warp -> warp != 0).ifPresent(warp -> fingerprint.add("warp " + warp));
        return fingerprint.hex();
    }
}
