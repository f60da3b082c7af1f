package dev.roilab.model.localizer;

import dev.roilab.geometry.Box;
import dev.roilab.nn.BoxLoss;
import dev.roilab.nn.LossTerms;
import dev.roilab.task.localization.LocatedClass;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Tensor;
import java.util.List;

/** The log loss of the class and the weighted penalty on its box, both means over the images. */
record LocalizationLoss(BoxLoss box) {
    /** An image's truth, and the size that its box counts in. */
    record Target(LocatedClass truth, double width, double height) {
        /** Middle from the picture's centre, width and height, as parts of its sides. */
        double[] numbers() {
            Box at = truth.box();
            return new double[] {
                (at.x1() + at.x2()) / 2 / width - 0.5,
                (at.y1() + at.y2()) / 2 / height - 0.5,
                at.width() / width,
                at.height() / height
            };
        }
    }

    LossTerms of(Engine engine, Localizer network, Localizer.Outputs outputs, List<Target> targets) {
        int count = targets.size();
        int columns = outputs.boxes().shape().size(1);
        int[] labels = new int[count];
        float[] wanted = new float[count * columns];
        float[] weights = new float[count * columns];
        for (int image = 0; image < count; image++) {
            labels[image] = targets.get(image).truth().label();
            int first = image * columns + network.place(labels[image]);
            double[] numbers = targets.get(image).numbers();
            for (int i = 0; i < Localizer.NUMBERS; i++) {
                wanted[first + i] = (float) numbers[i];
                weights[first + i] = (float) (box.weight() / count);
            }
        }
        Tensor boxes = outputs.boxes().value();
        return LossTerms.of(
                        "classification",
                        outputs.logits(),
                        engine.losses().softmaxCrossEntropy(outputs.logits().value(), labels, 1.0 / count))
                .and(
                        "box",
                        outputs.boxes(),
                        engine.losses()
                                .regressionLoss(
                                        boxes,
                                        engine.tensor(wanted, boxes.shape()),
                                        engine.tensor(weights, boxes.shape()),
                                        box.regression()));
    }

    /** The box that the numbers say, in a picture of this size. */
    static Box box(float[] numbers, int first, double width, double height) {
        double x = (numbers[first] + 0.5) * width;
        double y = (numbers[first + 1] + 0.5) * height;
        double half = Math.max(0, numbers[first + 2]) * width / 2;
        double rise = Math.max(0, numbers[first + 3]) * height / 2;
        return new Box(x - half, y - rise, x + half, y + rise).clip(width, height);
    }
}
