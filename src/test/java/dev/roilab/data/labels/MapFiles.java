package dev.roilab.data.labels;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.LabelMapsSettings;
import dev.roilab.data.LintReport;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.voc.VocFiles;
import dev.roilab.yaml.RecordBinder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A folder to which tests add pictures and maps, and the settings of a study that reads it. */
final class MapFiles {
    private final Path root;
    private int pictures;

    MapFiles(Path root) {
        this.root = root;
    }

    /** A picture whose pixels tell their places in it and which one it is. */
    MapFiles picture(String name, int width, int height) throws IOException {
        BufferedImage picture = VocFiles.picture(width, height);
        int number = ++pictures;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, x << 16 | y << 8 | number);
            }
        }
        return file(name, VocFiles.encoded(picture, "png"));
    }

    MapFiles file(String name, byte[] content) throws IOException {
        Path path = root.resolve(name);
        Files.createDirectories(path.getParent());
        Files.write(path, content);
        return this;
    }

    MapFiles text(String name, String content) throws IOException {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    void delete(String name) throws IOException {
        Files.delete(root.resolve(name));
    }

    /** @param keys of the {@code data} block, but for type and sizes */
    static LabelMapsSettings settings(String keys) {
        return RecordBinder.bind(
                "test.yaml", "{" + keys + ", shorter_side: 64, longer_side: 64}", LabelMapsSettings.class);
    }

    LintReport lint(DataSettings settings) {
        return DataSets.lint(settings, Optional.of(root));
    }

    LintReport lint(String keys) {
        return lint(settings(keys));
    }

    List<String> errors(String keys) {
        return lint(keys).errors();
    }

    Dataset<TrueObjects> load(String keys) {
        return DataSets.load(settings(keys), Optional.of(root));
    }
}
