package dev.roilab.data.parts;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which key points the objects of a data set have, in which order.
 *
 * @param names of the points, each once
 * @param mirrored for each point the one that takes its place in a mirrored picture: a left elbow becomes a right one
 * @param sigmas how far apart people place the same point, in parts of the square root of an object's area
 *     ({@code KeyPointSigmas}); absent where nobody has measured or chosen them
 */
public record KeyPointLayout(List<String> names, List<Integer> mirrored, Optional<List<Double>> sigmas) {
    private static final String LEFT = "left";
    private static final String RIGHT = "right";

    /** @throws IllegalArgumentException if names repeat or mirroring twice does not lead back */
    public KeyPointLayout {
        names = List.copyOf(names);
        mirrored = List.copyOf(mirrored);
        sigmas = sigmas.map(List::copyOf);
        if (names.isEmpty() || new HashSet<>(names).size() != names.size()) {
            throw new IllegalArgumentException("key points are named " + names + ", expected different names");
        }
        List<Integer> places = mirrored;
        boolean paired = places.size() == names.size()
                && IntStream.range(0, places.size())
                        .allMatch(point -> places.get(point) >= 0
                                && places.get(point) < places.size()
                                && places.get(places.get(point)) == point);
        if (!paired) {
            throw new IllegalArgumentException("key points " + names + " become " + mirrored
                    + " in a mirrored picture, expected for each point another one, or itself, that becomes it");
        }
        if (sigmas.isPresent() && sigmas.get().size() != names.size()) {
            throw new IllegalArgumentException("there are %d sigmas for %d key points, expected one for each"
                    .formatted(sigmas.get().size(), names.size()));
        }
    }

    /**
     * Points whose names say how a mirror exchanges them: {@code left_elbow} and {@code right_elbow}. One whose
     * counterpart is not there stays what it is.
     */
    public static KeyPointLayout byName(List<String> names, Optional<List<Double>> sigmas) {
        Map<String, Integer> places = new HashMap<>();
        for (int point = 0; point < names.size(); point++) {
            places.put(names.get(point), point);
        }
        return new KeyPointLayout(
                names,
                IntStream.range(0, names.size())
                        .mapToObj(point -> places.getOrDefault(counterpart(names.get(point)), point))
                        .toList(),
                sigmas);
    }

    private static String counterpart(String name) {
        return name.contains(LEFT) ? name.replace(LEFT, RIGHT) : name.replace(RIGHT, LEFT);
    }

    /** How many there are. */
    public int count() {
        return names.size();
    }
}
