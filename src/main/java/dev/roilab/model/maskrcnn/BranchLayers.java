package dev.roilab.model.maskrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.neck.FeatureExtractor;
import dev.roilab.neck.FeatureMaps;
import dev.roilab.nn.Conv2d;
import dev.roilab.nn.Initializer;
import dev.roilab.nn.Layer;
import dev.roilab.nn.ParameterFactory;
import dev.roilab.nn.Sequential;
import dev.roilab.roi.RoiLayer;
import dev.roilab.roi.RoiPooler;
import dev.roilab.tensor.Activation;
import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** What both branches begin with: a grid of each region and 3 x 3 convolutions with ReLU over it. */
final class BranchLayers {
    private final RoiPooler pooler;
    private final Sequential convolutions;
    private final int channels;

    /**
     * Layers with fresh weights.
     *
     * @param below what makes the maps
     * @param depth convolutions
     * @param width channels of each
     * @param name of the convolutions, before their number
     */
    BranchLayers(ParameterFactory factory, FeatureExtractor below, RoiLayer roi, int depth, int width, String name) {
        this.pooler = below.pooler(roi);
        List<Layer> layers = new ArrayList<>();
        int inputs = below.channels();
        for (int place = 1; place <= depth; place++) {
            layers.add(Conv2d.withBias(
                    factory.in(name + place),
                    Shape.of(width, inputs, 3, 3),
                    Convolution.of(1, 1),
                    Activation.RELU,
                    Initializer.heFanOut()));
            inputs = width;
        }
        this.convolutions = new Sequential(layers);
        this.channels = inputs;
    }

    /** @throws IllegalArgumentException if regions do not become square grids */
    static void requireGrid(String key, RoiLayer roi) {
        if (roi instanceof RoiLayer.Spp) {
            throw new IllegalArgumentException(
                    key + " must give each region a grid: roi-pool, roi-warp or roi-align; got spp");
        }
    }

    /** Cells of a side of a region's grid. */
    static int side(RoiLayer roi) {
        return (int) Math.round(Math.sqrt(roi.cells()));
    }

    /** [R, channels, P, P] of regions [R, 5]. */
    Variable forward(Tape tape, FeatureMaps maps, float[] rows) {
        Variable grids = pooler.forward(tape, maps.ofRegions(), pooler.place(tape.engine(), rows));
        return convolutions.layers().isEmpty() ? grids : convolutions.forward(tape, grids);
    }

    int channels() {
        return channels;
    }

    List<Parameter> parameters() {
        return convolutions.parameters();
    }
}
