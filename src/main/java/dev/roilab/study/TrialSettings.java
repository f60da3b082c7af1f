package dev.roilab.study;

import dev.roilab.data.DataSettings;
import dev.roilab.data.Resizing.Extent;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.ScaleSettings;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.pretraining.PretrainSettings;
import dev.roilab.model.Recipes;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Unread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One cell of a study, fully resolved: what a trial does, seed aside. */
public record TrialSettings(
        DataSettings data,
        ModelSettings model,
        TrainSettings train,
        TestSettings test,
        Optional<PretrainSettings> pretraining,
        String engine,
        String device)
        implements PartlyRead {
    public TrialSettings {
        ForeignSettings.refuse(model, train, test, pretraining);
        ForeignSettings.refuseUnknownClasses(data, test);
        ForeignSettings.refuseMirrored(data, model, train, pretraining);
    }

    /** The same from fresh weights. */
    public TrialSettings withoutPretraining() {
        return new TrialSettings(data, model, train, test, Optional.empty(), engine, device);
    }

    /** What one block leaves of another. */
    @Override
    public List<Unread> unread() {
        List<Unread> unread = new ArrayList<>();
        List<Integer> own = List.of(data.shorterSide());
        Optional<List<Integer>> tested = test.scales().map(ScaleSettings::shorterSides);
        if (data instanceof DataSettings.Shapes shapes) {
            unread.addAll(ofPictures(shapes, train.scales().orElse(own), tested.orElse(own)));
        }
        if (train.scales().equals(Optional.of(own))) {
            unread.add(Unread.keys("data.shorter_side alone is what leaving it out means", "train.scales"));
        }
        if (tested.equals(Optional.of(own))) {
            unread.add(Unread.keys("data.shorter_side alone is what leaving it out means", "test.scales"));
        }
        if (Recipes.of(model).trainings(model, train).stream().allMatch(steps -> steps == 1)) {
            unread.add(Unread.keys("a training of one step has no step before it", "train.momentum"));
        }
        return unread;
    }

    /** Of synthetic pictures the size is known. */
    private List<Unread> ofPictures(DataSettings.Shapes shapes, List<Integer> trained, List<Integer> tested) {
        List<List<Extent>> extents = Stream.of(trained, tested)
                .map(sides -> sides.stream()
                        .map(side -> ImageScales.rule(shapes, side).resized(shapes.width(), shapes.height()))
                        .toList())
                .toList();
        Extent first = extents.getFirst().getFirst();
        List<Unread> unread = new ArrayList<>();
        unread.add(Unread.same(
                "pictures of %d x %d become %d x %d"
                        .formatted(shapes.width(), shapes.height(), first.width(), first.height()),
                extents,
                "data.shorter_side",
                "data.longer_side"));
        if (Recipes.of(model).proposals(model).orElse(null) instanceof ProposalSettings.SelectiveSearch search) {
            String why = "pictures are %d pixels wide as they are".formatted(shapes.width());
            int width = search.width() == shapes.width() ? 0 : search.width();
            unread.add(Unread.same(why, width, "model.proposals.width"));
        }
        var picture = new Extent(shapes.width(), shapes.height());
        if (Recipes.of(model).proposals(model).orElse(null) instanceof ProposalSettings.DenseGrid grid) {
            long boxes = grid.boxes(picture);
            String why =
                    "the grid has %d boxes in pictures of %d x %d".formatted(boxes, shapes.width(), shapes.height());
            unread.add(Unread.same(why, Math.min(boxes, grid.count()), "model.proposals.count"));
        }
        unread.addAll(Recipes.of(model).unread(model, picture));
        return unread;
    }
}
