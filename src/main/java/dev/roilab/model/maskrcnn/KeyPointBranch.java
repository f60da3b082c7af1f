package dev.roilab.model.maskrcnn;

import dev.roilab.autograd.Parameter;
import dev.roilab.autograd.Tape;
import dev.roilab.autograd.Variable;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.keypoint.KeyPoint;
import dev.roilab.model.fasterrcnn.DrawnRegions;
import dev.roilab.model.fasterrcnn.RegionBranch;
import dev.roilab.neck.FeatureExtractor;
import dev.roilab.neck.FeatureMaps;
import dev.roilab.nn.LossTerms;
import dev.roilab.nn.ParameterFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The key point branch: convolutions over each region's grid, then what says where the key points are. Mask R-CNN
 * (arXiv:1703.06870), section 5. It learns of regions that are an object's, and there of labelled points inside the
 * region.
 */
final class KeyPointBranch implements RegionBranch {
    private final BranchLayers layers;
    private final PointOutputs outputs;

    /**
     * A branch with fresh weights, of the names that torchvision gives them after its prefix.
     *
     * @param points of every object
     */
    KeyPointBranch(ParameterFactory factory, FeatureExtractor below, KeyPointSettings settings, int points) {
        this.layers = new BranchLayers(
                factory, below, settings.roi(), settings.convolutions(), settings.channels(), "conv_fcn");
        int side = BranchLayers.side(settings.roi());
        this.outputs = switch (settings.outputs()) {
            case KeyPointSettings.Outputs.HeatMap heat ->
                new HeatMapOutputs(factory, layers.channels(), points, heat, side);
            case KeyPointSettings.Outputs.Coordinates coordinates ->
                new CoordinateOutputs(factory, layers.channels() * side * side, points, coordinates);
        };
    }

    @Override
    public Optional<LossTerms> terms(Tape tape, FeatureMaps maps, DrawnRegions regions) {
        DrawnRegions objects = regions.foreground();
        List<List<KeyPoint>> points = new ArrayList<>();
        List<Box> boxes = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        for (int place = 0; place < objects.regions().size(); place++) {
            var region = objects.regions().get(place);
            var known = region.target().orElseThrow().parts().keyPoints();
            if (known.isPresent()) {
                points.add(known.get().points());
                boxes.add(region.box());
                places.add(place);
            }
        }
        if (points.isEmpty()) {
            return Optional.empty();
        }
        var learned = new DrawnRegions(
                places.stream().map(objects.regions()::get).toList(),
                places.stream().map(objects.images()::get).toList());
        Variable features = layers.forward(tape, maps, learned.rows());
        return outputs.terms(tape, features, points, boxes);
    }

    /**
     * Where the key points of each region are.
     *
     * @param rows [R, 5]
     * @param boxes the same regions
     */
    List<List<KeyPoint>> find(Tape tape, FeatureMaps maps, float[] rows, List<Box> boxes) {
        return outputs.find(tape, layers.forward(tape, maps, rows), boxes);
    }

    @Override
    public List<Parameter> parameters() {
        List<Parameter> parameters = new ArrayList<>(layers.parameters());
        parameters.addAll(outputs.parameters());
        return List.copyOf(parameters);
    }
}
