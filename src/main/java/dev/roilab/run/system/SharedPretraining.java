package dev.roilab.run.system;

import dev.roilab.detect.InitialWeights;
import dev.roilab.detect.pretraining.Pretraining;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.Safetensors;
import dev.roilab.run.artefact.Artefact;
import dev.roilab.train.Checkpoints;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A backbone's first weights, as the first trial that needs them made them. */
final class SharedPretraining {
    private static final Logger LOG = LoggerFactory.getLogger(SharedPretraining.class);
    private static final String BACKBONE = "backbone.safetensors";

    private final Artefact artefact;
    private final Duration interval;

    /** @param interval least time between two checkpoints */
    SharedPretraining(Artefact artefact, Duration interval) {
        this.artefact = artefact;
        this.interval = interval;
    }

    /** The pretraining itself. */
    @FunctionalInterface
    interface Work {
        Pretraining.Result run(Checkpoints checkpoints) throws InterruptedException;
    }

    /** @param facts is told what is known of the pretraining, whoever made it */
    InitialWeights weights(SequencedMap<String, String> facts, Work work) throws InterruptedException {
        if (artefact.isFinished()) {
            facts.putAll(artefact.facts());
            return InitialWeights.of(
                    Safetensors.open(artefact.folder().orElseThrow().resolve(BACKBONE)));
        }
        Checkpoints checkpoints = artefact.folder()
                .map(folder -> Checkpoints.in(folder, artefact.key().hash(), interval))
                .orElse(Checkpoints.none());
        Pretraining.Result made = work.run(checkpoints);
        artefact.folder().ifPresent(folder -> keep(made, folder));
        facts.putAll(made.facts());
        return made.weights();
    }

    private void keep(Pretraining.Result made, Path folder) {
        try {
            Safetensors.write(
                    folder.resolve(BACKBONE), NamedTensors.of(made.weights().values()), new TreeMap<>());
        } catch (UncheckedIOException e) {
            LOG.warn("the pretraining is not kept for others: {}", e.getMessage());
            return;
        }
        Checkpoints.drop(folder);
        artefact.finish(made.facts());
    }
}
