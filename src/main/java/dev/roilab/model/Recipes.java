package dev.roilab.model;

import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.Recipe;
import dev.roilab.model.classifier.ClassifierRecipe;
import dev.roilab.model.encoderdecoder.EncoderDecoderRecipe;
import dev.roilab.model.fasterrcnn.FasterRcnnRecipe;
import dev.roilab.model.fastrcnn.FastRcnnRecipe;
import dev.roilab.model.fcn.FcnRecipe;
import dev.roilab.model.localizer.LocalizerRecipe;
import dev.roilab.model.maskrcnn.MaskRcnnRecipe;
import dev.roilab.model.pixelwindow.PixelWindowRecipe;
import dev.roilab.model.pose.PoseRegressorRecipe;
import dev.roilab.model.rcnn.RcnnRecipe;
import dev.roilab.model.slidingwindow.SlidingWindowRecipe;
import dev.roilab.model.sppnet.SppNetRecipe;
import dev.roilab.model.yolo.YoloRecipe;
import dev.roilab.task.DeclaredCurves;
import dev.roilab.task.LearningCurves;
import dev.roilab.task.Task;
import dev.roilab.yaml.Variants;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * All systems there are. A new one is one folder and one line here: study files and their schema follow from it. A
 * class path may add others, as services of {@link Recipe}.
 */
public final class Recipes implements Variants {
    private static final List<Recipe<? extends ModelSettings, ?>> ALL = withServices(List.of(
            new FastRcnnRecipe(),
            new FasterRcnnRecipe(),
            new MaskRcnnRecipe(),
            new RcnnRecipe(),
            new SppNetRecipe(),
            new SlidingWindowRecipe(),
            new YoloRecipe(),
            new ClassifierRecipe(),
            new LocalizerRecipe(),
            new PoseRegressorRecipe(),
            new FcnRecipe(),
            new EncoderDecoderRecipe(),
            new PixelWindowRecipe()));

    private static List<Recipe<? extends ModelSettings, ?>> withServices(List<Recipe<? extends ModelSettings, ?>> own) {
        List<Recipe<? extends ModelSettings, ?>> all = new ArrayList<>(own);
        for (Recipe<?, ?> added : ServiceLoader.load(Recipe.class)) {
            all.add(added);
        }
        return List.copyOf(all);
    }

    /** All of them, in the order in which messages list them. */
    public static List<Recipe<? extends ModelSettings, ?>> all() {
        return ALL;
    }

    /** The kinds of problems that they are made for, each once. */
    public static List<Task<?, ?>> tasks() {
        Map<String, Task<?, ?>> byName = new LinkedHashMap<>();
        ALL.forEach(recipe -> byName.putIfAbsent(recipe.task().name(), recipe.task()));
        return List.copyOf(byName.values());
    }

    /** The curves that trials of some of them keep: their tasks', their own, and those along a training. */
    public static DeclaredCurves curves(List<Recipe<? extends ModelSettings, ?>> recipes) {
        return new DeclaredCurves(recipes.stream()
                .flatMap(recipe -> Stream.of(recipe.task().curves(), recipe.curves(), LearningCurves.of(recipe.task()))
                        .flatMap(List::stream))
                .toList());
    }

    /**
     * The recipe of a {@code model} block.
     *
     * @throws IllegalArgumentException if no recipe of the list has such settings
     */
    @SuppressWarnings("unchecked") // a recipe takes all values of its settings' class, and this is one
    public static Recipe<ModelSettings, ?> of(ModelSettings model) {
        return (Recipe<ModelSettings, ?>) ALL.stream()
                .filter(recipe -> recipe.settings().isInstance(model))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no system has the settings " + model));
    }

    @Override
    public Class<?> type() {
        return ModelSettings.class;
    }

    @Override
    public List<Class<? extends Record>> records() {
        return ALL.stream()
                .<Class<? extends Record>>map(recipe -> recipe.settings().asSubclass(Record.class))
                .toList();
    }
}
