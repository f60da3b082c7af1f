package dev.roilab.neck;

import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.tensor.Shape;
import java.util.List;

/**
 * The maps of N images, finest first, each [N, C, H, W] with the same C.
 *
 * @param ofRegions that regions are read from
 * @param ofProposals that a region proposal network slides over: the same, and coarser ones for larger anchors
 */
public record FeatureMaps(List<Variable> ofRegions, List<Variable> ofProposals) {
    public FeatureMaps {
        ofRegions = List.copyOf(ofRegions);
        ofProposals = List.copyOf(ofProposals);
    }

    /** One for all. */
    public static FeatureMaps single(Variable map) {
        return new FeatureMaps(List.of(map), List.of(map));
    }

    /** The same values, of which nothing is learned. */
    public FeatureMaps constant(Tape tape) {
        return new FeatureMaps(constant(tape, ofRegions), constant(tape, ofProposals));
    }

    private static List<Variable> constant(Tape tape, List<Variable> maps) {
        return maps.stream().map(map -> tape.constant(map.value())).toList();
    }

    /** Shapes of the maps that proposals come from. */
    public List<Shape> proposalShapes() {
        return ofProposals.stream().map(Variable::shape).toList();
    }
}
