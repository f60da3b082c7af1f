package dev.roilab.run.system;

import dev.roilab.data.DataException;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.DataSummary;
import dev.roilab.data.Dataset;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.TrainingPictures;
import dev.roilab.detect.TrialPictures;
import dev.roilab.detect.pretraining.PretrainSettings;
import dev.roilab.model.Recipes;
import dev.roilab.proposal.ProposalSearch;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.proposal.StoredFit;
import dev.roilab.run.executor.TrialInputs;
import dev.roilab.run.key.InputFingerprint;
import dev.roilab.study.SettingException;
import dev.roilab.study.TrialSettings;
import dev.roilab.tensor.Engines;
import dev.roilab.yaml.Doubt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What trials read: data sets and weight files, looked at once for all trials that name them. */
final class LoadedInputs {
    private final Optional<Path> dataRoot;
    private final Path cache;
    private final WeightFit weights;
    private final Map<DataSettings, Dataset<TrueObjects>> dataSets = new LinkedHashMap<>();
    private final Map<List<Object>, List<String>> fits = new LinkedHashMap<>();
    private final Map<List<Object>, DataException> misfits = new LinkedHashMap<>();
    private final Map<TrialSettings, TrialInputs> known = new LinkedHashMap<>();

    LoadedInputs(Optional<Path> dataRoot, Path cache, int threads) {
        this.dataRoot = dataRoot;
        this.cache = cache;
        this.weights = new WeightFit(threads, cache);
    }

    TrialInputs inputs(TrialSettings settings) {
        return known.computeIfAbsent(settings, this::look);
    }

    Dataset<TrueObjects> data(DataSettings settings) {
        return dataSets.computeIfAbsent(settings, key -> DataSets.load(key, dataRoot, Optional.of(cache)));
    }

    static Optional<PretrainSettings.Classification> pretraining(TrialSettings settings) {
        return settings.pretraining()
                .filter(PretrainSettings.Classification.class::isInstance)
                .map(PretrainSettings.Classification.class::cast);
    }

    private TrialInputs look(TrialSettings settings) {
        requireEngine(settings);
        Dataset<TrueObjects> data = data(settings.data());
        // Annotations that lack what the task needs are told before anything is trained.
        List<String> classes =
                Recipes.of(settings.model()).task(settings.model()).read(data).classes();
        Recipes.of(settings.model())
                .requireFit(settings.model(), new TrialPictures(data, settings.data(), settings.train()));
        Optional<Dataset<TrueObjects>> pretraining =
                pretraining(settings).map(classification -> data(classification.data()));
        List<String> ofWeights = weights.require(settings, data);
        List<String> warnings = new ArrayList<>(data.warnings());
        warnings.addAll(ofWeights);
        pretraining.ifPresent(pictures -> warnings.addAll(pictures.warnings()));
        warnings.addAll(storedWarnings(settings, data));
        return new TrialInputs(
                classes,
                InputFingerprint.of(data, pretraining, settings),
                warnings,
                doubts(settings, data),
                DataSummary.of(data),
                Optional.of(data.test().size()));
    }

    private static List<Doubt> doubts(TrialSettings settings, Dataset<TrueObjects> data) {
        TrainingPictures pictures = TrainingPictures.of(data.train(), settings.data(), settings.train());
        List<Doubt> doubts =
                new ArrayList<>(Recipes.of(settings.model()).doubts(settings.model(), settings.train(), pictures));
        Engines.lack(settings.engine(), settings.device(), settings.train().precision())
                .ifPresent(lack -> doubts.add(new Doubt("train.precision", lack + "; its trials cannot run")));
        return doubts;
    }

    /** The file is read once for all arms that name it, also where it cannot be used. */
    private List<String> storedWarnings(TrialSettings settings, Dataset<TrueObjects> data) {
        Optional<ProposalSettings> fromFile = Recipes.of(settings.model())
                .proposals(settings.model())
                .filter(each -> each instanceof ProposalSettings.Stored || each instanceof ProposalSettings.Rpn);
        if (fromFile.isEmpty()) {
            return List.of();
        }
        ProposalSettings read = fromFile.get();
        List<Object> key = List.of(read, settings.data());
        DataException misfit = misfits.get(key);
        if (misfit != null) {
            throw misfit;
        }
        try {
            return fits.computeIfAbsent(key, _ -> fit(read, data));
        } catch (DataException e) {
            misfits.put(key, e);
            throw e;
        }
    }

    private static List<String> fit(ProposalSettings read, Dataset<TrueObjects> data) {
        ProposalSearch.requireFit(read);
        return read instanceof ProposalSettings.Stored stored ? StoredFit.warnings(stored, data) : List.of();
    }

    private static void requireEngine(TrialSettings settings) {
        try {
            Engines.requireDevice(settings.engine(), settings.device());
        } catch (IllegalArgumentException missing) {
            boolean unknown = !Engines.names().contains(settings.engine());
            throw new SettingException(unknown ? "engine" : "device", String.valueOf(missing.getMessage()));
        }
    }
}
