package dev.roilab.study;

import dev.roilab.study.formula.Claim;
import java.util.List;
import java.util.Map;

/**
 * What a study is measured against.
 *
 * @param published tables to be set beside the study's own numbers
 * @param settings that all trials share, by path, for the protocol beside published numbers
 */
public record StudyBackground(List<Claim> claims, List<PublishedTable> published, Map<String, String> settings) {
    public static final StudyBackground NONE = new StudyBackground(List.of(), List.of(), Map.of());

    public StudyBackground {
        claims = List.copyOf(claims);
        published = List.copyOf(published);
    }
}
