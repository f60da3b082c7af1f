package dev.roilab.data.voc;

import dev.roilab.data.DataSettings;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObject;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.check.ClassCheck;
import dev.roilab.data.check.Findings;
import dev.roilab.data.check.NormalisedBoxes;
import dev.roilab.data.check.PictureFile;
import dev.roilab.geometry.Box;
import dev.roilab.yaml.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** From what is marked in the annotations to the objects of a data set, and whether they are enough to work with. */
final class ObjectCheck {
    private final DataSettings.Voc settings;
    private final BoxCheck boxes;
    private final Findings findings;
    private final Map<String, Unknown> unknownClasses = new LinkedHashMap<>();

    ObjectCheck(DataSettings.Voc settings, BoxCheck boxes, Findings findings) {
        this.settings = settings;
        this.boxes = boxes;
        this.findings = findings;
    }

    /** The objects of one picture whose class is known and whose box is good or mended. */
    List<TrueObject> of(String file, VocAnnotation annotation, PictureFile picture) {
        List<NormalisedBoxes.Written> written =
                annotation.objects().stream().map(BoxCheck::written).toList();
        if (NormalisedBoxes.found(written, boxes.first(), picture.width(), picture.height(), findings)) {
            return List.of();
        }
        List<TrueObject> objects = new ArrayList<>();
        for (VocAnnotation.Marked object : annotation.objects()) {
            Optional<Box> box = boxes.box(object, picture.width(), picture.height());
            int label = settings.classes().indexOf(object.name());
            if (label < 0) {
                unknownClass(file, object);
            } else if (box.isPresent()) {
                objects.add(new TrueObject(label, box.get(), object.difficult()));
            }
        }
        return objects;
    }

    /** A class is named once: where it is not in data.classes by a slip there, every file would repeat it. */
    private void unknownClass(String file, VocAnnotation.Marked object) {
        Unknown known = unknownClasses.get(object.name());
        if (known == null) {
            String problem = Suggestions.unknown("class", object.name(), ", not in data.classes", settings.classes())
                            .replace("'" + object.name() + "'", "'" + SplitList.shown(object.name()) + "'")
                    + settings.classes().stream()
                            .filter(name -> !FolderIndex.differInCase(name, object.name()))
                            .findFirst()
                            .map(name -> "; " + FolderIndex.difference(object.name(), name))
                            .orElse("");
            known = new Unknown("%s: object %d: %s".formatted(object.namePlace(), object.number(), problem));
            unknownClasses.put(object.name(), known);
            findings.error("unknown classes", known::line);
        }
        known.files.add(file);
        known.objects++;
    }

    /** A class name that is not among the settings'. */
    private static final class Unknown {
        private final String first;
        private final Set<String> files = new LinkedHashSet<>();
        private int objects;

        Unknown(String first) {
            this.first = first;
        }

        String line() {
            return objects == 1 ? first : "%s (%d objects in %d files)".formatted(first, objects, files.size());
        }
    }

    /** The training split as every system sees it; an error if it has nothing to train on. */
    List<Sample<TrueObjects>> trainedOn(List<Sample<TrueObjects>> train) {
        boolean withDifficult = settings.trainDifficult().orElse(false);
        long difficult = count(train, true);
        long easy = count(train, false);
        if (easy + difficult == 0) {
            findings.error(
                    "splits",
                    "data.train_split: no training image has an object; there is nothing to train on: name a split that has some");
        } else if (easy == 0 && !withDifficult) {
            findings.error(
                    "splits",
                    "data.train_split: all %d objects of the training images are marked difficult and not trained on;"
                                    .formatted(difficult)
                            + " set data.train_difficult: true");
        } else if (difficult > 0 && !withDifficult) {
            findings.warning(
                    "difficult objects",
                    "data.train_difficult: %d of %d objects of the training images are marked difficult and not trained"
                                    .formatted(difficult, easy + difficult)
                            + " on; true would train on them");
        }
        List<Sample<TrueObjects>> seen = withDifficult || difficult == 0
                ? train
                : train.stream()
                        .<Sample<TrueObjects>>map(sample -> ((VocSample) sample).withoutDifficult())
                        .toList();
        if (findings.hasErrors()) {
            return seen;
        }
        new ClassCheck(settings.classes(), findings).findUntrained(seen);
        return seen;
    }

    /** An error where no average precision is defined, a warning where one of a class is not. */
    void checkTest(List<Sample<TrueObjects>> test) {
        if (count(test, false) == 0) {
            long difficult = count(test, true);
            String all = difficult == 0 ? "" : " (all %d are marked difficult and do not count)".formatted(difficult);
            findings.error(
                    "splits",
                    "data.test_split: no test image has an object%s; without one no average precision is defined: name a split that has some"
                            .formatted(all));
            return;
        }
        new ClassCheck(settings.classes(), findings).findUntested(test, "data.test_split");
    }

    private static long count(List<Sample<TrueObjects>> samples, boolean difficult) {
        return samples.stream()
                .flatMap(sample -> sample.truth().objects().stream())
                .filter(object -> object.difficult() == difficult)
                .count();
    }
}
