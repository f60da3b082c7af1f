package dev.roilab.study;

import dev.roilab.data.DataSettings;
import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.pretraining.PretrainSettings;
import java.util.Optional;

/** One cell of a study, fully resolved: what a trial does, seed aside. */
public record TrialSettings(
        DataSettings data,
        ModelSettings model,
        TrainSettings train,
        TestSettings test,
        Optional<PretrainSettings> pretraining,
        String engine,
        String device) {
    public TrialSettings {
        ForeignSettings.refuse(model, train, test, pretraining);
    }
}
