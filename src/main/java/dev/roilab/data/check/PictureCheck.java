package dev.roilab.data.check;

import dev.roilab.data.Fingerprint;
import dev.roilab.data.image.ImageFormat;
import dev.roilab.data.image.ImageHeader;
import dev.roilab.data.image.JpegData;
import dev.roilab.data.image.PixelData;
import dev.roilab.data.image.PngHeader;
import dev.roilab.file.ForeignFile;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Looks at what the images' files say of themselves; {@link PictureDecoding} decodes them. */
public final class PictureCheck {
    private final Findings findings;
    private final Map<String, InSplit> imageOfHash = new LinkedHashMap<>();

    public PictureCheck(Findings findings) {
        this.findings = findings;
    }

    /** What a file says of its picture; absent, with an error, where it cannot be read. */
    public Optional<ImageHeader> header(String name, byte[] image) {
        Optional<ImageHeader> header = ImageHeader.of(image);
        Optional<String> problem =
                header.map(this::problem).orElseGet(() -> Optional.of(ForeignFile.problem(image, ImageFormat.ALL)));
        if (problem.isEmpty()) {
            problem = switch (header.orElseThrow().format()) {
                case PNG -> PngHeader.damage(image);
                case JPEG ->
                    JpegData.foreignCoding(image)
                            .map(coding -> "it is " + coding + ", which few programs read; convert it to a usual one");
                case WEBP, BMP, TIFF, GIF -> Optional.empty();
            };
        }
        if (problem.isPresent()) {
            findings.error("unreadable images", name + ": unreadable image: " + problem.get());
            return Optional.empty();
        }
        ImageFormat format = header.orElseThrow().format();
        if (!format.isNamed(name)) {
            findings.warning(
                    "names of another format",
                    "%s: is a %s file, whatever its name says; it is read as one; for other programs rename it to end in %s"
                            .formatted(name, format.text(), format.usualExtension()));
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

    /**
     * A picture that was seen.
     *
     * @param type the class that the whole of it has
     */
    private record InSplit(String split, String name, Optional<String> type) {
        String text() {
            return split + " image " + name;
        }

        boolean contradicts(InSplit other) {
            return type.isPresent() && other.type.isPresent() && !type.equals(other.type);
        }
    }

    /**
     * Notes the same picture under another name; across splits it flatters the result. One that is named twice is not
     * noted.
     *
     * @param content of its file, of which what says nothing of its pixels does not count
     */
    public void findCopy(String split, String name, byte[] content) {
        findCopy(split, name, Optional.empty(), content);
    }

    /**
     * The same of pictures that may have a class.
     *
     * @param type of the whole picture
     */
    public void findCopy(String split, String name, Optional<String> type, byte[] content) {
        String hash = new Fingerprint().add(PixelData.of(content)).hex();
        var image = new InSplit(split, name, type);
        InSplit before = imageOfHash.putIfAbsent(hash, image);
        if (before == null || before.name().equals(name)) {
            return;
        }
        boolean across = !before.split().equals(split);
        if (image.contradicts(before)) {
            findings.listed(
                    "pictures with two classes",
                    "%s: the same picture as %s, but of the class %s where that is of %s; both are kept, remove the one that is wrong%s"
                            .formatted(
                                    image.text(),
                                    before.text(),
                                    type.orElseThrow(),
                                    before.type().orElseThrow(),
                                    across ? ": no picture should be in both splits" : ""));
            return;
        }
        findings.listed(
                "copies of pictures",
                "%s: the same picture as %s; %sremove one"
                        .formatted(
                                image.text(),
                                before.text(),
                                across ? "copies across splits flatter the result: " : ""));
    }
}
