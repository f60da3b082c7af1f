package dev.roilab.model.yolo;

import dev.roilab.data.TrueObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The object of each cell: the one whose centre falls into it. A cell has one set of probabilities, so that it can
 * learn one object only; of several it is the one with the largest box, and of equal ones the first. The authors' code
 * takes one by chance; here an image is learned alike at every step.
 *
 * @param byCell in the order of the cells, boxes as parts of the image
 * @param without how many objects another one has taken the cell of: nothing is learned of them
 */
record CellObjects(List<Optional<TrueObject>> byCell, int without) {
    CellObjects {
        byCell = List.copyOf(byCell);
    }

    /** @param objects with boxes as parts of the image */
    static CellObjects of(Grid grid, List<TrueObject> objects) {
        List<Optional<TrueObject>> byCell = new ArrayList<>(Collections.nCopies(grid.count(), Optional.empty()));
        int without = 0;
        List<TrueObject> largestFirst = objects.stream()
                .sorted(Comparator.comparingDouble(
                        (TrueObject object) -> -object.box().area()))
                .toList();
        for (TrueObject object : largestFirst) {
            int cell = grid.cell(object.box());
            if (byCell.get(cell).isPresent()) {
                without++;
            } else {
                byCell.set(cell, Optional.of(object));
            }
        }
        return new CellObjects(byCell, without);
    }
}
