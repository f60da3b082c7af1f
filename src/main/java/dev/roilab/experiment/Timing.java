package dev.roilab.experiment;

import dev.roilab.experiment.TrialResult.StageTime;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What {@code timing.json} holds: how long a trial's detector takes, measured beside the study's other arms.
 *
 * @param key of the trial's numbers
 * @param machine hash of processor, threads and device: times are never reused across machines
 * @param protocol in words
 * @param stages milliseconds an image by stage; the last is {@code unaccounted}
 * @param image milliseconds an image from decoding to the last suppressed box, proposals not counted
 * @param withProposals the same and the proposals
 * @param conditions clock and load of the machine while it was measured, by name
 */
record Timing(
        String key,
        String machine,
        String protocol,
        Map<String, StageTime> stages,
        StageTime image,
        StageTime withProposals,
        Map<String, String> conditions) {
    /** What the report's reader must know beside the times. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("timing_protocol", protocol);
        facts.put("timing_image_ms", milliseconds(image.median()));
        facts.put("timing_image_with_proposals_ms", milliseconds(withProposals.median()));
        facts.put("timing_images_per_second", String.format(Locale.ROOT, "%.1f", 1000 / image.median()));
        conditions.forEach((name, value) -> facts.put("timing_" + name, value));
        return facts;
    }

    private static String milliseconds(double time) {
        return String.format(Locale.ROOT, "%.3f", time);
    }
}
