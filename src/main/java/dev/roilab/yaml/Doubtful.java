package dev.roilab.yaml;

import java.util.List;

/** A settings record with values that are possible together and hardly meant, and which says so. */
public interface Doubtful {
    /** What there is to say of them now, with paths that start at this record. */
    List<Doubt> doubts();
}
