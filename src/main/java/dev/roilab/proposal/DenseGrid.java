package dev.roilab.proposal;

import dev.roilab.data.Sample;
import dev.roilab.geometry.Box;
import java.util.ArrayList;
import java.util.List;

/**
 * Boxes of every scale and ratio at regular positions, cut to the image. Where they are more than wanted, every n-th is
 * taken, so that all positions and sizes stay represented.
 */
final class DenseGrid implements ProposalSource {
    private final ProposalSettings.DenseGrid settings;

    DenseGrid(ProposalSettings.DenseGrid settings) {
        this.settings = settings;
    }

    @Override
    public List<Box> propose(Sample sample) {
        List<Box> all = new ArrayList<>();
        for (double scale : settings.scales()) {
            for (double ratio : settings.ratios()) {
                double width = scale / Math.sqrt(ratio);
                double height = scale * Math.sqrt(ratio);
                addPositions(sample, width, height, all);
            }
        }
        if (all.size() <= settings.count()) {
            return List.copyOf(all);
        }
        List<Box> spread = new ArrayList<>(settings.count());
        for (long i = 0; i < settings.count(); i++) {
            spread.add(all.get((int) (i * all.size() / settings.count())));
        }
        return List.copyOf(spread);
    }

    private void addPositions(Sample sample, double width, double height, List<Box> boxes) {
        for (double y = 0; y < sample.height(); y += height * settings.step()) {
            for (double x = 0; x < sample.width(); x += width * settings.step()) {
                boxes.add(new Box(x, y, x + width, y + height).clip(sample.width(), sample.height()));
            }
        }
    }
}
