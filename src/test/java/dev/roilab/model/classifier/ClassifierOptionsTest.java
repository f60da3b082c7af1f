package dev.roilab.model.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.roilab.autograd.Parameter;
import dev.roilab.backbone.BackboneSettings;
import dev.roilab.backbone.BackboneSettings.Norm;
import dev.roilab.backbone.BackboneSettings.SmallResnet.Shortcut;
import dev.roilab.data.DataException;
import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Pixels;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.data.Turn;
import dev.roilab.detect.ImageScales;
import dev.roilab.detect.InitialWeights;
import dev.roilab.detect.SystemParts;
import dev.roilab.detect.TestSettings;
import dev.roilab.detect.TrainSettings;
import dev.roilab.detect.TrialPictures;
import dev.roilab.detect.picture.PictureHead;
import dev.roilab.model.classifier.ViewSettings.Places;
import dev.roilab.model.classifier.ViewSettings.Squares;
import dev.roilab.nn.Losses;
import dev.roilab.nn.RandomStreams;
import dev.roilab.nn.Schedule;
import dev.roilab.roi.RoiLayer;
import dev.roilab.task.classification.ClassScores;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Precision;
import dev.roilab.timing.StageTimer;
import dev.roilab.train.Checkpoints;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Auxiliary classifiers, smoothed labels, crops, sizes and views. */
class ClassifierOptionsTest {
    /** Pictures of 40 x 32, of which 32 x 32 is the largest square. */
    private static final DataSettings DATA = new DataSettings.Shapes(5, 40, 32, 8, 2, 4, 1, 16, 28, 0, 0.2, 3, 32, 40);

    private static final BackboneSettings PLAIN =
            new BackboneSettings.SmallResnet(14, 4, 4, Shortcut.NONE, Norm.TRAINED, Optional.empty(), 0);
    private static final PictureHead NONE = new PictureHead(List.of(), 0);

    @TempDir
    private Path folder;

    private static ClassifierSettings model(
            Optional<AuxiliarySettings> auxiliary,
            Optional<Double> smoothing,
            Optional<RandomCrops> crops,
            Optional<ViewSettings> views) {
        return new ClassifierSettings(PLAIN, Optional.empty(), NONE, auxiliary, smoothing, crops, views);
    }

    private static ClassifierSettings seen(ViewSettings views) {
        return model(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(views));
    }

    private static TrainSettings train(int steps, Optional<List<Integer>> scales) {
        return new TrainSettings(
                steps,
                4,
                true,
                Precision.F32,
                0.05,
                Optional.empty(),
                0.9,
                5e-4,
                Optional.empty(),
                new Schedule.Constant(0),
                scales,
                Optional.empty());
    }

    private SystemParts parts(Engine engine, TrainSettings train) {
        return new SystemParts(
                engine,
                DataSets.load(DATA, Optional.empty()),
                _ -> List.of(),
                new ImageScales(DATA, 8),
                train,
                TestSettings.ONE_SCALE,
                new RandomStreams(1),
                new StageTimer(),
                folder,
                InitialWeights.NONE,
                false);
    }

    /**
     * torchvision's googlenet has 13,004,888 parameters with its auxiliary classifiers and 6,624,904 without
     * (aux_logits=False), of 1000 classes.
     */
    @ParameterizedTest
    @CsvSource({"0, 6624904", "2, 13004888"})
    void googlenetHasTheSizesOfTorchvision(int heads, long parameters) {
        var settings = new AuxiliarySettings(
                2,
                0.3,
                Optional.of(new RoiLayer.RoiAlign(4, Optional.empty(), Optional.empty(), Optional.empty())),
                Optional.of(128),
                new PictureHead(List.of(1024), 0.7));
        var model = new ClassifierSettings(
                new BackboneSettings.Googlenet(32, 1, Norm.TRAINED, Optional.empty(), 0),
                Optional.empty(),
                NONE,
                heads == 0 ? Optional.empty() : Optional.of(settings),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            var network = new Classifier(engine, model, 1000, new RandomStreams(1));
            assertThat(network.parameters().stream()
                            .mapToLong(parameter -> parameter.shape().elements())
                            .sum())
                    .isEqualTo(parameters);
        }
    }

