package dev.roilab.data.coco;

import dev.roilab.data.Fingerprint;
import dev.roilab.data.Turn;
import dev.roilab.data.check.Findings;
import dev.roilab.data.check.PictureCheck;
import dev.roilab.data.check.PictureDecoding;
import dev.roilab.data.check.PictureFile;
import dev.roilab.data.coco.CocoContent.Image;
import dev.roilab.data.image.ImageHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Finds, reads and checks the files of pictures that COCO files name. */
final class CocoPictures {
    private final Path root;
    private final Findings findings;
    private final PictureDecoding decoding;
    private final PictureCheck check;
    private final Fingerprint fingerprint;

    /** @param fingerprint takes the content of every picture */
    CocoPictures(Path root, Findings findings, PictureDecoding decoding, Fingerprint fingerprint) {
        this.root = root;
        this.findings = findings;
        this.decoding = decoding;
        this.check = new PictureCheck(findings);
        this.fingerprint = fingerprint;
    }

    /**
     * A picture's file; absent, with an error, where it cannot be used.
     *
     * @param folder under the root
     * @param split in which the picture is
     */
    Optional<PictureFile> file(Image image, String folder, String split) {
        String name = folder.isEmpty() ? image.fileName() : folder + "/" + image.fileName();
        Optional<byte[]> content = content(image, name);
        Optional<ImageHeader> header = content.flatMap(bytes -> check.header(name, bytes));
        if (header.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = content.orElseThrow();
        fingerprint.add(name).add(bytes);
        String hash = new Fingerprint().add(bytes).hex();
        check.findCopy(split, name, bytes);
        decoding.start(new PictureDecoding.Picture(name, hash, header.get()), bytes);
        return turn(image, name, header.get())
                .map(turn -> new PictureFile(root, name, header.get(), turn, decoding.leftOver()));
    }

    /** As stored where that fits, as other readers of such files take it; else as shown. */
    private Optional<Turn> turn(Image image, String name, ImageHeader header) {
        if (header.width() == image.width() && header.height() == image.height()) {
            return Optional.of(Turn.NONE);
        }
        if (header.shownWidth() == image.width() && header.shownHeight() == image.height()) {
            return Optional.of(header.turn());
        }
        findings.error(
                "sizes that do not fit",
                "%s: is said to be %d x %d, but %s is %d x %d; correct the file or the picture"
                        .formatted(image.text(), image.width(), image.height(), name, header.width(), header.height()));
        return Optional.empty();
    }

    private Optional<byte[]> content(Image image, String name) {
        Path path;
        try {
            path = root.resolve(name).normalize();
        } catch (InvalidPathException _) {
            return error("impossible names", image.text() + ": file_name is no possible file name; rename the picture");
        }
        if (!path.startsWith(root)) {
            return error(
                    "names that lead out",
                    image.text() + ": file_name leads out of the data set's folder; move the picture into it");
        }
        if (!Files.isRegularFile(path)) {
            return error(
                    "missing files",
                    image.text() + ": there is no file " + name
                            + " in data.root; fetch it, or correct file_name or the folder");
        }
        try {
            return Optional.of(Files.readAllBytes(path));
        } catch (IOException e) {
            return error(
                    "unreadable files",
                    "%s: %s cannot be read (%s); fetch it again, or let it be read"
                            .formatted(image.text(), name, e.getMessage()));
        }
    }

    private Optional<byte[]> error(String kind, String line) {
        findings.error(kind, line);
        return Optional.empty();
    }
}
