package dev.roilab.data.check;

import dev.roilab.data.Fingerprint;
import dev.roilab.data.Turn;
import dev.roilab.data.image.ImageHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Optional;
import java.util.function.Function;

/** Reads pictures that were found in folders, and has them checked and decoded. */
public final class FoundPictures {
    private final Path root;
    private final Findings findings;
    private final PictureDecoding decoding;
    private final PictureCheck check;
    private final Fingerprint fingerprint;

    /** @param fingerprint takes the name and the content of every picture */
    public FoundPictures(Path root, Findings findings, PictureDecoding decoding, Fingerprint fingerprint) {
        this.root = root;
        this.findings = findings;
        this.decoding = decoding;
        this.check = new PictureCheck(findings);
        this.fingerprint = fingerprint;
    }

    /**
     * A picture's file; absent, with an error, where it cannot be used.
     *
     * @param split in which it is
     * @param name of the file, from the root
     * @param type the class of the whole picture, if it has one
     * @param turn which of its stored pixels is read; absent where that is an error, which was told
     */
    public Optional<PictureFile> read(
            String split, String name, Optional<String> type, Function<ImageHeader, Optional<Turn>> turn) {
        byte[] content;
        try {
            content = Files.readAllBytes(root.resolve(name));
        } catch (IOException e) {
            findings.error(
                    "unreadable files",
                    "%s: cannot be read (%s); fetch it again, or let it be read".formatted(name, e.getMessage()));
            return Optional.empty();
        }
        Optional<ImageHeader> header = check.header(name, content);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        // File systems keep letters with accents in one of two ways, which is no difference of the data.
        fingerprint.add(Normalizer.normalize(name, Normalizer.Form.NFC)).add(content);
        String hash = new Fingerprint().add(content).hex();
        check.findCopy(split, name, type, content);
        decoding.start(new PictureDecoding.Picture(name, hash, header.get()), content);
        return turn.apply(header.get())
                .map(known -> new PictureFile(root, name, header.get(), known, decoding.leftOver()));
    }
}
