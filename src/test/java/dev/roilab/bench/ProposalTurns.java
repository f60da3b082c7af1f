package dev.roilab.bench;

import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
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
 * a line {@code ratio <item> <OpenCV ms> <ours ms> <OpenCV / ours>} a mode, the recall of both, and by how much ours
 * leads, with its uncertainty: as ranked, and, since the searches rank differently, in the mean over random orders.
 */
public final class ProposalTurns {
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
        List<Double> openCvTimes = new ArrayList<>();
        List<Double> ownTimes = new ArrayList<>();
        var openCv = new RecallTally();
        var own = new RecallTally();
        for (int turn = -WARM_UP; turn < images.size(); turn++) {
            AnnotatedImage image = images.get(Math.floorMod(turn, images.size()));
            Proposals theirs = search(Implementation.OPENCV, mode, width, image);
            Proposals ours = search(Implementation.ROILAB, mode, width, image);
            if (turn >= 0) {
                openCvTimes.add(theirs.searchSeconds(image).orElseThrow() * 1e3);
                ownTimes.add(ours.searchSeconds(image).orElseThrow() * 1e3);
                openCv.add(image, theirs.of(image));
                own.add(image, ours.of(image));
            }
        }
        String item = "selective-search-%s-%s".formatted(mode.name().toLowerCase(Locale.ROOT), name);
        double peer = median(openCvTimes);
        double time = median(ownTimes);
        System.out.printf(Locale.ROOT, "ratio %s %.1f %.1f %.2f%n", item, peer, time, peer / time);
        for (boolean ranked : new boolean[] {true, false}) {
            String order = ranked ? "ranked" : "shuffled";
            System.out.printf("recall %s %s opencv: %s%n", item, order, openCv.recall(ranked));
            System.out.printf("recall %s %s roilab: %s%n", item, order, own.recall(ranked));
            System.out.printf("lead %s %s roilab:%s%n", item, order, own.lead(openCv, ranked));
        }
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().toList().get(times.size() / 2);
    }

    private static Proposals search(Implementation implementation, Mode mode, int width, AnnotatedImage image)
            throws IOException, InterruptedException {
        Path cache = Files.createTempDirectory("proposals");
        try {
            var settings = new SelectiveSearch(Integer.MAX_VALUE, implementation, mode, width, 0);
            return new ProposalSearch(settings, cache, 1).of(List.<Sample<TrueObjects>>of(image), _ -> {});
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
}
