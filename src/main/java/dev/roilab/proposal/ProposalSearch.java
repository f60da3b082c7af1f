package dev.roilab.proposal;

import dev.roilab.data.DataException;
import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.file.Digest;
import dev.roilab.geometry.Box;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.bytedeco.opencv.global.opencv_core;
import org.jspecify.annotations.Nullable;

/** Computes the proposals of many images in parallel, or takes them from the cache. */
public final class ProposalSearch {
    /** A search is kept whole up to here, so that studies of fewer proposals share it. */
    private static final int LEAST_KEPT = 1024;

    private final ProposalSettings settings;
    private final ProposalCache cache;
    private final int threads;
    private final AtomicInteger computed = new AtomicInteger();

    /**
     * A search.
     *
     * @param cache folder of the cache; made when needed
     */
    public ProposalSearch(ProposalSettings settings, Path cache, int threads) {
        this.settings = settings;
        this.cache = new ProposalCache(cache);
        this.threads = threads;
    }

    /**
     * What is known of one image.
     *
     * @param seconds of the search; empty where the boxes came from the cache
     */
    private record Entry(List<Box> boxes, OptionalDouble seconds) {}

    private record Found(Map<String, Entry> entries) implements Proposals {
        @Override
        public List<Box> of(Sample<?> sample) {
            return entry(sample).boxes();
        }

        @Override
        public OptionalDouble searchSeconds(Sample<?> sample) {
            return entry(sample).seconds();
        }

        private Entry entry(Sample<?> sample) {
            var entry = entries.get(sample.id());
            if (entry == null) {
                throw new IllegalArgumentException("no proposals were asked for of image " + sample.id());
            }
            return entry;
        }
    }

    /**
     * The proposals of all images.
     *
     * @param progress hears how many images are done
     * @throws DataException that names every image without proposals
     */
    public Proposals of(List<? extends Sample<?>> samples, IntConsumer progress) throws InterruptedException {
        try (ProposalSource source = source(settings)) {
            if (source instanceof StoredProposals stored) {
                stored.requireAll(samples);
            }
            return of(samples, source, progress);
        }
    }

    private Proposals of(List<? extends Sample<?>> samples, ProposalSource source, IntConsumer progress)
            throws InterruptedException {
        opencv_core.setNumThreads(1);
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<Entry>> running = new ArrayList<>();
            samples.forEach(sample -> running.add(executor.submit(() -> entry(source, sample))));
            try {
                return collect(samples, running, progress);
            } catch (InterruptedException e) {
                // Closing waits for what has begun, but not for what is still in the queue.
                running.forEach(task -> task.cancel(false));
                throw e;
            }
        }
    }

    /**
     * Looks at the file of a network that proposes, if the settings name one.
     *
     * @throws DataException if it is missing or does not fit
     */
    public static void requireFit(ProposalSettings settings) {
        if (settings instanceof ProposalSettings.Rpn network) {
            new NetworkProposals(network).close();
        }
    }

    /** What proposes boxes as the settings say; of a selective search, as many as are kept. */
    static ProposalSource source(ProposalSettings settings) {
        return switch (settings) {
            case ProposalSettings.SelectiveSearch search -> new SelectiveSearch(kept(search));
            case ProposalSettings.DenseGrid grid -> new DenseGrid(grid);
            case ProposalSettings.Stored stored -> new StoredProposals(stored);
            case ProposalSettings.Rpn network -> new NetworkProposals(network);
        };
    }

    private static Proposals collect(
            List<? extends Sample<?>> samples, List<Future<Entry>> running, IntConsumer progress)
            throws InterruptedException {
        Map<String, Entry> entries = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            try {
                entries.put(samples.get(i).id(), running.get(i).get());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof DataException problem) {
                    problems.add(String.valueOf(problem.getMessage()));
                } else {
                    running.forEach(task -> task.cancel(true));
                    throw unexpected(samples.get(i), e.getCause());
                }
            }
            progress.accept(i + 1);
            if (Thread.interrupted()) {
                throw new InterruptedException("stopped after %d of %d images".formatted(i + 1, samples.size()));
            }
        }
        if (!problems.isEmpty()) {
            throw new DataException(problems);
        }
        return new Found(entries);
    }

    private static RuntimeException unexpected(Sample<?> sample, @Nullable Throwable cause) {
        return cause instanceof RuntimeException failure
                ? failure
                : new IllegalStateException("no proposals for image " + sample.id(), cause);
    }

    /** How many images were searched until now and not taken from the cache. */
    public int computed() {
        return computed.get();
    }

    /** Only selective search is worth the disk: the others cost less than reading them back. */
    private Entry entry(ProposalSource source, Sample<?> sample) {
        if (!(settings instanceof ProposalSettings.SelectiveSearch search)) {
            return timed(source, sample, sample::read);
        }
        Pixels pixels = sample.read();
        String key = key(kept(search), pixels);
        Entry found = cache.read(key)
                .map(boxes -> new Entry(boxes, OptionalDouble.empty()))
                .orElseGet(() -> {
                    Entry entry = timed(source, sample, () -> pixels);
                    cache.write(key, entry.boxes());
                    return entry;
                });
        return new Entry(first(found.boxes(), search.count()), found.seconds());
    }

    /** The best of them. */
    static List<Box> first(List<Box> boxes, int count) {
        return boxes.subList(0, Math.min(count, boxes.size()));
    }

    /** What is searched for and kept: boxes come best first, so the fewer that are used are the first of them. */
    private static ProposalSettings.SelectiveSearch kept(ProposalSettings.SelectiveSearch search) {
        int powerOfTwo = 1 << Math.min(30, Integer.SIZE - Integer.numberOfLeadingZeros(search.count() - 1));
        return search.withCount(Math.max(LEAST_KEPT, powerOfTwo));
    }

    private Entry timed(ProposalSource source, Sample<?> sample, Supplier<Pixels> pixels) {
        computed.incrementAndGet();
        long start = System.nanoTime();
        List<Box> boxes = source.propose(sample, pixels);
        return new Entry(boxes, OptionalDouble.of((System.nanoTime() - start) / 1e9));
    }

    /** Changes whenever equal settings may give other boxes than before. */
    private static String version(ProposalSettings.SelectiveSearch search) {
        return switch (search.implementation()) {
            case OPENCV -> "2";
            case ROILAB -> "3";
        };
    }

    private static String key(ProposalSettings.SelectiveSearch search, Pixels pixels) {
        MessageDigest digest = Digest.create();
        String parameters = "%s %s %d x %d".formatted(version(search), search, pixels.width(), pixels.height());
        digest.update(parameters.getBytes(StandardCharsets.UTF_8));
        digest.update(pixels.rgb());
        return Digest.hex(digest.digest());
    }
}
