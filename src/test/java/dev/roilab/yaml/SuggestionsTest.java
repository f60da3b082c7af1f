package dev.roilab.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionsTest {
    private static final List<String> KEYS = List.of("roi", "crop", "backbone", "sampling");

    @Test
    void aNearWordIsSuggestedAlone() {
        assertThat(Suggestions.unknown("key", "sampilng", KEYS))
                .isEqualTo("unknown key 'sampilng'; did you mean 'sampling'?");
    }

    @Test
    void lettersInAnotherOrderAreNear() {
        assertThat(Suggestions.unknown("key", "nsm", List.of("score", "nms")))
                .isEqualTo("unknown key 'nsm'; did you mean 'nms'?");
    }

    /** Of a short word half may be another concept. */
    @Test
    void besideAFarOneStandsWhatThereIs() {
        assertThat(Suggestions.unknown("key", "crop", List.of("roi", "backbone")))
                .isEqualTo("unknown key 'crop'; did you mean 'roi'? known: roi, backbone");
    }

    @Test
    void withoutAnyNearItStandsAlone() {
        assertThat(Suggestions.unknown("key", "momentum", KEYS))
                .isEqualTo("unknown key 'momentum'; known: roi, crop, backbone, sampling");
    }
}
