package dev.roilab.yaml;

import java.util.List;

/** A settings record in which some values leave other keys without an effect, and which says so. */
public interface PartlyRead {
    /** The keys that are without an effect now, as paths that start at this record. */
    List<Unread> unread();
}
