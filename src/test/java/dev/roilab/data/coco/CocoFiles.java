package dev.roilab.data.coco;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.DataSettings.OnBadBox;
import dev.roilab.data.LintReport;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/** A COCO file with two pictures of 100 x 80, 1 for training and 2 for the test, and the objects that tests put in. */
final class CocoFiles {
    private final Path folder;
    private final List<String> images = new ArrayList<>();
    private final List<String> annotations = new ArrayList<>();
    private String keyPoints = "";
    private String categories = "";

    CocoFiles(Path folder) throws IOException {
        this.folder = folder;
        picture(1);
        picture(2);
    }

    /** One more picture, with its file. */
    final CocoFiles picture(int id) throws IOException {
        var picture = new BufferedImage(100, 80, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, id);
        ImageIO.write(picture, "png", folder.resolve(id + ".png").toFile());
        return image("\"id\": %d, \"file_name\": \"%d.png\", \"width\": 100, \"height\": 80".formatted(id, id));
    }

    /** @param keys of the element */
    final CocoFiles image(String keys) {
        images.add("{" + keys + "}");
        return this;
    }

    /** @param more keys of the element, such as its box */
    CocoFiles object(int id, int image, int category, String more) {
        annotations.add("{\"id\": %d, \"image_id\": %d, \"category_id\": %d, %s}".formatted(id, image, category, more));
        return this;
    }

    /** Another class, for which objects of it then ask by {@code category_id}. */
    CocoFiles category(int id, String name) {
        categories += ", {\"id\": %d, \"name\": \"%s\"}".formatted(id, name);
        return this;
    }

    /** An object of the class at 7. */
    CocoFiles object(int id, int image, String more) {
        return object(id, image, 7, more);
    }

    /** @param names in JSON, of the key points of the category */
    CocoFiles keyPoints(String names) {
        keyPoints = ", \"keypoints\": " + names;
        return this;
    }

    /** Annotations from line 2 on, then images, then the category; without a line end. */
    String json() {
        return "{\"annotations\": [\n%s],\n\"images\": [\n%s],\n\"categories\": [{\"id\": 7, \"name\": \"cat\"%s}%s]}"
                .formatted(String.join(",\n", annotations), String.join(",\n", images), keyPoints, categories);
    }

    LintReport lint(String json, OnBadBox policy) throws IOException {
        Files.writeString(folder.resolve("all.json"), json);
        var settings = new DataSettings.Coco(
                Optional.empty(),
                Optional.empty(),
                "all.json",
                Optional.empty(),
                Optional.empty(),
                Optional.of(2),
                Optional.empty(),
                policy,
                Optional.empty(),
                64,
                64);
        return DataSets.lint(settings, Optional.of(folder));
    }

    List<String> errors(String json) throws IOException {
        return lint(json, OnBadBox.FAIL).errors();
    }

    /** Where there are no errors. */
    List<String> warnings() throws IOException {
        return lint(json(), OnBadBox.FAIL).data().orElseThrow().warnings();
    }
}
