package dev.roilab.run.system;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.Annotation;
import dev.roilab.data.DataException;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.InitialWeights;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.pretraining.PretrainSettings;
import dev.roilab.detect.pretraining.Pretraining;
import dev.roilab.model.Recipes;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Safetensors;
import dev.roilab.proposal.ProposalSearch;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.proposal.Proposals;
import dev.roilab.proposal.TimedSearch;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TruthFile;
import dev.roilab.run.artefact.Artefact;
import dev.roilab.run.artefact.ArtefactStore;
import dev.roilab.run.executor.Estimate;
import dev.roilab.run.executor.SharedWork;
import dev.roilab.run.executor.TimedArm;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.run.executor.TrialInputs;
import dev.roilab.run.executor.TrialRun;
import dev.roilab.run.key.ArtefactKey;
import dev.roilab.study.Trial;
import dev.roilab.study.TrialSettings;
import dev.roilab.task.Task;
import dev.roilab.tensor.CountedEngine;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.DeterminismCertificate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains and tests systems, trial by trial. Data and proposals that trials share are loaded once. */
public final class SystemTrials implements TrialExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(SystemTrials.class);

    /** Megabytes of resized images kept in memory between epochs. */
    private static final int IMAGE_MEMORY = 512;

    /** Of a system that asks for none. */
    private static final Proposals NO_PROPOSALS = sample -> {
        throw new IllegalStateException("no proposals were computed of " + sample.id());
    };

    private final Path cache;
    private final int threads;
    private final LoadedInputs loaded;
    private final Map<DataSettings, ImageScales> scales = new LinkedHashMap<>();
    private final Map<List<Object>, Proposals> proposals = new LinkedHashMap<>();
    private final Map<List<Object>, TimedSearch> searches = new LinkedHashMap<>();
    private final ArtefactStore artefacts;

    /**
     * An executor that keeps everything in one folder.
     *
     * @param cache folder for proposals, for what trials share, and for features while a training needs them
     * @param threads of the engine and the searches
     */
    public SystemTrials(Optional<Path> dataRoot, Path cache, int threads) {
        this(dataRoot, cache, cache.resolve("artefacts"), threads);
    }

    /**
     * The same with another folder for what trials share.
     *
     * @param cache folder for proposals, and for features while a training needs them
     */
    public SystemTrials(Optional<Path> dataRoot, Path cache, Path shared, int threads) {
        this.cache = cache;
        this.threads = threads;
        this.loaded = new LoadedInputs(dataRoot, cache, threads);
        this.artefacts = new ArtefactStore(shared);
    }

    @Override
    public TrialInputs inputs(TrialSettings settings) {
        return loaded.inputs(settings);
    }

    private Dataset<TrueObjects> data(DataSettings settings) {
        return loaded.data(settings);
    }

    @Override
    public TrialResult execute(Trial trial, TrialRun run, Progress progress) throws InterruptedException {
        TrialSettings settings = trial.settings();
        Dataset<TrueObjects> data = data(settings.data());
        List<Sample<TrueObjects>> samples =
                Stream.concat(data.train().stream(), data.test().stream()).toList();
        Proposals found = proposals(settings, samples, progress);
        SequencedMap<String, String> pretraining = new LinkedHashMap<>();
        InitialWeights initial = initialWeights(settings, run, pretraining, progress);
        ArtefactKey key = training(trial);
        try (CountedEngine engine = engine(settings);
                Artefact training = run.shares() ? artefacts.open(key, progress) : Artefact.unshared(key)) {
            SystemParts parts = parts(engine, trial, found, new StageTimer(), initial);
            TrialResult result = SystemTrial.of(parts, engine, trial).run(run, training, progress);
            Map<String, String> facts = new LinkedHashMap<>(result.provenance());
            facts.putAll(pretraining);
            List<String> warnings = inputs(settings).warnings();
            if (!warnings.isEmpty()) {
                facts.put(TrialResult.INPUT_WARNINGS, String.join("\n", warnings));
            }
            facts.put("engine", engine.name());
            facts.put("device", settings.device());
            facts.put("precision", engine.precision().name().toLowerCase(Locale.ROOT));
            facts.put("threads", String.valueOf(threads));
            facts.put(
                    "peak_memory_mb",
                    String.valueOf(Math.ceilDiv(engine.memory().peakBytes(), 1L << 20)));
            return result.withProvenance(facts);
        }
    }

    @Override
    public List<SharedWork> shared(Trial trial) {
        List<SharedWork> shared = new ArrayList<>();
        shared.add(work(training(trial)));
        LoadedInputs.pretraining(trial.settings())
                .map(_ -> pretrainingKey(trial.settings()))
                .ifPresent(key -> shared.add(work(key)));
        return List.copyOf(shared);
    }

    private SharedWork work(ArtefactKey key) {
        return new SharedWork(key.kind(), key.hash(), artefacts.holds(key));
    }

    private ArtefactKey training(Trial trial) {
        return ArtefactKey.training(trial, inputs(trial.settings()).contents(), threads);
    }

    private ArtefactKey pretrainingKey(TrialSettings settings) {
        return ArtefactKey.pretraining(settings, inputs(settings).contents(), threads);
    }

    private CountedEngine engine(TrialSettings settings) {
        return new CountedEngine(Engines.create(
                settings.engine(), settings.device(), threads, settings.train().precision()));
    }

    private SystemParts parts(
            Engine engine, Trial trial, Proposals found, StageTimer timer, InitialWeights initialWeights) {
        TrialSettings settings = trial.settings();
        return new SystemParts(
                engine,
                data(settings.data()),
                found,
                scales(settings.data()),
                settings.train(),
                settings.test(),
                new RandomStreams(trial.seed()),
                timer,
                cache.resolve("features"),
                initialWeights,
                false);
    }

    private InitialWeights initialWeights(
            TrialSettings settings, TrialRun run, SequencedMap<String, String> facts, Progress progress)
            throws InterruptedException {
        return switch (settings.pretraining().orElse(null)) {
            case null -> InitialWeights.NONE;
            case PretrainSettings.WeightFile file -> InitialWeights.of(Safetensors.open(Path.of(file.weights())));
            case PretrainSettings.Classification classification -> {
                ArtefactKey key = pretrainingKey(settings);
                try (Artefact artefact = run.shares() ? artefacts.open(key, progress) : Artefact.unshared(key)) {
                    var pretraining = new SharedPretraining(artefact, run.checkpointInterval());
                    // Its own engine: what a trial needs of memory does not depend on who pretrained.
                    yield pretraining.weights(facts, checkpoints -> {
                        try (Engine engine = engine(settings)) {
                            return new Pretraining(classification, data(classification.data()))
                                    .run(
                                            engine,
                                            backbone(settings),
                                            (step, steps, losses) -> progress.stepped(
                                                    step, steps, ("pretraining " + losses.text()).strip()),
                                            checkpoints);
                        }
                    });
                }
            }
        };
    }

    @Override
    public Optional<Estimate> estimate(Trial trial) throws InterruptedException {
        try {
            return Optional.of(new TrialRehearsal(probe(trial)).estimate());
        } catch (DataException e) {
            LOG.warn("no estimate of {}: {}", trial.name(), e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public Optional<DeterminismCertificate> certify(Trial trial) throws InterruptedException {
        return Optional.of(probe(trial).certify());
    }

    private TrialProbe probe(Trial trial) {
        return new TrialProbe(trial, data(trial.settings().data()), cache, threads);
    }

    @Override
    public boolean canTime(Trial trial) {
        return true;
    }

    @Override
    public void share(TrialSettings settings, Path folder) {
        TruthFile.write(truth(Recipes.of(settings.model()).task(settings.model()), data(settings.data())), folder);
    }

    private static <T extends Annotation<T>> String truth(Task<T, ?> task, Dataset<TrueObjects> data) {
        Dataset<T> read = task.read(data);
        return task.truthJson(read.classes(), read.test());
    }

    @Override
    public TimedArm timed(Trial trial, Path folder, int images, boolean untrained) throws InterruptedException {
        TrialSettings settings = trial.settings();
        List<Sample<TrueObjects>> samples = timedSamples(settings, images);
        // Its boxes are those of the cache, and a process that only times has no use for one.
        Proposals found = search(trial, images).map(Proposals.class::cast).orElse(_ -> List.of());
        Engine engine = engine(settings);
        SystemParts parts = parts(engine, trial, found, new StageTimer(engine::synchronize), InitialWeights.NONE);
        return untrained
                ? TimedSystem.untrained(parts, trial, samples)
                : TimedSystem.trained(parts, trial, samples, folder);
    }

    private List<Sample<TrueObjects>> timedSamples(TrialSettings settings, int images) {
        List<Sample<TrueObjects>> test = data(settings.data()).test();
        return test.subList(0, Math.min(images, test.size()));
    }

    @Override
    public Optional<TimedSearch> search(Trial trial, int images) {
        TrialSettings settings = trial.settings();
        return proposals(settings)
                .map(searched -> searches.computeIfAbsent(
                        List.of(searched, settings.data(), images),
                        _ -> new TimedSearch(searched, timedSamples(settings, images))));
    }

    private ImageScales scales(DataSettings settings) {
        return scales.computeIfAbsent(settings, sizes -> new ImageScales(sizes, IMAGE_MEMORY));
    }

    private static BackboneSettings backbone(TrialSettings settings) {
        return Recipes.of(settings.model()).backbone(settings.model()).orElseThrow();
    }

    private static Optional<ProposalSettings> proposals(TrialSettings settings) {
        return Recipes.of(settings.model()).proposals(settings.model());
    }

    /** @param samples of the settings' data set, the same for the same number of them */
    private Proposals proposals(TrialSettings settings, List<Sample<TrueObjects>> samples, Progress progress)
            throws InterruptedException {
        Optional<ProposalSettings> searched = proposals(settings);
        if (searched.isEmpty()) {
            return NO_PROPOSALS;
        }
        List<Object> key = List.of(searched.get(), settings.data(), samples.size());
        Proposals known = proposals.get(key);
        if (known == null) {
            known = new ProposalSearch(searched.get(), cache, threads).of(samples, done -> {
                try {
                    progress.stepped(done, samples.size(), "proposals");
                } catch (InterruptedException _) {
                    // The search passes it on once it has ended its workers.
                    Thread.currentThread().interrupt();
                }
            });
            proposals.put(key, known);
        }
        return known;
    }
}
