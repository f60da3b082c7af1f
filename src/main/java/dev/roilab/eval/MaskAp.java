package dev.roilab.eval;

import dev.roilab.geometry.mask.RunLengthMask;
import java.util.List;
import java.util.stream.Stream;

/**
 * Average precision and recall of COCO for masks: as {@link CocoAp}, with the IoU of pixels in place of that of boxes
 * (pycocotools' {@code segm}).
 */
public final class MaskAp {
    private static final List<Integer> LIMITS = List.of(1, 10, 100);

    private MaskAp() {}

    /**
     * With the usual limits of 1, 10 and 100 detections of a class in an image.
     *
     * @throws IllegalArgumentException that names every image whose masks are not of one size
     */
    public static CocoResult evaluate(InstanceInput<TrueMask, FoundMask> input) {
        requireOneSizeAnImage(input);
        return CocoAp.evaluate(ClassMasks.of(input), LIMITS);
    }

    /** For intervals: matches the detections once; at most 100 of a class in an image count. */
    public static ImageBootstrap bootstrap(InstanceInput<TrueMask, FoundMask> input) {
        requireOneSizeAnImage(input);
        return ImageBootstrap.of(
                input.classes(),
                input.images(),
                LIMITS.getLast(),
                image -> ClassMasks.of(new InstanceInput<>(input.classes(), List.of(image))));
    }

    private static void requireOneSizeAnImage(InstanceInput<TrueMask, FoundMask> input) {
        var problems = new InputProblems(input.classes());
        for (ImageInstances<TrueMask, FoundMask> image : input.images()) {
            List<String> sizes = Stream.concat(
                            image.truths().stream().map(TrueMask::mask),
                            image.detections().stream().map(FoundMask::mask))
                    .map(MaskAp::size)
                    .distinct()
                    .toList();
            if (sizes.size() > 1) {
                problems.other("image " + image.id() + " has masks of " + String.join(" and ", sizes)
                        + " pixels, expected all of the image's size");
            }
        }
        problems.throwIfAny();
    }

    private static String size(RunLengthMask mask) {
        return mask.width() + " x " + mask.height();
    }
}
