package dev.roilab.study;

import dev.roilab.file.Digest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** Names of trials that are also folder names on any file system. */
final class TrialNames {
    /** File systems take 255 bytes; some are left for what is put after a name. */
    private static final int LONGEST = 160;

    private static final String SEED = "seed";

    private TrialNames() {}

    /** The arms of a cell, such as {@code roi=align,stride=16}; {@code base} where nothing varies. */
    static String of(Map<String, String> cell, Collection<String> paths) {
        List<String> parts = new ArrayList<>();
        List<String> original = new ArrayList<>();
        cell.forEach((path, label) -> {
            String name = shortName(path, paths);
            parts.add(safe(name) + "=" + safe(label));
            original.add(name + "=" + label);
        });
        String name = parts.isEmpty() ? "base" : String.join(",", parts);
        String exact = String.join(",", original);
        boolean changed = !name.equals(exact) && !parts.isEmpty();
        if (!changed && name.length() <= LONGEST) {
            return name;
        }
        // What was cut or replaced may have been the difference between two names.
        String mark = Digest.of(exact).substring(0, 8);
        return name.substring(0, Math.min(name.length(), LONGEST)) + "~" + mark;
    }

    /** The last keys of a path, as few as tell it from the other paths and from the trial's own seed. */
    static String shortName(String path, Collection<String> all) {
        String[] keys = path.split("\\.", -1);
        for (int length = 1; length < keys.length; length++) {
            String tail = "." + String.join(".", List.of(keys).subList(keys.length - length, keys.length));
            boolean seed = tail.equals("." + SEED);
            if (!seed
                    && all.stream()
                                    .filter(other -> ("." + other).endsWith(tail))
                                    .count()
                            == 1) {
                return tail.substring(1);
            }
        }
        return path;
    }

    static String withSeed(String cell, long seed) {
        return cell + "," + SEED + "=" + seed;
    }

    private static String safe(String text) {
        return text.replaceAll("[^A-Za-z0-9._+-]", "_");
    }
}
