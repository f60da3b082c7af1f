package dev.roilab.data;

import dev.roilab.data.image.ImageFiles;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * From samples to batches: decode, resize, flip, normalise, pad. Safe to use from several threads.
 *
 * <p>Resized images are kept in memory until a budget is spent and never thrown out: an epoch reads every image once,
 * so that throwing out the oldest would throw out each image just before its next use. One preparation serves one data
 * set: images are kept by {@link Sample#id()}.
 */
public final class ImagePreparation {
    // Means and standard deviations of ImageNet's training images, RGB in [0, 1]: what published weights expect.
    static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    static final float[] DEVIATION = {0.229f, 0.224f, 0.225f};
    private static final long MEGABYTE = 1 << 20;

    private final Resizing rule;
    private final int leastSide;
    private final int step;
    private final AtomicLong bytesLeft;
    private final Map<String, Pixels> kept = new ConcurrentHashMap<>();
    /** {@code [3][256]}: the normalised value of each grey level. */
    private final float[][] normalised = new float[3][256];

    /** A preparation that keeps nothing: for data that is read once. */
    public ImagePreparation(DataSettings sizes) {
        this(sizes, 0);
    }

    /** @param megabytes how much of the resized images to keep, at most */
    public ImagePreparation(DataSettings sizes, int megabytes) {
        this(new ResizeRule(sizes.shorterSide(), sizes.longerSide()), megabytes);
    }

    /** The same for a size of the caller's choice, such as one of several scales. */
    public ImagePreparation(Resizing rule, int megabytes) {
        this(rule, megabytes, 0);
    }

    /** @param leastSide to which batches are padded, pixels: for networks whose input has one size */
    public ImagePreparation(Resizing rule, int megabytes, int leastSide) {
        this(rule, megabytes, leastSide, ImageBuckets.STEP);
    }

    /**
     * Of a network that need not share its batches with others: small pictures would be padding for the most part.
     *
     * @param step pixels, of which a batch's sides are multiples: the network's stride
     */
    public static ImagePreparation inSteps(Resizing rule, int megabytes, int step) {
        return new ImagePreparation(rule, megabytes, 0, step);
    }

    private ImagePreparation(Resizing rule, int megabytes, int leastSide, int step) {
        this.rule = rule;
        this.step = step;
        this.leastSide = ImageBuckets.roundUp(leastSide, step);
        bytesLeft = new AtomicLong(megabytes * MEGABYTE);
        for (int channel = 0; channel < 3; channel++) {
            for (int grey = 0; grey < 256; grey++) {
                normalised[channel][grey] = (grey / 255f - MEAN[channel]) / DEVIATION[channel];
            }
        }
    }

    /** @throws DataException if the image is missing or unreadable, or its size is not the sample's */
    public <T extends Annotation<T>> Prepared<T> prepare(Sample<T> sample, boolean flip) {
        Pixels known = kept.get(sample.id());
        if (known != null) {
            return Prepared.of(sample, known, flip);
        }
        Pixels resized = resize(sample, sample.read());
        keep(sample.id(), resized);
        return Prepared.of(sample, resized, flip);
    }

    /** The same without decoding: for callers that time decoding and resizing apart. Keeps nothing. */
    public <T extends Annotation<T>> Prepared<T> prepare(Sample<T> sample, Pixels decoded, boolean flip) {
        return Prepared.of(sample, resize(sample, decoded), flip);
    }

    private Pixels resize(Sample<?> sample, Pixels decoded) {
        if (decoded.width() != sample.width() || decoded.height() != sample.height()) {
            throw new DataException(List.of("%s: the image is %d x %d, expected %d x %d; was the file replaced?"
                    .formatted(sample.id(), decoded.width(), decoded.height(), sample.width(), sample.height())));
        }
        Resizing.Extent target = rule.resized(decoded.width(), decoded.height());
        return ImageFiles.resize(decoded, target.width(), target.height());
    }

    private void keep(String id, Pixels resized) {
        long bytes = resized.rgb().length;
        if (bytesLeft.addAndGet(-bytes) < 0 || kept.putIfAbsent(id, resized) != null) {
            bytesLeft.addAndGet(bytes);
        }
    }

    /**
     * Puts images into one batch that is as large as the largest of them, or as the least side that the batches of this
     * preparation have, rounded up by {@link ImageBuckets}.
     *
     * @throws IllegalArgumentException if there are no images
     */
    public ImageBatch batch(List<? extends Prepared<?>> images) {
        if (images.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one image");
        }
        int height = leastSide;
        int width = leastSide;
        for (Prepared<?> image : images) {
            height = Math.max(height, ImageBuckets.roundUp(image.height(), step));
            width = Math.max(width, ImageBuckets.roundUp(image.width(), step));
        }
        int plane = Math.multiplyExact(height, width);
        float[] values = new float[Math.multiplyExact(Math.multiplyExact(images.size(), 3), plane)];
        for (int n = 0; n < images.size(); n++) {
            for (int channel = 0; channel < 3; channel++) {
                write(images.get(n), channel, values, (n * 3 + channel) * plane, width);
            }
        }
        return new ImageBatch(values, images.size(), height, width, images);
    }

    /** A square of a picture; where it reaches over the border, the mean colour is. */
    static Pixels square(Pixels pixels, int left, int top, int side) {
        byte[] rgb = new byte[3 * side * side];
        for (int at = 0; at < rgb.length; at++) {
            rgb[at] = (byte) Math.round(255 * MEAN[at % 3]);
        }
        int from = Math.max(0, left);
        int width = Math.min(pixels.width(), left + side) - from;
        for (int y = Math.max(0, top); y < Math.min(pixels.height(), top + side) && width > 0; y++) {
            System.arraycopy(
                    pixels.rgb(),
                    3 * (y * pixels.width() + from),
                    rgb,
                    3 * ((y - top) * side + from - left),
                    3 * width);
        }
        return new Pixels(side, side, rgb);
    }

    private void write(Prepared<?> image, int channel, float[] values, int start, int rowLength) {
        byte[] rgb = image.pixels().rgb();
        float[] levels = normalised[channel];
        int step = image.flipped() ? -3 : 3;
        for (int y = 0; y < image.height(); y++) {
            int from = y * image.width() * 3 + channel + (image.flipped() ? (image.width() - 1) * 3 : 0);
            int to = start + y * rowLength;
            for (int x = 0; x < image.width(); x++) {
                values[to + x] = levels[rgb[from + x * step] & 0xFF];
            }
        }
    }
}
