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

/** Pictures of one striped shape each: what classifiers are told apart by. */
public final class PatternPictures {
    /** Changes whenever the same settings give other pictures; part of the fingerprint. */
    private static final String VERSION = "patterns-1";

    private PatternPictures() {}

    /** Makes the data set; pictures are drawn when they are read. */
    public static Dataset<TrueObjects> load(DataSettings.Patterns settings) {
        List<Sample<TrueObjects>> train = samples(settings, "train", settings.train());
        List<Sample<TrueObjects>> test = samples(settings, "test", settings.test());
        List<String> classes = PatternClass.names(settings);
        var findings = new Findings();
        var check = new ClassCheck(classes, findings);
        check.findUntrained(train);
        check.findUntested(test, "data.test");
        return new Dataset<>("patterns", classes, train, test, fingerprint(settings), findings.warnings());
    }

    private static List<Sample<TrueObjects>> samples(DataSettings.Patterns settings, String split, int count) {
        List<Sample<TrueObjects>> samples = new ArrayList<>(count);
        long seed = PictureSeeds.ofSplit(settings.seed(), split);
        for (int i = 0; i < count; i++) {
            String id = String.format(Locale.ROOT, "%s-%06d", split, i);
            samples.add(new PatternSample(id, settings, PictureSeeds.of(seed, i)));
        }
        return samples;
    }

    private static String fingerprint(DataSettings.Patterns settings) {
        return new Fingerprint()
                .add(VERSION)
                .add(settings.seed() + " " + settings.side() + " " + settings.train() + " " + settings.test())
                .add(settings.shapes() + " " + settings.directions())
                .add(settings.clutter() + " " + settings.noise())
                .hex();
    }
}
