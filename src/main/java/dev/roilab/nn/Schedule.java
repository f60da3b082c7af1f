package dev.roilab.nn;

import dev.roilab.yaml.Doubt;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** The {@code train.schedule} block of a study: what the learning rate is multiplied by at each step. */
public sealed interface Schedule {
    /** A longer training takes longer to be gone through than a study to be read. */
    int LONGEST_COMPARED = 1_000_000;

    /** In fewer steps, as of a trial run, a part of a training falls on its first or last step by rounding. */
    int LONG_ENOUGH = 40;

    /** Steps over which the factor climbs linearly from {@code 1 / warmup} to 1; 0 for none. */
    int warmup();

    /** The factor without warm-up. */
    double plateau(int step, int steps);

    /** The factor of a step, counted from 0, of a training of {@code steps}. */
    default double factor(int step, int steps) {
        double climb = step < warmup() ? (step + 1.0) / warmup() : 1;
        return climb * plateau(step, steps);
    }

    /**
     * What a training of {@code steps} sees of it: a milestone that is never reached, a factor of 1 or a warm-up of one
     * step change nothing.
     *
     * @param key of the schedule in its block
     */
    default List<Unread> seen(String key, int steps) {
        if (steps > LONGEST_COMPARED) {
            return List.of();
        }
        ByteBuffer factors = ByteBuffer.allocate(steps * Double.BYTES);
        for (int step = 0; step < steps; step++) {
            factors.putDouble(factor(step, steps));
        }
        String why = "the same rate at each of the %d steps".formatted(steps);
        return List.of(Unread.same(why, UUID.nameUUIDFromBytes(factors.array()), key));
    }

    /**
     * What a training of {@code steps} hardly means by it.
     *
     * @param key of the schedule in its block, at which the paths start
     */
    default List<Doubt> doubts(String key, int steps) {
        if (warmup() < steps || warmup() <= 1) {
            return List.of();
        }
        String end = String.format(Locale.ROOT, "%.2g", factor(steps - 1, steps));
        String text = "%d steps of warm-up in a training of %d: its last step has %s of the rate"
                .formatted(warmup(), steps, end);
        return List.of(new Doubt(key + ".warmup", text));
    }

    /** The same rate throughout. */
    record Constant(@Range(min = 0) int warmup) implements Schedule {
        public Constant {
            Ranges.require(Constant.class, warmup);
        }

        @Override
        public double plateau(int step, int steps) {
            return 1;
        }
    }

    /**
     * Multiplies the rate by {@code factor} at each milestone.
     *
     * @param at rising milestones as parts of the training, in (0, 1), so that a longer training keeps its shape
     */
    record Step(
            @Range(above = 0, below = 1) List<Double> at,
            @Range(above = 0, max = 1) double factor,
            @Range(min = 0) int warmup)
            implements Schedule {
        public Step {
            at = List.copyOf(at);
            Ranges.require(Step.class, at, factor, warmup);
            requireRising(at);
        }

        /** Of milestones in another order nobody knows what was meant, and one that stands twice counts twice. */
        private static void requireRising(List<Double> at) {
            List<Double> rising = at.stream().sorted().distinct().toList();
            if (!at.equals(rising)) {
                throw new IllegalArgumentException(
                        "at must rise from one milestone to the next, each once, got %s; write %s".formatted(at, rising)
                                + (rising.size() < at.size()
                                        ? ", with a smaller factor where one step is to do more"
                                        : ""));
            }
        }

        @Override
        public double plateau(int step, int steps) {
            // To the nearest step: 0.07 * 100 is a little more than 7.
            long passed =
                    at.stream().filter(part -> step >= Math.round(part * steps)).count();
            return Math.pow(factor, (double) passed);
        }

        @Override
        public List<Doubt> doubts(String key, int steps) {
            List<Doubt> doubts = new ArrayList<>(Schedule.super.doubts(key, steps));
            for (double part : at) {
                ofMilestone(part, steps).ifPresent(text -> doubts.add(new Doubt(key + ".at", text)));
            }
            return doubts;
        }

        private Optional<String> ofMilestone(double part, int steps) {
            long milestone = Math.round(part * steps);
            String place = "the milestone %s is step %d of %d".formatted(part, milestone, steps);
            if (milestone == 0 && steps >= LONG_ENOUGH) {
                return Optional.of(place + ", before the first: no step has the rate without its factor");
            }
            if (milestone >= steps && steps >= LONG_ENOUGH) {
                return Optional.of(place + ", after the last: it is never reached");
            }
            // What is said of a warm-up that never ends holds for all milestones.
            return milestone < warmup() && warmup() < steps
                    ? Optional.of(place + ", within the %d of warm-up: no step has the whole rate".formatted(warmup()))
                    : Optional.empty();
        }
    }

    /** Half a cosine from 1 to 0 (arXiv:1608.03983, without restarts). */
    record Cosine(@Range(min = 0) int warmup) implements Schedule {
        public Cosine {
            Ranges.require(Cosine.class, warmup);
        }

        @Override
        public double plateau(int step, int steps) {
            return (1 + Math.cos(Math.PI * step / steps)) / 2;
        }
    }
}
