package dev.roilab.data.voc;

import dev.roilab.data.DataSettings.Orientation;
import dev.roilab.data.Turn;
import dev.roilab.data.check.Findings;
import dev.roilab.data.image.ImageHeader;
import java.util.Optional;

/** Compares what annotations say of their pictures' size with the pictures, and finds which way they are read. */
final class SizeCheck {
    private final Optional<Orientation> orientation;
    private final Findings findings;

    SizeCheck(Optional<Orientation> orientation, Findings findings) {
        this.orientation = orientation;
        this.findings = findings;
    }

    /**
     * The turn that a picture is read with. Where a file asks for one and the settings do not say which way the boxes
     * are, its size may: one that fits the stored picture alone settles it. Absent where nothing does.
     *
     * @param file the annotation's name
     * @param image the picture's name
     */
    Optional<Turn> turn(VocAnnotation annotation, String file, String image, ImageHeader header) {
        VocAnnotation.Size size = annotation.size();
        if (!size.isWhole()) {
            findings.warning(
                    "no <size>",
                    "%s: no size is stated; the picture's own is taken, %d x %d"
                            .formatted(size.place().in(file), header.width(), header.height()));
        }
        boolean stored = size.fits(header.width(), header.height());
        boolean shown = size.fits(header.shownWidth(), header.shownHeight());
        if (header.turn() == Turn.NONE) {
            if (!stored) {
                mismatch(size, file, image + stored(header), header, "");
            }
            return Optional.of(Turn.NONE);
        }
        if (orientation.isPresent()) {
            return Optional.of(asSaid(size, file, image, header));
        }
        if (size.isWhole() && stored && !shown) {
            return Optional.of(Turn.NONE);
        }
        String fit = size.isWhole() && shown && !stored
                ? "; %s: <size> %s fits the turned picture, the stored one is %d x %d"
                        .formatted(size.place().in(file), size.text(), header.width(), header.height())
                : "";
        if (!stored && !shown) {
            mismatch(size, file, image + stored(header), header, "");
        } else {
            findings.error(
                    "pictures with a turn",
                    "%s: is to be %s%s; say data.orientation: shown if the boxes were drawn on the turned picture,"
                                    .formatted(image, header.turn().text(), fit)
                            + " or stored");
        }
        return Optional.empty();
    }

    private Turn asSaid(VocAnnotation.Size size, String file, String image, ImageHeader header) {
        boolean asShown = orientation.orElseThrow() == Orientation.SHOWN;
        boolean stored = size.fits(header.width(), header.height());
        boolean shown = size.fits(header.shownWidth(), header.shownHeight());
        if (asShown ? !shown : !stored) {
            String hint = stored || shown
                    ? "; it fits the picture as %s, but data.orientation is %s"
                            .formatted(asShown ? "stored" : "shown", asShown ? "shown" : "stored")
                    : "";
            mismatch(
                    size,
                    file,
                    image
                            + (asShown
                                    ? " is %d x %d as shown".formatted(header.shownWidth(), header.shownHeight())
                                    : stored(header)),
                    header,
                    hint);
        }
        return asShown ? header.turn() : Turn.NONE;
    }

    private static String stored(ImageHeader header) {
        return " is %d x %d".formatted(header.width(), header.height());
    }

    /** @param is the picture's name and size */
    private void mismatch(VocAnnotation.Size size, String file, String is, ImageHeader header, String hint) {
        boolean exchanged = size.fits(header.height(), header.width()) && hint.isEmpty();
        findings.error(
                "sizes that do not fit",
                "%s: <size> is %s, but %s%s; correct <size> or the image"
                        .formatted(
                                size.place().in(file),
                                size.text(),
                                is,
                                exchanged ? ": width and height are exchanged" : hint));
    }
}
