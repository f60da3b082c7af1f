package dev.roilab.study;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.roilab.study.formula.Claim;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a study is measured against.
 *
 * @param published tables to be set beside the study's own numbers
 * @param settings that all trials share, by path, for the protocol beside published numbers
 * @param ofArms settings that not all arms share and of which the protocol speaks; absent where there are none, and in
 *     results of older versions
 */
public record StudyBackground(
        List<Claim> claims,
        List<PublishedTable> published,
        Map<String, String> settings,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<List<ArmSetting>> ofArms) {
    public static final StudyBackground NONE = new StudyBackground(List.of(), List.of(), Map.of());

    public StudyBackground {
        claims = List.copyOf(claims);
        published = List.copyOf(published);
        ofArms = ofArms.map(List::copyOf);
    }

    /** Of a study whose arms differ in nothing of which the protocol speaks. */
    public StudyBackground(List<Claim> claims, List<PublishedTable> published, Map<String, String> settings) {
        this(claims, published, settings, Optional.empty());
    }
}
