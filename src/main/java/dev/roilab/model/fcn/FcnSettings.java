package dev.roilab.model.fcn;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.pixel.PixelFit;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.List;
import java.util.Optional;

/**
 * A fully convolutional network (arXiv:1411.4038).
 *
 * @param finest stride of the finest map that is scored: 32 of a backbone of stride 32 is FCN-32s, 16 is FCN-16s, 8 is
 *     FCN-8s
 * @param upsampling of scores to the next finer map
 * @param classWeights what a pixel of each class counts in the loss; absent: all the same
 */
public record FcnSettings(
        BackboneSettings backbone,
        @Range(among = {4, 8, 16, 32}) int finest,
        Upsampling upsampling,
        @Range(min = 0) Optional<List<Double>> classWeights)
        implements ModelSettings, PartlyRead {
    /** How a map of scores becomes twice as large, before those of the next finer map are added. */
    public enum Upsampling {
        /** By a transposed convolution that starts as bilinear interpolation: the paper's, section 3.3. */
        LEARNED,
        /** By bilinear interpolation. */
        FIXED
    }

    public FcnSettings {
        classWeights = classWeights.map(List::copyOf);
        List<String> problems = Ranges.problems(FcnSettings.class, backbone, finest, upsampling, classWeights);
        if (finest > backbone.stride()) {
            problems.add(
                    "finest must be at most the backbone's stride %d, got %d".formatted(backbone.stride(), finest));
        }
        PixelFit.weightsProblem(classWeights).ifPresent(problems::add);
        Ranges.throwAny(problems);
    }

    @Override
    public List<Unread> unread() {
        return finest == backbone.stride()
                ? List.of(Unread.keys("the last map alone is scored, and brought to the picture's size", "upsampling"))
                : List.of();
    }
}
