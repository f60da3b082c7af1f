package dev.roilab.data.labels;

import dev.roilab.data.DataException;
import dev.roilab.data.Fingerprint;
import dev.roilab.data.image.ImageFormat;
import dev.roilab.data.image.ImageHeader;
import dev.roilab.data.image.PngData;
import dev.roilab.data.image.PngHeader;
import dev.roilab.data.image.PngPalette;
import dev.roilab.data.image.PngSamples;
import dev.roilab.data.labels.Windows.Window;
import dev.roilab.data.parts.LabelMap;
import dev.roilab.file.ForeignFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The file of a map.
 *
 * @param root folder of the data set
 * @param name in that folder
 */
record MapFile(Path root, String name, MapClasses classes) {
    /** Values of no class that are told apart; a photograph has any number of colours. */
    private static final int MOST_VALUES = 1 << 16;

    /**
     * What was found in a file.
     *
     * @param problem why it cannot be used, with its kind; then nothing else is known
     * @param hash of its bytes
     * @param counts how many pixels have each value; of too many, of the first ones
     * @param labelled the parts of the picture in which a pixel has a class
     * @param opaque false if it lets something through
     */
    record Look(
            Optional<Problem> problem,
            int width,
            int height,
            String hash,
            Map<Integer, Long> counts,
            Set<Window> labelled,
            boolean opaque) {
        static Look bad(String kind, String text) {
            return new Look(Optional.of(new Problem(kind, text)), 0, 0, "", Map.of(), Set.of(), true);
        }
    }

    /** @param kind what is alike about such problems, in the plural */
    record Problem(String kind, String text) {}

    /** Reads the file and looks at everything that it says. */
    Look look(Windows windows) {
        byte[] file;
        try {
            file = Files.readAllBytes(root.resolve(name));
        } catch (IOException e) {
            return Look.bad(
                    "unreadable files",
                    "%s: cannot be read (%s); fetch it again, or let it be read".formatted(name, e.getMessage()));
        }
        Optional<Problem> problem = problem(file);
        if (problem.isPresent()) {
            return Look.bad(problem.get().kind(), problem.get().text());
        }
        Optional<PngSamples> read = PngSamples.of(file);
        if (read.isEmpty()) {
            return Look.bad("unreadable maps", name + ": unreadable map: it cannot be decoded; fetch it again");
        }
        PngSamples samples = read.get();
        Optional<String> form = formProblem(samples, file);
        if (form.isPresent()) {
            return Look.bad("maps of another form", name + ": " + form.get());
        }
        int[] values = values(samples);
        return new Look(
                Optional.empty(),
                samples.width(),
                samples.height(),
                new Fingerprint().add(file).hex(),
                counts(values),
                labelled(labels(values), samples, windows),
                samples.opaque());
    }

    private static Map<Integer, Long> counts(int[] values) {
        Map<Integer, Long> counts = new HashMap<>();
        for (int start = 0; start < values.length; ) {
            int end = start + 1;
            while (end < values.length && values[end] == values[start]) {
                end++;
            }
            if (counts.size() < MOST_VALUES || counts.containsKey(values[start])) {
                counts.merge(values[start], (long) end - start, Long::sum);
            }
            start = end;
        }
        return counts;
    }

    private static Set<Window> labelled(byte[] labels, PngSamples size, Windows windows) {
        Set<Window> labelled = new HashSet<>();
        for (Window window : windows.of(size.width(), size.height())) {
            for (byte label : CutPicture.labels(labels, size.width(), window)) {
                if ((label & 0xFF) != LabelMap.IGNORED) {
                    labelled.add(window);
                    break;
                }
            }
        }
        return labelled;
    }

    private Optional<Problem> problem(byte[] file) {
        Optional<ImageHeader> header = ImageHeader.of(file);
        if (header.isEmpty()) {
            return Optional.of(new Problem(
                    "unreadable maps", name + ": unreadable map: " + ForeignFile.problem(file, "a PNG file")));
        }
        ImageFormat format = header.get().format();
        if (format != ImageFormat.PNG) {
            return Optional.of(new Problem(
                    "maps of another format",
                    "%s: is a %s file, expected PNG; %s"
                            .formatted(
                                    name,
                                    format.text(),
                                    format == ImageFormat.JPEG
                                            ? "JPEG mixes the values of neighbouring pixels, so that borders of classes are no class or another one: make the maps again from where they come from"
                                            : "convert it, and see to it that no value changes")));
        }
        Optional<String> damage = header.get()
                .sizeProblem()
                .or(() -> header.get().complete()
                        ? Optional.empty()
                        : Optional.of("the file ends too early; fetch it again"))
                .or(() -> PngHeader.damage(file))
                .or(() -> PngData.damage(file))
                .or(() -> PngPalette.damage(file));
        return damage.map(text -> new Problem("unreadable maps", name + ": unreadable map: " + text));
    }

    private Optional<String> formProblem(PngSamples samples, byte[] file) {
        boolean deep = ImageHeader.of(file).orElseThrow().bits() > 8;
        if (!classes.coloured() && samples.kind() == PngSamples.Kind.COLOUR) {
            return Optional.of("has colours (RGB), expected in each pixel the index of its class, in a grey or palette"
                    + " PNG; "
                    + (samples.isGreyInColours()
                            ? "its three channels are equal: save one of them as grey"
                            : "say which colour each class has (data.classes: [{name: Road, colour: \"#6EC1E4\"}, ...]"
                                    + " or data.class_file), or convert the maps"));
        }
        return classes.coloured() && deep
                ? Optional.of("has 16 bits a channel, and the classes' colours have 8; convert it")
                : Optional.empty();
    }

    private int[] values(PngSamples samples) {
        int[] values = samples.values();
        if (classes.coloured() && samples.kind() != PngSamples.Kind.COLOUR) {
            int[] palette = samples.palette();
            int most = (1 << samples.bits()) - 1;
            for (int i = 0; i < values.length; i++) {
                values[i] = samples.kind() == PngSamples.Kind.INDEX
                        ? palette[values[i]]
                        : 255 * values[i] / most * 0x010101;
            }
        }
        return values;
    }

    /**
     * Its labels, row by row.
     *
     * @throws DataException if the file is not any more what was looked at
     */
    byte[] labels() {
        byte[] file;
        try {
            file = Files.readAllBytes(root.resolve(name));
        } catch (IOException e) {
            throw new DataException(name + ": cannot be read: " + e.getMessage(), e);
        }
        Optional<PngSamples> samples = problem(file).isPresent() ? Optional.empty() : PngSamples.of(file);
        if (samples.isEmpty()) {
            throw new DataException(List.of(name + ": cannot be read any more; it was changed since it was checked"));
        }
        return labels(values(samples.get()));
    }

    private byte[] labels(int[] values) {
        byte[] labels = new byte[values.length];
        for (int i = 0; i < labels.length; i++) {
            int label = classes.label(values[i]);
            labels[i] = (byte) (label == MapClasses.NONE ? LabelMap.IGNORED : label);
        }
        return labels;
    }
}
