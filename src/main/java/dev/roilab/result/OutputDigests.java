package dev.roilab.result;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;

/**
 * The facts of a trial that hash what came out of it: {@code weights_sha256}, and one under the name that its task gives
 * to what it finds, such as {@code detections_sha256}.
 */
public final class OutputDigests {
    /** What a training leaves, whatever the task. */
    public static final String WEIGHTS = "weights";

    private static final String DIGEST = "_sha256";

    private OutputDigests() {}

    /** The name of an output's fact. */
    public static String fact(String output) {
        return output + DIGEST;
    }

    /** The outputs that facts of these names tell the digests of: weights, always, and before the others. */
    public static List<String> outputs(Collection<String> facts) {
        return Stream.concat(
                        Stream.of(WEIGHTS),
                        facts.stream()
                                .filter(name -> name.endsWith(DIGEST))
                                .map(name -> name.substring(0, name.length() - DIGEST.length()))
                                .filter(name -> !name.equals(WEIGHTS))
                                .sorted())
                .toList();
    }

    /** Digests by output; empty unless weights and something found have one. */
    public static SequencedMap<String, String> of(TrialResult trial) {
        Map<String, String> facts = trial.provenance();
        SequencedMap<String, String> digests = new LinkedHashMap<>();
        for (String output : outputs(facts.keySet())) {
            String digest = facts.get(fact(output));
            if (digest == null) {
                return new LinkedHashMap<>();
            }
            digests.put(output, digest);
        }
        return digests.size() > 1 ? digests : new LinkedHashMap<>();
    }
}
