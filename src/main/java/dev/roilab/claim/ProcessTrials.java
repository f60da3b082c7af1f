package dev.roilab.claim;

import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.StageTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Test times by the process that measured them. A network takes 20 to 50 % longer in one process than in another, for
 * all of its life; so processes, not seeds, are the independent witnesses of a time. Student's t over their medians,
 * not their range: the range of three holds the median of all processes in three of four cases only.
 */
final class ProcessTrials {
    /** Stands among what a witness varies: the seed of its training, since a process's number is in place of it. */
    static final String SEED = "seed";

    private ProcessTrials() {}

    /** In how many processes a trial was timed; at least 1. */
    static int count(TrialResult trial) {
        return Math.max(
                1,
                trial.stages().values().stream()
                        .mapToInt(time -> time.processes().size())
                        .max()
                        .orElse(1));
    }

    /**
     * The trials as witnesses of a measure: of a test time one for each process, whose number stands in place of the
     * seed; otherwise the trials themselves.
     */
    static List<TrialResult> witnesses(List<TrialResult> trials, Measure measure) {
        if (!measure.isTestTime()) {
            return trials;
        }
        List<TrialResult> witnesses = new ArrayList<>();
        for (TrialResult trial : trials) {
            for (int process = 0; process < count(trial); process++) {
                witnesses.add(inProcess(trial, process));
            }
        }
        return witnesses;
    }

    private static TrialResult inProcess(TrialResult trial, int process) {
        Map<String, StageTime> stages = new LinkedHashMap<>();
        trial.stages()
                .forEach((stage, time) -> stages.put(
                        stage,
                        process < time.processes().size()
                                ? new StageTime(time.processes().get(process), time.p95())
                                : time));
        Map<String, String> varied = new LinkedHashMap<>(trial.varied());
        varied.put(SEED, Long.toString(trial.seed()));
        return new TrialResult(
                trial.study(),
                trial.trial(),
                varied,
                process + 1L,
                trial.status(),
                trial.failure(),
                trial.measures(),
                trial.metrics(),
                trial.byClass(),
                trial.trainSeconds(),
                stages,
                trial.losses(),
                trial.curves(),
                trial.gallery(),
                trial.provenance());
    }
}
