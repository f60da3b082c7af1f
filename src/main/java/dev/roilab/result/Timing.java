package dev.roilab.result;

import dev.roilab.file.SealedJson;
import dev.roilab.result.ProcessTimes.ArmTimes;
import dev.roilab.result.TrialResult.StageTime;
import dev.roilab.study.HarnessMeasures;
import dev.roilab.timing.MachineLoad;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.type.TypeReference;

/**
 * What {@code timing.json} holds: how long a trial's detector takes, measured beside the study's other arms.
 *
 * @param key of the trial's numbers
 * @param machine hash of processor, threads and device: times are never reused across machines
 * @param protocol in words
 * @param stages milliseconds an image by stage; the last is {@code unaccounted}
 * @param image milliseconds an image from decoding to the end of the last stage, proposals not counted
 * @param withProposals the same and the proposals
 * @param conditions of the busiest process: load, cores and clock; in files of before, the load of the minute before it
 * @param session the same for all trials that were timed beside each other; absent in files of before
 * @param processes conditions of each process; absent in files of before, which speak of one process and whose
 *     proposals were timed when a cache was filled
 */
public record Timing(
        String key,
        String machine,
        String protocol,
        Map<String, StageTime> stages,
        StageTime image,
        StageTime withProposals,
        Map<String, String> conditions,
        Optional<String> session,
        Optional<List<Map<String, String>>> processes) {
    /** The file's name, in the folder of a trial. */
    public static final String FILE = "timing.json";

    /** In the provenance of a trial that was timed: how. */
    public static final String PROTOCOL_FACT = "timing_protocol";

    private static final String LOAD = "load";

    /** @throws IOException if there is no file, or it was changed, or says what cannot be */
    static Timing read(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        Timing timing = SealedJson.read(file, new TypeReference<>() {});
        List<String> problems = ResultRanges.stages(timing.stages());
        if (!problems.isEmpty()) {
            throw new IOException(file + " is damaged: " + String.join("; ", problems));
        }
        return timing;
    }

    void write(Path folder) throws IOException {
        SealedJson.write(folder.resolve(FILE), this);
    }

    /**
     * From what each process has measured of a trial.
     *
     * @param session the request that the processes answered
     * @param name of the trial, which every process has timed
     */
    public static Timing of(
            String key, String machine, String protocol, String session, List<ProcessTimes> all, String name) {
        List<ArmTimes> arms = all.stream()
                .flatMap(times -> Optional.ofNullable(times.arms().get(name)).stream())
                .toList();
        Map<String, StageTime> stages = new LinkedHashMap<>();
        for (String stage : arms.getFirst().stages().keySet()) {
            stages.put(
                    stage,
                    StageTime.over(arms.stream()
                            .map(arm -> arm.stages().getOrDefault(stage, StageTime.NOT_MEASURED))
                            .toList()));
        }
        List<Map<String, String>> conditions =
                all.stream().map(ProcessTimes::conditions).toList();
        return new Timing(
                key,
                machine,
                protocol,
                stages,
                StageTime.over(arms.stream().map(ArmTimes::image).toList()),
                StageTime.over(arms.stream().map(ArmTimes::withProposals).toList()),
                busiest(conditions),
                Optional.of(session),
                Optional.of(conditions));
    }

    /** One process among others that were alone makes their mean worth nothing. */
    private static Map<String, String> busiest(List<Map<String, String>> processes) {
        Map<String, String> busiest = processes.getFirst();
        for (Map<String, String> process : processes) {
            if (load(process) > load(busiest)) {
                busiest = process;
            }
        }
        Map<String, String> shown = new LinkedHashMap<>(busiest);
        shown.remove("start");
        return shown;
    }

    private static double load(Map<String, String> process) {
        return Double.parseDouble(process.getOrDefault(LOAD, "0"));
    }

    /** Such as {@code machine was busy: load 3.4 on 2 cores}. */
    public Optional<String> busy() {
        int cores = Integer.parseInt(conditions.getOrDefault("cores", "0"));
        return cores == 0
                ? Optional.empty()
                : MachineLoad.busy(load(conditions), cores).map(load -> "machine was busy: " + load);
    }

    /** What may be told of the stages: the time of proposals only where this session searched for them. */
    public Map<String, StageTime> toldStages() {
        return processes.isPresent() ? stages : withoutCachedProposals(stages);
    }

    /** Stages whose time of proposals came out of a cache, and is not told. */
    static Map<String, StageTime> withoutCachedProposals(Map<String, StageTime> stages) {
        Map<String, StageTime> told = new LinkedHashMap<>(stages);
        told.replace(HarnessMeasures.PROPOSALS, StageTime.NOT_MEASURED);
        return told;
    }

    /** What the report's reader must know beside the times. */
    public Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(PROTOCOL_FACT, protocol);
        facts.put("timing_processes", Integer.toString(processes.map(List::size).orElse(1)));
        session.ifPresent(id -> facts.put("timing_session", id));
        facts.put("timing_image_ms", milliseconds(image.median()));
        if (processes.isPresent() && withProposals.wasMeasured()) {
            facts.put("timing_image_with_proposals_ms", milliseconds(withProposals.median()));
        }
        facts.put("timing_images_per_second", String.format(Locale.ROOT, "%.1f", 1000 / image.median()));
        conditions.forEach((name, value) -> facts.put("timing_" + name, value));
        processes.ifPresent(all -> facts.put(
                "timing_loads",
                all.stream().map(process -> process.getOrDefault(LOAD, "?")).collect(Collectors.joining(", "))));
        return facts;
    }

    private static String milliseconds(double time) {
        return String.format(Locale.ROOT, "%.3f", time);
    }
}
