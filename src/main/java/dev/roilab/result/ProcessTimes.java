package dev.roilab.result;

import dev.roilab.result.TrialResult.StageTime;
import dev.roilab.study.HarnessMeasures;
import dev.roilab.timing.StageTimer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one process has measured.
 *
 * @param request that it answers
 * @param arms by the trial's name, in the order of their turns
 * @param conditions load, cores and clock while it measured, and when that was
 */
public record ProcessTimes(String request, Map<String, ArmTimes> arms, Map<String, String> conditions) {
    /**
     * Milliseconds an image of one trial.
     *
     * @param stages in the order of execution; the last is {@code unaccounted}
     * @param image from decoding to the end of the last stage, proposals not counted
     * @param withProposals the same and the proposals
     */
    public record ArmTimes(Map<String, StageTime> stages, StageTime image, StageTime withProposals) {
        /**
         * Of laps that have a time of proposals each, where any were measured.
         *
         * @param missing whether there are proposals whose time was not measured
         */
        public static ArmTimes of(StageTimer laps, boolean missing) {
            Map<String, StageTime> stages = new LinkedHashMap<>();
            if (missing) {
                stages.put(HarnessMeasures.PROPOSALS, StageTime.NOT_MEASURED);
            }
            laps.milliseconds().forEach((stage, times) -> stages.put(stage, StageTime.of(times)));
            List<Double> wholes = new ArrayList<>(laps.wholeMilliseconds());
            StageTime image = StageTime.of(wholes);
            List<Double> outside = laps.milliseconds().getOrDefault(HarnessMeasures.PROPOSALS, List.of());
            for (int lap = 0; lap < outside.size(); lap++) {
                wholes.set(lap, wholes.get(lap) + outside.get(lap));
            }
            return new ArmTimes(stages, image, missing ? StageTime.NOT_MEASURED : StageTime.of(wholes));
        }
    }
}
