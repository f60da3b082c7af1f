package dev.roilab.timing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Splits the wall clock of repeated work, such as the inference of one image, into named stages. What lies between the
 * stages is reported as {@link #UNACCOUNTED}, so that the parts of each lap add up to its whole.
 */
public final class StageTimer implements Stages {
    public static final String UNACCOUNTED = "unaccounted";

    private final Map<String, List<Double>> laps = new LinkedHashMap<>();
    private final List<Double> wholes = new ArrayList<>();
    private final Map<String, Long> current = new LinkedHashMap<>();
    private final Runnable device;
    private long lapStart;

    /** A timer of work that is done when its call returns. */
    public StageTimer() {
        this(() -> {});
    }

    /**
     * A timer of work on a device.
     *
     * @param device waits until the device has done all that it was given; runs inside every stage, so that no stage
     *     ends with its work still to be done
     */
    public StageTimer(Runnable device) {
        this.device = device;
    }

    /** Starts one unit of work. */
    public void startLap() {
        current.clear();
        lapStart = System.nanoTime();
    }

    /** Times one stage of the current lap; a stage that runs twice adds up. */
    @Override
    public <T> T stage(String name, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            T result = work.get();
            device.run();
            return result;
        } finally {
            current.merge(name, System.nanoTime() - start, Long::sum);
        }
    }

    /** Adds time measured elsewhere, in seconds, to the current lap, outside its wall clock. */
    public void addOutside(String name, double seconds) {
        laps.computeIfAbsent(name, _ -> new ArrayList<>()).add(seconds * 1e3);
    }

    /** Ends the unit of work. */
    public void endLap() {
        long whole = System.nanoTime() - lapStart;
        wholes.add(whole / 1e6);
        long rest = whole;
        for (var stage : current.entrySet()) {
            laps.computeIfAbsent(stage.getKey(), _ -> new ArrayList<>()).add(stage.getValue() / 1e6);
            rest -= stage.getValue();
        }
        laps.computeIfAbsent(UNACCOUNTED, _ -> new ArrayList<>()).add(rest / 1e6);
    }

    /** Milliseconds of every lap by stage, {@link #UNACCOUNTED} last. */
    public Map<String, List<Double>> milliseconds() {
        var ordered = new LinkedHashMap<>(laps);
        List<Double> rest = ordered.remove(UNACCOUNTED);
        if (rest != null) {
            ordered.put(UNACCOUNTED, rest);
        }
        return ordered;
    }

    /** Milliseconds of every lap as a whole, what was added from outside not counted. */
    public List<Double> wholeMilliseconds() {
        return List.copyOf(wholes);
    }

    /** Adds the laps of another timer. */
    public void addAll(StageTimer other) {
        other.laps.forEach((stage, times) ->
                laps.computeIfAbsent(stage, _ -> new ArrayList<>()).addAll(times));
        wholes.addAll(other.wholes);
    }

    /** Forgets all laps. */
    public void clear() {
        laps.clear();
        wholes.clear();
        current.clear();
    }
}
