package dev.roilab.task.classification;

import dev.roilab.task.TestSet;
import dev.roilab.task.TestSet.Tested;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.tribuo.MutableOutputInfo;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.evaluation.ConfusionMetrics;
import org.tribuo.classification.evaluation.LabelConfusionMatrix;
import org.tribuo.evaluation.metrics.EvaluationMetric.Average;
import org.tribuo.evaluation.metrics.MetricTarget;
import org.tribuo.impl.ArrayExample;

/** How often each class is taken for each, counted by Tribuo, and what its evaluation makes of the counts. */
final class Confusion {
    private final List<String> classes;
    private final LabelConfusionMatrix matrix;

    /** @param tested with a picture at least */
    Confusion(TestSet<PictureClass, ClassScores> tested) {
        this.classes = tested.classes();
        MutableOutputInfo<Label> domain = new LabelFactory().generateInfo();
        classes.forEach(name -> domain.observe(new Label(name)));
        List<Prediction<Label>> predictions = new ArrayList<>();
        for (Tested<PictureClass, ClassScores> image : tested.images()) {
            var truth = new Label(classes.get(image.truth().label()));
            var said = new Label(classes.get(image.found().best()));
            predictions.add(new Prediction<>(said, 1, new ArrayExample<>(truth)));
        }
        this.matrix = new LabelConfusionMatrix(domain.generateImmutableOutputInfo(), predictions);
    }

    /** Part of the pictures whose class is not the one that is said. */
    double error() {
        return 1 - ConfusionMetrics.recall(new MetricTarget<>(Average.MICRO), matrix);
    }

    /** By class: the part of the pictures that are taken for it that are of it; not of one that is never said. */
    Map<String, Double> precision() {
        return byClass(label -> isEverSaid(label)
                ? Optional.of(ConfusionMetrics.precision(new MetricTarget<>(label), matrix))
                : Optional.empty());
    }

    /** By class: the harmonic mean of precision and recall; not of one without pictures that is never said. */
    Map<String, Double> f1() {
        return byClass(label -> isEverSaid(label) || matrix.fn(label) > 0
                ? Optional.of(ConfusionMetrics.f1(new MetricTarget<>(label), matrix))
                : Optional.empty());
    }

    private boolean isEverSaid(Label label) {
        return matrix.tp(label) + matrix.fp(label) > 0;
    }

    private Map<String, Double> byClass(Function<Label, Optional<Double>> measure) {
        Map<String, Double> values = new LinkedHashMap<>();
        classes.forEach(name -> measure.apply(new Label(name)).ifPresent(value -> values.put(name, value)));
        return values;
    }
}
