package dev.roilab.experiment;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.DetectionData;
import dev.roilab.data.ImagePreparation;
import dev.roilab.data.Sample;
import dev.roilab.detect.ModelSettings;
import dev.roilab.proposal.ProposalSearch;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.proposal.Proposals;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.train.DeterminismCertificate;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Trains and tests Fast R-CNN, trial by trial. Data and proposals that trials share are loaded once. */
public final class DetectionTrials implements TrialExecutor {
    /** Megabytes of resized images kept in memory between epochs. */
    private static final int IMAGE_MEMORY = 512;

    private final Optional<Path> dataRoot;
    private final Path cache;
    private final int threads;
    private final Map<DataSettings, DetectionData> dataSets = new LinkedHashMap<>();
    private final Map<DataSettings, ImagePreparation> preparations = new LinkedHashMap<>();
    private final Map<List<Object>, Proposals> proposals = new LinkedHashMap<>();

    /**
     * An executor.
     *
     * @param cache folder for proposals
     * @param threads of the engine and the searches
     */
    public DetectionTrials(Optional<Path> dataRoot, Path cache, int threads) {
        this.dataRoot = dataRoot;
        this.cache = cache;
        this.threads = threads;
    }

    @Override
    public TrialInputs inputs(TrialSettings settings) {
        DetectionData data = data(settings.data());
        return new TrialInputs(data.classes(), InputFingerprint.of(data, settings), data.warnings());
    }

    private DetectionData data(DataSettings settings) {
        return dataSets.computeIfAbsent(settings, key -> DataSets.load(key, dataRoot));
    }

    @Override
    public TrialResult execute(Trial trial, TrialRun run, Progress progress) throws InterruptedException {
        TrialSettings settings = trial.settings();
        DetectionData data = data(settings.data());
        Proposals found = proposals(settings.proposals(), settings.data(), data, progress);
        ImagePreparation preparation =
                preparations.computeIfAbsent(settings.data(), sizes -> new ImagePreparation(sizes, IMAGE_MEMORY));
        try (Engine engine = Engines.create(settings.engine(), settings.device(), threads)) {
            TrialResult result = switch (settings.model()) {
                case ModelSettings.FastRcnn model ->
                    new FastRcnnTrial(engine, model, trial, new TrialData(data, found, preparation)).run(run, progress);
            };
            Map<String, String> facts = new LinkedHashMap<>(result.provenance());
            facts.put("engine", engine.name());
            facts.put("device", settings.device());
            facts.put("threads", String.valueOf(threads));
            facts.put("peak_memory_mb", String.valueOf(engine.memory().peakBytes() >> 20));
            return result.withProvenance(facts);
        }
    }

    @Override
    public Optional<Estimate> estimate(Trial trial) throws InterruptedException {
        return Optional.of(probe(trial).estimate());
    }

    @Override
    public Optional<DeterminismCertificate> certify(Trial trial) throws InterruptedException {
        return Optional.of(probe(trial).certify());
    }

    private TrialProbe probe(Trial trial) {
        return new TrialProbe(trial, data(trial.settings().data()), cache, threads);
    }

    @Override
    public boolean canTime() {
        return true;
    }

    @Override
    public TimedArm timed(Trial trial, Path folder, int images, boolean fixedBoxes) {
        TrialSettings settings = trial.settings();
        DetectionData data = data(settings.data());
        List<Sample> samples =
                data.test().subList(0, Math.min(images, data.test().size()));
        ImagePreparation preparation =
                preparations.computeIfAbsent(settings.data(), sizes -> new ImagePreparation(sizes, IMAGE_MEMORY));
        List<Object> wanted = List.of(settings.proposals(), settings.data(), samples.size());
        Proposals found = proposals.computeIfAbsent(wanted, _ -> search(settings.proposals(), samples));
        Engine engine = Engines.create(settings.engine(), settings.device(), threads);
        return switch (settings.model()) {
            case ModelSettings.FastRcnn model ->
                new TimedFastRcnn(engine, model, trial, new TrialData(data, found, preparation), samples)
                        .prepared(fixedBoxes ? Optional.empty() : Optional.of(folder));
        };
    }

    private Proposals search(ProposalSettings settings, List<Sample> samples) {
        try {
            return new ProposalSearch(settings, cache, threads).of(samples, _ -> {});
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while searching for proposals", e);
        }
    }

    private Proposals proposals(
            ProposalSettings search, DataSettings dataSettings, DetectionData data, Progress progress)
            throws InterruptedException {
        List<Object> key = List.of(search, dataSettings);
        Proposals known = proposals.get(key);
        if (known == null) {
            List<Sample> samples =
                    Stream.concat(data.train().stream(), data.test().stream()).toList();
            known = new ProposalSearch(search, cache, threads).of(samples, done -> {
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
