package dev.roilab.model.yolo;

import dev.roilab.geometry.Box;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Which of a cell's boxes is to learn the cell's object: the one that overlaps it most at present, section 2.2. Where
 * none overlaps it, which the paper leaves open, it is the one nearest to it by the root of the mean squared error of
 * centre, width and height, as in the authors' code; otherwise the first box would learn everything, since boxes of
 * fresh weights are small. Of equals it is the first.
 */
final class ResponsiblePredictor {
    private ResponsiblePredictor() {}

    /** @return its place among the predicted boxes, of which there is one at least */
    static int of(List<Box> predicted, Box object) {
        boolean overlapped = predicted.stream().anyMatch(box -> box.iou(object) > 0);
        return overlapped ? best(predicted, object::iou) : best(predicted, box -> -squaredError(box, object));
    }

    private static int best(List<Box> predicted, ToDoubleFunction<Box> value) {
        int best = 0;
        for (int place = 1; place < predicted.size(); place++) {
            if (value.applyAsDouble(predicted.get(place)) > value.applyAsDouble(predicted.get(best))) {
                best = place;
            }
        }
        return best;
    }

    private static double squaredError(Box box, Box object) {
        double x = (box.x1() + box.x2() - object.x1() - object.x2()) / 2;
        double y = (box.y1() + box.y2() - object.y1() - object.y2()) / 2;
        double width = box.width() - object.width();
        double height = box.height() - object.height();
        return x * x + y * y + width * width + height * height;
    }
}
