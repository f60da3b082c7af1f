package dev.roilab.detect;

import java.util.List;

/**
 * Settings that every study has and a system does not read.
 *
 * @param paths of the settings
 * @param text who does not read them, and what is used in their place
 */
public record UnreadBlock(List<String> paths, String text) {
    public UnreadBlock {
        paths = List.copyOf(paths);
    }
}
