package dev.roilab.bench;

import dev.roilab.data.Sample;
import dev.roilab.geometry.Box;
import dev.roilab.proposal.ProposalSearch;
import dev.roilab.proposal.ProposalSettings.Implementation;
import dev.roilab.proposal.ProposalSettings.Mode;
import dev.roilab.proposal.ProposalSettings.SelectiveSearch;
import dev.roilab.proposal.Proposals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * OpenCV's selective search and our own on the same images, in turns, one thread each: {@code bench/proposals}. Prints
 * a line {@code ratio <item> <OpenCV ms> <ours ms> <OpenCV / ours>} a mode, and a table of recall.
 */
public final class ProposalTurns {
    private static final int[] COUNTS = {500, 1000, 2000};
    private static final double[] OVERLAPS = {0.5, 0.7};
    /** Images that both search before the clock counts, so that the compiler is done. */
    private static final int WARM_UP = 8;

    private ProposalTurns() {}

    /**
     * Runs the comparison.
     *
     * @param arguments a name for the data, folder of images, folder of Pascal VOC annotations, pixels across that
     *     images are resized to (0: none), most images used; then, optionally, one mode instead of both
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String name = arguments[0];
        int width = Integer.parseInt(arguments[3]);
        int most = Integer.parseInt(arguments[4]);
        List<AnnotatedImage> images = AnnotatedImage.read(Path.of(arguments[1]), Path.of(arguments[2]), most);
        List<Mode> modes = arguments.length > 5
                ? List.of(Mode.valueOf(arguments[5].toUpperCase(Locale.ROOT)))
                : List.of(Mode.values());
        for (Mode mode : modes) {
            compare(name, mode, images, width);
        }
    }

    private static void compare(String name, Mode mode, List<AnnotatedImage> images, int width)
            throws IOException, InterruptedException {
        var openCv = new Tally();
        var roiLab = new Tally();
        for (int turn = -WARM_UP; turn < images.size(); turn++) {
            AnnotatedImage image = images.get(Math.floorMod(turn, images.size()));
            Proposals theirs = search(Implementation.OPENCV, mode, width, image);
            Proposals own = search(Implementation.ROILAB, mode, width, image);
            if (turn >= 0) {
                openCv.add(image, theirs);
                roiLab.add(image, own);
            }
        }
        String item = "selective-search-%s-%s".formatted(mode.name().toLowerCase(Locale.ROOT), name);
        double peer = openCv.medianMilliseconds();
        double ours = roiLab.medianMilliseconds();
        System.out.printf(Locale.ROOT, "ratio %s %.1f %.1f %.2f%n", item, peer, ours, peer / ours);
        openCv.print(item, Implementation.OPENCV);
        roiLab.print(item, Implementation.ROILAB);
    }

    private static Proposals search(Implementation implementation, Mode mode, int width, AnnotatedImage image)
            throws IOException, InterruptedException {
        Path cache = Files.createTempDirectory("proposals");
        try {
            var settings = new SelectiveSearch(Integer.MAX_VALUE, implementation, mode, width, 0);
            return new ProposalSearch(settings, cache, 1).of(List.<Sample>of(image), _ -> {});
        } finally {
            delete(cache);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.toList().reversed()) {
                Files.delete(path);
            }
        }
    }

    /** What one implementation reached over all images. */
    private static final class Tally {
        private final List<Double> milliseconds = new ArrayList<>();
        private final int[][] found = new int[COUNTS.length][OVERLAPS.length];
        private long boxes;
        private int objects;

        void add(AnnotatedImage image, Proposals proposals) {
            List<Box> all = proposals.of(image);
            milliseconds.add(proposals.secondsOf(image) * 1e3);
            boxes += all.size();
            objects += image.objects().size();
            for (var object : image.objects()) {
                for (int count = 0; count < COUNTS.length; count++) {
                    double best = all.stream()
                            .limit(COUNTS[count])
                            .mapToDouble(box -> box.iou(object.box()))
                            .max()
                            .orElse(0);
                    for (int overlap = 0; overlap < OVERLAPS.length; overlap++) {
                        found[count][overlap] += best >= OVERLAPS[overlap] ? 1 : 0;
                    }
                }
            }
        }

        double medianMilliseconds() {
            double[] sorted = milliseconds.stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            return sorted[sorted.length / 2];
        }

        void print(String item, Implementation implementation) {
            var line = new StringBuilder(String.format(
                    Locale.ROOT,
                    "recall %s %s: %d images, %d objects, %.0f boxes an image;",
                    item,
                    implementation.name().toLowerCase(Locale.ROOT),
                    milliseconds.size(),
                    objects,
                    (double) boxes / milliseconds.size()));
            for (int count = 0; count < COUNTS.length; count++) {
                line.append(" first ").append(COUNTS[count]).append(':');
                for (int overlap = 0; overlap < OVERLAPS.length; overlap++) {
                    line.append(String.format(
                            Locale.ROOT, " %.3f at %.1f", (double) found[count][overlap] / objects, OVERLAPS[overlap]));
                }
                line.append(count + 1 < COUNTS.length ? "," : "");
            }
            System.out.println(line);
        }
    }
}
