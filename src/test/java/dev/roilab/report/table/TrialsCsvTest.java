package dev.roilab.report.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.claim.Measure;
import dev.roilab.claim.SmallStudy;
import dev.roilab.result.StudyResults;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrialsCsvTest {
    @Test
    void quotesCommasAndQuotesAndLeavesUnknownNumbersEmpty() {
        StudyResults results = new SmallStudy()
                .finished("say \"pool\", twice", 1, 0.5)
                .diverged("align", 2, "diverged @ step 812")
                .results();
        List<String> lines = TrialsCsv.of(results).lines().toList();
        assertThat(lines)
                .containsExactly(
                        "study,trial,model_roi,seed,status,ap50,ap75,ap,voc07,voc_area,train_seconds,"
                                + "proposals_ms_median,box_decoding_ms_median,unaccounted_ms_median,"
                                + "proposals_ms_p95,box_decoding_ms_p95,unaccounted_ms_p95,timed_in",
                        "roi-layer,\"roi=say \"\"pool\"\", twice,seed=1\",\"say \"\"pool\"\", twice\",1,ok,"
                                + "0.5,0.3,0.25,0.49,0.51,101.0,10.0,0.5,0.25,12.0,0.75,1.0,own test",
                        "roi-layer,\"roi=align,seed=2\",align,2,diverged,,,,,,,,,,,,,");
    }

    @Test
    void everyTimeSaysWhereItWasTaken() {
        StudyResults results = new SmallStudy()
                .finished("pool", 1, 0.5)
                .withFact("timing_protocol", "beside each other")
                .withFact("timing_session", "2026-01-02 4f")
                .finished("pool", 2, 0.5)
                .diverged("pool", 3, "diverged @ step 8")
                .results();
        assertThat(TrialsCsv.of(results).lines().map(line -> line.substring(line.lastIndexOf(',') + 1)))
                .containsExactly("timed_in", "session 2026-01-02 4f", "own test", "");
    }

    @Test
    void namesColumnsInSnakeCase() {
        assertThat(Measure.snakeCase("model.backbone.frozen_below")).isEqualTo("model_backbone_frozen_below");
        assertThat(Measure.snakeCase("box decoding")).isEqualTo("box_decoding");
        assertThat(Measure.snakeCase("roiAlign-2")).isEqualTo("roi_align_2");
    }
}
