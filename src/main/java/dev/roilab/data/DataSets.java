package dev.roilab.data;

import dev.roilab.data.coco.CocoFolder;
import dev.roilab.data.folders.ClassFolders;
import dev.roilab.data.labels.LabelMapFolder;
import dev.roilab.data.shapes.PatternPictures;
import dev.roilab.data.shapes.ShapePictures;
import dev.roilab.data.voc.VocFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** From the {@code data} block of a study to its data. */
public final class DataSets {
    private DataSets() {}

    /**
     * Loads and checks a data set, and decodes its pictures to see that they can be.
     *
     * @param dataRoot the folder given on the command line; see {@link DataSettings.Voc#root()}
     * @param cache folder where it is kept which pictures are sound; they are not decoded again
     * @throws DataException with a line for every problem that the settings do not allow to repair
     */
    public static Dataset<TrueObjects> load(DataSettings settings, Optional<Path> dataRoot, Optional<Path> cache) {
        LintReport report = lint(settings, dataRoot, cache);
        return report.data().orElseThrow(() -> new DataException(report.errors(), report.warnings()));
    }

    /** The same without a cache. */
    public static Dataset<TrueObjects> load(DataSettings settings, Optional<Path> dataRoot) {
        return load(settings, dataRoot, Optional.empty());
    }

    /** Checks a data set without a cache; see {@link #lint(DataSettings, Optional, Optional)}. */
    public static LintReport lint(DataSettings settings, Optional<Path> dataRoot) {
        return lint(settings, dataRoot, Optional.empty());
    }

    /** Checks a data set and reports everything that is wrong with it, without throwing. */
    public static LintReport lint(DataSettings settings, Optional<Path> dataRoot, Optional<Path> cache) {
        return switch (settings) {
            case DataSettings.Shapes shapes ->
                new LintReport(List.of(), List.of(), Optional.of(ShapePictures.load(shapes)));
            case DataSettings.Patterns patterns ->
                new LintReport(List.of(), List.of(), Optional.of(PatternPictures.load(patterns)));
            case DataSettings.Voc voc ->
                lintFolder(voc.root(), dataRoot, root -> new VocFolder(voc, root, cache).load());
            case DataSettings.Coco coco ->
                lintFolder(coco.root(), dataRoot, root -> new CocoFolder(coco, root, cache).load());
            case ClassFoldersSettings folders ->
                lintFolder(folders.root(), dataRoot, root -> new ClassFolders(folders, root, cache).load());
            case LabelMapsSettings maps ->
                lintFolder(maps.root(), dataRoot, root -> new LabelMapFolder(maps, root, cache).load());
            case VocSegmentationSettings voc ->
                lintFolder(voc.root(), dataRoot, root -> new LabelMapFolder(voc, root, cache).load());
        };
    }

    private static LintReport lintFolder(
            Optional<String> named, Optional<Path> dataRoot, Function<Path, LintReport> load) {
        Optional<Path> root = named.map(Path::of)
                .map(path -> dataRoot.map(base -> base.resolve(path)).orElse(path))
                .or(() -> dataRoot);
        return root.map(load).orElseGet(() -> {
            String problem = "data.root: no folder is named; set data.root or give --data-root";
            return new LintReport(List.of(problem), List.of(), Optional.empty());
        });
    }
}