    private List<Losses> losses(ClassifierSettings model, TrainSettings train) throws InterruptedException {
        List<Losses> losses = new ArrayList<>();
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            new ClassifierLearner(parts(engine, train), model)
                    .train((_, _, found) -> losses.add(found), Checkpoints.none());
        }
        return losses;
    }

    /** Fresh weights know nothing: each classifier's loss is about log 4, the auxiliary ones' by their weight. */
    @Test
    void auxiliaryClassifiersHaveLossesOfTheirOwn() throws InterruptedException {
        var settings =
                new AuxiliarySettings(2, 0.3, Optional.empty(), Optional.of(6), new PictureHead(List.of(5), 0.2));
        List<Losses> with = losses(
                model(Optional.of(settings), Optional.empty(), Optional.empty(), Optional.empty()),
                train(3, Optional.empty()));
        assertThat(with.getFirst().terms().keySet()).containsExactly("classification", "auxiliary1", "auxiliary2");
        assertThat(with.getFirst().term("classification"))
                .hasValueSatisfying(loss -> assertThat(loss).isCloseTo(Math.log(4), within(0.2)));
        assertThat(with.getFirst().term("auxiliary2"))
                .hasValueSatisfying(loss -> assertThat(loss).isCloseTo(0.3 * Math.log(4), within(0.06)));
        List<Losses> without = losses(
                model(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                train(3, Optional.empty()));
        assertThat(without.getFirst().term("classification"))
                .as("the same network at first")
                .isEqualTo(with.getFirst().term("classification"));
        assertThat(without.getLast().term("classification"))
                .as("another one once their gradient came in")
                .isNotEqualTo(with.getLast().term("classification"));
    }

    @Test
    void theyAreNoPartOfATest() {
        var settings = new AuxiliarySettings(1, 0.3, Optional.empty(), Optional.empty(), NONE);
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            SystemParts parts = parts(engine, train(1, Optional.empty()));
            Sample<TrueObjects> picture = parts.data().test().getFirst();
            var with = new ClassifierLearner(
                    parts, model(Optional.of(settings), Optional.empty(), Optional.empty(), Optional.empty()));
            var without = new ClassifierLearner(
                    parts, model(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
            assertThat(with.predict(picture)).isEqualTo(without.predict(picture));
            assertThat(with.weights()).extracting(Parameter::name).contains("aux1.scores.weight");
        }
    }

    @Test
    void smoothedLabelsCropsAndSizesEachChangeTheTraining() throws InterruptedException {
        ClassifierSettings plain = model(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
        List<List<Losses>> courses = List.of(
                losses(plain, train(4, Optional.empty())),
                losses(
                        model(Optional.empty(), Optional.of(0.2), Optional.empty(), Optional.empty()),
                        train(4, Optional.empty())),
                losses(
                        model(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(new RandomCrops(24, 0)),
                                Optional.empty()),
                        train(4, Optional.empty())),
                losses(
                        model(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(new RandomCrops(32, 4)),
                                Optional.empty()),
                        train(4, Optional.empty())),
                losses(plain, train(4, Optional.of(List.of(24, 48)))));
        assertThat(courses).doesNotHaveDuplicates();
        assertThat(losses(
                        model(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(new RandomCrops(24, 0)),
                                Optional.empty()),
                        train(4, Optional.empty())))
                .isEqualTo(courses.get(2));
    }

    /** Ten views, then the mean of what the network says of each of them alone. */
    @Test
    void theScoresOfSeveralViewsAreTheMeanOfEachOnes() {
        try (Engine engine = Engines.create("cpu", "cpu", 1)) {
            SystemParts parts = parts(engine, train(1, Optional.empty()));
            Sample<TrueObjects> picture = parts.data().test().getFirst();
            var squares = new Squares(24, Places.FIVE);
            ClassScores ten = scores(parts, new ViewSettings(Optional.empty(), Optional.of(squares), true), picture);
            List<ClassScores> fives = List.of(
                    scores(parts, new ViewSettings(Optional.empty(), Optional.of(squares), false), picture),
                    scores(parts, new ViewSettings(Optional.empty(), Optional.of(squares), false), mirrored(picture)));
            assertMean(ten, fives);
            ClassScores sizes =
                    scores(parts, new ViewSettings(Optional.of(List.of(32, 48)), Optional.empty(), false), picture);
            assertMean(
                    sizes,
                    List.of(
                            scores(parts, new ViewSettings(Optional.of(List.of(32)), Optional.empty(), false), picture),
                            scores(
                                    parts,
                                    new ViewSettings(Optional.of(List.of(48)), Optional.empty(), false),
                                    picture)));
            assertThat(fives.getFirst())
                    .isNotEqualTo(scores(
                            parts,
                            new ViewSettings(Optional.empty(), Optional.of(new Squares(24, Places.CENTRE)), false),
                            picture));
        }
    }

    private static ClassScores scores(SystemParts parts, ViewSettings views, Sample<TrueObjects> picture) {
        return new ClassifierLearner(parts, seen(views)).predict(picture);
    }

    private static void assertMean(ClassScores whole, List<ClassScores> parts) {
        for (int label = 0; label < whole.probabilities().size(); label++) {
            int of = label;
            double mean = parts.stream()
                    .mapToDouble(part -> part.probabilities().get(of))
                    .average()
                    .orElseThrow();
            assertThat(whole.probabilities().get(label)).isCloseTo(mean, within(1e-6));
        }
    }

    private static Sample<TrueObjects> mirrored(Sample<TrueObjects> sample) {
        return new Mirrored(sample);
    }

    private record Mirrored(Sample<TrueObjects> upright) implements Sample<TrueObjects> {
        @Override
        public String id() {
            return "mirrored";
        }

        @Override
        public int width() {
            return upright.width();
        }

        @Override
        public int height() {
            return upright.height();
        }

        @Override
        public TrueObjects truth() {
            return upright.truth();
        }

        @Override
        public Pixels read() {
            return Turn.MIRRORED.shown(upright.read());
        }
    }

    @Test
    void squaresThatDoNotFitAreToldWithThePicture() {
        Dataset<TrueObjects> data = DataSets.load(DATA, Optional.empty());
        var recipe = new ClassifierRecipe();
        ClassifierSettings fits =
                model(Optional.empty(), Optional.empty(), Optional.of(new RandomCrops(40, 4)), Optional.empty());
        var own = new TrialPictures(data, DATA, train(1, Optional.empty()));
        recipe.requireFit(fits, own);
        var several = new TrialPictures(data, DATA, train(1, Optional.of(List.of(32, 24))));
        assertThatThrownBy(() -> recipe.requireFit(fits, several))
                .isInstanceOf(DataException.class)
                .hasMessage("model.crops: a square of 40 with a padding of 4 does not fit into 8 of 8 pictures at"
                        + " shorter_side 24, the first is train-00000, then 30 x 24 pixels; take smaller squares or"
                        + " larger pictures");
        assertThatThrownBy(() -> recipe.requireFit(
                        seen(new ViewSettings(Optional.empty(), Optional.of(new Squares(33, Places.FIVE)), true)), own))
                .hasMessage("model.views.squares: a square of 33 does not fit into 2 of 2 pictures at shorter_side"
                        + " 32, the first is test-00000, then 40 x 32 pixels; take smaller squares or larger"
                        + " pictures");
        assertThatThrownBy(() -> new ViewSettings(Optional.empty(), Optional.empty(), false))
                .hasMessageContaining("remove it where a picture is seen once, whole");
    }

    @Test
    void headsBelowTheCutAreRefused() {
        var model = new ClassifierSettings(
                new BackboneSettings.Googlenet(8, 1, Norm.TRAINED, Optional.empty(), 0),
                Optional.empty(),
                NONE,
                Optional.of(new AuxiliarySettings(1, 0.3, Optional.empty(), Optional.empty(), NONE)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        assertThat(new ClassifierRecipe().foreign(model, train(1, Optional.empty()), TestSettings.ONE_SCALE))
                .singleElement()
                .asString()
                .startsWith("model.auxiliary: auxiliary heads stand after GoogLeNet's modules 4a and 4d");
    }
}
