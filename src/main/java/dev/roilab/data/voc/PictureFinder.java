package dev.roilab.data.voc;

import dev.roilab.data.check.Findings;
import dev.roilab.data.image.ImageFormat;
import java.util.List;
import java.util.Optional;

/**
 * Finds the picture of an annotation. The id decides, which the split and the annotation's own name have in common:
 * {@code <filename>} is often what the picture was called where it was labelled.
 */
final class PictureFinder {
    static final String IMAGES = "JPEGImages";

    private final FolderIndex index;
    private final Findings findings;

    PictureFinder(FolderIndex index, Findings findings) {
        this.index = index;
        this.findings = findings;
    }

    /** The picture's name in the folder of images; of one that is not there, the name it should have. */
    String picture(String id, VocAnnotation annotation) {
        String stated = annotation.fileName().map(PictureFinder::lastPart).orElse("");
        List<String> own = index.findAll(IMAGES, id, ImageFormat.extensions());
        if (!own.isEmpty()) {
            String chosen = choose(id, own, stated);
            findCase(id, chosen);
            annotation.fileName().ifPresent(name -> compare(name, chosen, annotation));
            return chosen;
        }
        Optional<String> other = stated.isEmpty() ? Optional.empty() : byFileName(stated);
        if (other.isPresent()) {
            findings.warning(
                    "pictures by <filename>",
                    "%s: no picture is called '%s'; %s, which <filename> names, is taken for it"
                            .formatted(annotation.filePlace(), id, other.get()));
            return other.get();
        }
        // A picture that is there belongs to another annotation.
        boolean free = !stated.isEmpty() && index.find(IMAGES, stated).isEmpty();
        return free ? stated : id + ImageFormat.extensions().getFirst();
    }

    private String choose(String id, List<String> own, String stated) {
        if (own.size() == 1) {
            return own.getFirst();
        }
        for (String name : own) {
            if (lastPart(name).equals(stated)) {
                return name;
            }
        }
        for (String name : own) {
            if (lastPart(name).equalsIgnoreCase(stated)) {
                return name;
            }
        }
        findings.warning(
                "several pictures of an id",
                "%s/%s: several pictures have this name, %s; the first is read; keep one or name it in <filename>"
                        .formatted(IMAGES, id, String.join(", ", own)));
        return own.getFirst();
    }

    private void findCase(String id, String chosen) {
        ImageFormat.extensions().stream()
                .map(extension -> id + extension)
                .filter(chosen::equalsIgnoreCase)
                .filter(usual -> FolderIndex.differInCase(chosen, usual))
                .findFirst()
                .ifPresent(usual -> findings.warning(
                        "pictures in capitals",
                        "%s/%s: is read as %s; other programs keep upper and lower case apart and may not find it"
                                .formatted(IMAGES, chosen, usual)));
    }

    private void compare(String name, String chosen, VocAnnotation annotation) {
        if (name.equals(lastPart(chosen)) || name.equals(chosen)) {
            return;
        }
        String problem = "%s: <filename> is '%s', the picture of this annotation is %s/%s"
                .formatted(annotation.filePlace(), name, IMAGES, chosen);
        boolean another = !lastPart(name).equalsIgnoreCase(lastPart(chosen))
                && index.find(IMAGES, lastPart(name)).isPresent();
        if (another) {
            findings.warning(
                    "<filename> of another picture",
                    problem + "; the id decides, although " + lastPart(name) + " is there too");
        } else {
            findings.warning("<filename> of no picture", problem + "; the id decides");
        }
    }

    /** Absent if it is the picture of another annotation. */
    private Optional<String> byFileName(String stated) {
        String stem = SplitList.withoutExtension(stated);
        if (index.find(SplitList.ANNOTATIONS, stem + ".xml").isPresent()) {
            return Optional.empty();
        }
        return index.find(IMAGES, stated)
                .or(() -> index.findAll(IMAGES, stem, ImageFormat.extensions()).stream()
                        .findFirst());
    }

    /** Of a path of Unix or Windows. */
    private static String lastPart(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    }
}
