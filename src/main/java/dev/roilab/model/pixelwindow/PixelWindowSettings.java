package dev.roilab.model.pixelwindow;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.picture.PictureHead;
import dev.roilab.detect.pixel.PixelFit;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import java.util.List;
import java.util.Optional;

/**
 * A network that sees the window around one pixel and names that pixel's class: Farabet et al., Learning hierarchical
 * features for scene labeling (PAMI 2013), Ciresan et al. (NIPS 2012).
 *
 * @param window side of the square around a pixel, pixels of the resized picture
 * @param head between the backbone's mean and the scores
 * @param pixels that a training step draws of each picture
 * @param step between pixels that a test looks at; those between take the label of the nearest. 1: all are looked at
 * @param classWeights what a pixel of each class counts in the loss; absent: all the same
 */
public record PixelWindowSettings(
        BackboneSettings backbone,
        @Range(min = 1) int window,
        PictureHead head,
        @Range(min = 1) int pixels,
        @Range(min = 1) int step,
        @Range(min = 0) Optional<List<Double>> classWeights)
        implements ModelSettings {
    public PixelWindowSettings {
        classWeights = classWeights.map(List::copyOf);
        List<String> problems =
                Ranges.problems(PixelWindowSettings.class, backbone, window, head, pixels, step, classWeights);
        if (window < backbone.stride()) {
            problems.add(
                    "window must be at least the backbone's stride %d, got %d".formatted(backbone.stride(), window));
        }
        PixelFit.weightsProblem(classWeights).ifPresent(problems::add);
        Ranges.throwAny(problems);
    }
}
