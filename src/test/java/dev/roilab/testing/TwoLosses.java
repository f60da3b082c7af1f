package dev.roilab.testing;

import dev.roilab.nn.Losses;
import java.util.LinkedHashMap;

/** The losses of a Fast R-CNN. */
public final class TwoLosses {
    private TwoLosses() {}

    /** In this order. */
    public static Losses of(double classification, double box) {
        var terms = new LinkedHashMap<String, Double>();
        terms.put("classification", classification);
        terms.put("box", box);
        return new Losses(terms);
    }
}
