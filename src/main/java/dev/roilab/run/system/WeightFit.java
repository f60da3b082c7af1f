package dev.roilab.run.system;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.DataException;
import dev.roilab.data.Dataset;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.InitialWeights;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.pretraining.PretrainSettings;
import dev.roilab.model.Recipes;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.nn.WeightException;
import dev.roilab.proposal.Proposals;
import dev.roilab.study.TrialSettings;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Scope;
import dev.roilab.timing.StageTimer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether files of weights fit the networks that start from them, found out by making each network once before any
 * trial runs.
 */
final class WeightFit {
    /** Nothing is searched for: the network alone is made. */
    private static final Proposals NONE = _ -> List.of();

    private final int threads;
    private final Path scratch;

    /** What was found, by model, file and number of classes; an empty text where all fits. */
    private final Map<List<Object>, String> known = new LinkedHashMap<>();

    private final Map<String, Optional<String>> oddities = new LinkedHashMap<>();

    WeightFit(int threads, Path scratch) {
        this.threads = threads;
        this.scratch = scratch;
    }

    /**
     * Looks at the files that a trial's settings name, if any.
     *
     * @return what is odd about files that fit, one line each
     * @throws DataException with every tensor that is missing, unexpected or of another shape
     */
    List<String> require(TrialSettings settings, Dataset<TrueObjects> data) {
        Optional<String> pretrained = settings.pretraining()
                .filter(PretrainSettings.WeightFile.class::isInstance)
                .map(PretrainSettings.WeightFile.class::cast)
                .map(PretrainSettings.WeightFile::weights);
        // Arms that differ only in what is done to trained weights start as one network.
        var recipe = Recipes.of(settings.model());
        ModelSettings model = recipe.beforeTraining(settings.model());
        Optional<String> own = recipe.backbone(model).flatMap(BackboneSettings::weights);
        if (pretrained.isEmpty() && own.isEmpty()) {
            return List.of();
        }
        String problems = known.computeIfAbsent(
                List.of(model, pretrained, data.classes().size()), _ -> problems(model, settings, data, pretrained));
        if (!problems.isEmpty()) {
            throw new DataException(problems.lines().toList());
        }
        return Stream.concat(pretrained.stream(), own.stream())
                .distinct()
                .flatMap(file -> oddities.computeIfAbsent(file, WeightFit::oddity).stream())
                .toList();
    }

    private static Optional<String> oddity(String file) {
        return Safetensors.open(Path.of(file)).constancy();
    }

    private String problems(
            ModelSettings model, TrialSettings settings, Dataset<TrueObjects> data, Optional<String> pretrained) {
        try (Engine engine = Engines.create("cpu", "cpu", threads);
                Scope _ = engine.openScope()) {
            InitialWeights initial = pretrained.isPresent()
                    ? InitialWeights.of(Safetensors.open(Path.of(pretrained.get())))
                    : InitialWeights.NONE;
            var parts = new SystemParts(
                    engine,
                    data,
                    NONE,
                    new ImageScales(settings.data(), 0),
                    settings.train(),
                    settings.test(),
                    new RandomStreams(1),
                    new StageTimer(),
                    scratch,
                    initial,
                    false);
            Recipes.of(model).create(parts, model);
            return "";
        } catch (WeightException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
