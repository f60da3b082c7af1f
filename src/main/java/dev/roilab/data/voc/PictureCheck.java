package dev.roilab.data.voc;

import dev.roilab.data.DataException;
import dev.roilab.data.Fingerprint;
import dev.roilab.data.Pixels;
import dev.roilab.data.image.ForeignFile;
import dev.roilab.data.image.ImageFiles;
import dev.roilab.data.image.ImageFormat;
import dev.roilab.data.image.ImageHeader;
import dev.roilab.data.image.PngHeader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Looks at the images' files: can they be read, and what is lost when they are. */
final class PictureCheck {
    /** Fewer grey levels than this leave little to see. */
    private static final int FEW_LEVELS = 64;

    private final Findings findings;
    private final Map<String, InSplit> imageOfHash = new LinkedHashMap<>();

    PictureCheck(Findings findings) {
        this.findings = findings;
    }

    /** What a file says of its picture; absent, with an error, where it cannot be read. */
    Optional<ImageHeader> header(String name, byte[] image) {
        Optional<ImageHeader> header = ImageHeader.of(image);
        Optional<String> problem =
                header.map(this::problem).orElseGet(() -> Optional.of(ForeignFile.problem(image, ImageFormat.ALL)));
        if (problem.isEmpty() && header.orElseThrow().format() == ImageFormat.PNG) {
            problem = PngHeader.damage(image);
        }
        if (problem.isEmpty() && !header.orElseThrow().usual()) {
            problem = decoded(name, image, header.orElseThrow());
        }
        if (problem.isPresent()) {
            String line = problem.get();
            findings.error("unreadable images", line.startsWith(name) ? line : name + ": unreadable image: " + line);
            return Optional.empty();
        }
        ImageFormat format = header.orElseThrow().format();
        if (!format.isNamed(name)) {
            findings.warning(
                    "names of another format",
                    "%s: is a %s file, whatever its name says; it is read as one".formatted(name, format.text()));
        }
        return header;
    }

    private Optional<String> problem(ImageHeader header) {
        Optional<String> size = header.sizeProblem();
        if (size.isPresent()) {
            return size;
        }
        if (!header.complete()) {
            return Optional.of("the file ends too early; fetch it again");
        }
        return header.frames() > 1
                ? Optional.of("it has several pictures, an animation or pages; keep the one that the boxes are about")
                : Optional.empty();
    }

    /** Files of the less usual kinds are decoded to see that they can be. */
    private Optional<String> decoded(String name, byte[] image, ImageHeader header) {
        Pixels pixels;
        try {
            pixels = ImageFiles.decode(image, name);
        } catch (DataException e) {
            String message = String.valueOf(e.getMessage());
            return Optional.of(
                    message.contains("unreadable image")
                            ? message
                            : "it begins as a %s file but cannot be decoded; fetch it again or convert it"
                                    .formatted(header.format().text()));
        }
        if (pixels.width() != header.width() || pixels.height() != header.height()) {
            return Optional.of("its header says %d x %d, but decoded it is %d x %d"
                    .formatted(header.width(), header.height(), pixels.width(), pixels.height()));
        }
        if (header.bits() > 8) {
            int levels = levels(pixels);
            String few = levels < FEW_LEVELS ? ", which leaves " + levels + " grey levels" : "";
            findings.warning(
                    "pictures of 16 bits",
                    "%s: has %d bits a channel, of which the upper 8 are read%s; convert it if that is too little"
                            .formatted(name, header.bits(), few));
        }
        return Optional.empty();
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

    private record InSplit(String split, String name) {
        String text() {
            return split + " image " + name;
        }
    }

    /** Notes the same picture under another name; across splits it flatters the result. */
    void findCopy(String split, String name, byte[] content) {
        var image = new InSplit(split, name);
        InSplit before = imageOfHash.putIfAbsent(new Fingerprint().add(content).hex(), image);
        if (before != null) {
            findings.listed(
                    "copies of pictures",
                    "%s: the same picture as %s%s"
                            .formatted(
                                    image.text(),
                                    before.text(),
                                    before.split().equals(split) ? "" : "; copies across splits flatter the result"));
        }
    }
}
