package dev.roilab.model.encoderdecoder;

import dev.roilab.data.Dataset;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.parts.LabelMap;
import dev.roilab.detect.Recipe;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.TrainingPictures;
import dev.roilab.detect.picture.WholePictures;
import dev.roilab.detect.pixel.PixelFit;
import dev.roilab.detect.pixel.PixelLearner;
import dev.roilab.detect.pixel.PixelLoss;
import dev.roilab.task.Learner;
import dev.roilab.task.Task;
import dev.roilab.task.segmentation.SegmentationTask;
import java.util.List;

/** Encoder and decoder, and without either's halving and doubling a network at full resolution. */
public final class EncoderDecoderRecipe implements Recipe<EncoderDecoderSettings, LabelMap> {
    /** Stages of its own. */
    static final String ENCODER = "encoder";

    static final String DECODER = "decoder";
    static final String SCORES = "scores";

    @Override
    public Task<?, LabelMap> task() {
        return SegmentationTask.INSTANCE;
    }

    @Override
    public Class<EncoderDecoderSettings> settings() {
        return EncoderDecoderSettings.class;
    }

    @Override
    public List<String> foreign(EncoderDecoderSettings model, TrainSettings train, TestSettings test) {
        return WholePictures.refused(model, train, test);
    }

    @Override
    public void requireFit(EncoderDecoderSettings model, Dataset<TrueObjects> data, TrainingPictures pictures) {
        PixelFit.require(model.classWeights(), model.stride(), data, pictures);
    }

    @Override
    public List<String> stages(EncoderDecoderSettings model) {
        return everyStage();
    }

    @Override
    public List<String> everyStage() {
        return List.of("decode", "resize", "copies", ENCODER, DECODER, SCORES, PixelLearner.LABELS);
    }

    @Override
    public String untrained() {
        return "labels of fresh weights";
    }

    @Override
    public Learner<LabelMap> create(SystemParts parts, EncoderDecoderSettings model) {
        var network = new EncoderDecoder(parts.engine(), model, PixelLearner.classes(parts), parts.random());
        return new PixelLearner(parts, network, new PixelLoss(model.classWeights()));
    }
}
