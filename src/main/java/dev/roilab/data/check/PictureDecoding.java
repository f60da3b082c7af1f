package dev.roilab.data.check;

import dev.roilab.data.DataException;
import dev.roilab.data.Pixels;
import dev.roilab.data.image.ImageFiles;
import dev.roilab.data.image.ImageFormat;
import dev.roilab.data.image.ImageHeader;
import dev.roilab.data.image.JpegData;
import dev.roilab.data.image.PngData;
import dev.roilab.data.image.PngPalette;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Decodes every picture while others are read, as a training will: a header does not show that the data behind it are
 * whole. What it finds is told in the order of the pictures.
 */
public final class PictureDecoding implements AutoCloseable {
    /** Fewer grey levels than this leave little to see. */
    private static final int FEW_LEVELS = 64;

    /** Files that wait for a thread; those that come then are decoded by who reads them. */
    private static final int WAITING = 16;

    private final Findings findings;
    private final SoundPictures sound;
    private final ThreadPoolExecutor executor;
    private final List<Future<Verdict>> running = new ArrayList<>();
    private final Set<String> leftOver = new HashSet<>();

    public PictureDecoding(Findings findings, SoundPictures sound) {
        this.findings = findings;
        this.sound = sound;
        int threads = Runtime.getRuntime().availableProcessors();
        executor = new ThreadPoolExecutor(
                threads,
                threads,
                1,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING),
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    /**
     * A file that was read.
     *
     * @param hash of its bytes
     */
    public record Picture(String name, String hash, ImageHeader header) {}

    private enum Severity {
        NONE,
        DAMAGED,
        DEEP,
        ERROR
    }

    /** @param levels that are left of more than 8 bits; -1 where they were not counted */
    private record Verdict(Picture picture, Severity severity, String line, int levels) {
        Verdict(Picture picture, Severity severity, String line) {
            this(picture, severity, line, -1);
        }
    }

    /** Decodes a file, if it is not known to be sound. */
    public void start(Picture picture, byte[] content) {
        if (!sound.has(picture.hash())) {
            running.add(executor.submit(() -> verdict(picture, content)));
        }
    }

    /** The names of files with bytes behind their last row; complete once all were looked at. */
    public Set<String> leftOver() {
        return Collections.unmodifiableSet(leftOver);
    }

    /** Waits for all of them and tells what was found. */
    public void finish() {
        List<String> whole = new ArrayList<>();
        List<Verdict> deep = new ArrayList<>();
        for (Future<Verdict> task : running) {
            Verdict verdict = result(task);
            switch (verdict.severity()) {
                case NONE -> whole.add(verdict.picture().hash());
                case DAMAGED -> {
                    findings.listed("damaged pictures", verdict.line());
                    leftOver.add(verdict.picture().name());
                }
                case DEEP -> deep.add(verdict);
                case ERROR -> findings.error("unreadable images", verdict.line());
            }
        }
        // They are folded into the first, which is to be the one that lost most.
        deep.stream()
                .sorted(Comparator.comparingInt(Verdict::levels))
                .forEach(verdict -> findings.warning("pictures of 16 bits", verdict.line()));
        sound.add(whole);
    }

    private static Verdict result(Future<Verdict> task) {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DataException("stopped while the pictures were looked at", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a picture could not be looked at", e.getCause());
        }
    }

    /** Ends what was not waited for. */
    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static Verdict verdict(Picture picture, byte[] content) {
        if (picture.header().format() != ImageFormat.JPEG) {
            return decoded(picture, content);
        }
        JpegData.Look look = JpegData.look(content);
        Optional<JpegData.Damage> damage = look.damage();
        if (damage.isPresent() && damage.get().lost()) {
            return error(
                    picture, "damaged: its data are not whole (" + damage.get().text() + "); fetch it again");
        }
        Verdict decoded =
                look.known() && (damage.isPresent() || picture.header().usual())
                        ? new Verdict(picture, Severity.NONE, "")
                        : decoded(picture, content);
        return damage.isEmpty() || decoded.severity() == Severity.ERROR
                ? decoded
                : new Verdict(
                        picture,
                        Severity.DAMAGED,
                        picture.name() + ": damaged: its data do not end where its last row does ("
                                + damage.get().text()
                                + "); look at it, and fetch it again if a part of it is wrong");
    }

    private static Verdict error(Picture picture, String problem) {
        return new Verdict(picture, Severity.ERROR, picture.name() + ": unreadable image: " + problem);
    }

    private static Verdict decoded(Picture picture, byte[] content) {
        ImageHeader header = picture.header();
        Optional<String> damage = header.format() == ImageFormat.PNG
                ? PngData.damage(content).or(() -> PngPalette.damage(content))
                : Optional.empty();
        if (damage.isPresent()) {
            return error(picture, damage.get());
        }
        Pixels pixels;
        try {
            pixels = ImageFiles.decode(content, picture.name());
        } catch (DataException e) {
            String message = String.valueOf(e.getMessage());
            return message.contains("unreadable image")
                    ? new Verdict(picture, Severity.ERROR, message)
                    : error(
                            picture,
                            "it begins as a %s file but cannot be decoded; fetch it again or convert it"
                                    .formatted(header.format().text()));
        }
        if (pixels.width() != header.width() || pixels.height() != header.height()) {
            return error(
                    picture,
                    "its header says %d x %d, but decoded it is %d x %d; fetch it again or convert it"
                            .formatted(header.width(), header.height(), pixels.width(), pixels.height()));
        }
        return header.bits() > 8 ? deep(picture, levels(pixels)) : new Verdict(picture, Severity.NONE, "");
    }

    private static Verdict deep(Picture picture, int levels) {
        String left =
                levels < FEW_LEVELS ? ", which leaves %d grey level%s".formatted(levels, levels == 1 ? "" : "s") : "";
        String line = "%s: has %d bits a channel, of which the upper 8 are read%s; convert it if that is too little"
                .formatted(picture.name(), picture.header().bits(), left);
        return new Verdict(picture, Severity.DEEP, line, levels);
    }

    private static int levels(Pixels pixels) {
        boolean[] seen = new boolean[256];
        int levels = 0;
        for (byte value : pixels.rgb()) {
            if (!seen[value & 0xFF]) {
                seen[value & 0xFF] = true;
                levels++;
            }
        }
        return levels;
    }
}
