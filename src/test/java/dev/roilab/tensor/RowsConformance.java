package dev.roilab.tensor;

import static dev.roilab.tensor.NonFiniteNumbers.NAN;
import static dev.roilab.tensor.NonFiniteNumbers.require;
import static dev.roilab.tensor.NonFiniteNumbers.stored;
import static dev.roilab.tensor.NonFiniteNumbers.whole;
import static dev.roilab.tensor.Twins.doubles;
import static dev.roilab.tensor.Twins.requireClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of matrices and maps: taken, put together, cut; and maps seen as rows. */
public interface RowsConformance extends EngineSubject {
    /** One row thrice, one never. */
    private static int[] wanted() {
        return new int[] {3, 0, 3, 1, 4, 3};
    }

    /** Of a matrix and of maps; 5 rows each. */
    List<Shape> SHAPES = List.of(Shape.of(5, 7), Shape.of(5, 3, 2, 4), Shape.of(5, 1, 1, 1), Shape.of(5, 0));

    @Test
    default void gatheredRowsAndTheirGradientEqualTheirTwins() {
        try (Engine engine = create(2)) {
            for (Shape shape : SHAPES) {
                Shape gathered = withRows(shape, wanted().length);
                double[] x = doubles(Twins.random(1, shape));
                float[] upstream = Twins.random(2, gathered);
                Tensor found = engine.shapes().gatherRows(engine.tensor(Twins.random(1, shape), shape), wanted());
                assertThat(found.shape()).isEqualTo(gathered);
                requireClose("rows of " + shape, found.toFloats(), gathered(x), 0);
                requireClose(
                        "gradient of " + shape,
                        engine.shapes()
                                .gatherRowsGradient(engine.tensor(upstream, gathered), wanted(), shape)
                                .toFloats(),
                        Twins.slope(RowsConformance::gathered, x, upstream),
                        1e-6);
            }
        }
    }

    private static double[] gathered(double[] x) {
        int numbers = x.length / 5;
        double[] rows = new double[wanted().length * numbers];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = x[wanted()[i / numbers] * numbers + i % numbers];
        }
        return rows;
    }

    private static Shape withRows(Shape shape, int rows) {
        return shape.rank() == 2
                ? Shape.of(rows, shape.size(1))
                : Shape.of(rows, shape.size(1), shape.size(2), shape.size(3));
    }

    /** Added in the order in which the rows were taken, which single precision shows. */
    @Test
    default void gradientsOfOneRowAreAddedInTheirOrder() {
        Shape shape = Shape.of(2, 1);
        try (Engine engine = create(3)) {
            Tensor upstream = engine.tensor(new float[] {1e8f, 1, 5, -1e8f}, Shape.of(4, 1));
            float[] found = engine.shapes()
                    .gatherRowsGradient(upstream, new int[] {1, 1, 0, 1}, shape)
                    .toFloats();
            assertThat(found).containsExactly(5, 0);
            Tensor other = engine.tensor(new float[] {1e8f, -1e8f, 5, 1}, Shape.of(4, 1));
            assertThat(engine.shapes()
                            .gatherRowsGradient(other, new int[] {1, 1, 0, 1}, shape)
                            .toFloats())
                    .containsExactly(5, 1);
        }
    }

    @Test
    default void joinedRowsAreCutApartAgain() {
        try (Engine engine = create(2)) {
            Tensor few = random(engine, 1, 2, 3);
            Tensor none = engine.zeros(Shape.of(0, 3));
            Tensor joined = engine.shapes().joinRows(List.of(few, none, random(engine, 2, 4, 3), few));
            assertThat(joined.shape()).isEqualTo(Shape.of(8, 3));
            assertThat(engine.shapes().cutRows(joined, 0, 2).toFloats()).isEqualTo(few.toFloats());
            assertThat(engine.shapes().cutRows(joined, 2, 4).toFloats()).isEqualTo(Twins.random(2, Shape.of(4, 3)));
            assertThat(engine.shapes().cutRows(joined, 6, 2).toFloats()).isEqualTo(few.toFloats());
            assertThat(engine.shapes().cutRows(joined, 8, 0).shape()).isEqualTo(Shape.of(0, 3));
            Tensor map = random(engine, 3, 2, 3, 4, 5);
            Tensor maps = engine.shapes().joinRows(List.of(map, random(engine, 4, 1, 3, 4, 5)));
            assertThat(maps.shape()).isEqualTo(Shape.of(3, 3, 4, 5));
            assertThat(engine.shapes().cutRows(maps, 0, 2).toFloats()).isEqualTo(map.toFloats());
            assertThat(engine.shapes().cutRows(maps, 2, 1).toFloats()).isEqualTo(Twins.random(4, Shape.of(1, 3, 4, 5)));
        }
    }

    @Test
    default void mapsAndTheirRowsAreTheSameNumbers() {
        try (Engine engine = create(2)) {
            for (Shape shape :
                    List.of(Shape.of(2, 3, 4, 5), Shape.of(3, 1, 2, 2), Shape.of(2, 5, 1, 1), Shape.of(0, 3, 2, 2))) {
                float[] x = Twins.random(1, shape);
                Tensor rows = engine.shapes().rowsOfMaps(engine.tensor(x, shape));
                assertThat(rows.shape())
                        .isEqualTo(Shape.of(shape.size(0) * shape.size(1), shape.size(2) * shape.size(3)));
                assertThat(rows.toFloats()).isEqualTo(x);
                Tensor maps = engine.shapes().mapsOfRows(rows, shape);
                assertThat(maps.toFloats()).isEqualTo(x);
                engine.elementwise().accumulate(maps, maps);
                assertThat(rows.toFloats()).as("no shared memory").isEqualTo(x);
            }
        }
    }

    /** In whatever precision maps are stored; a NaN stays in its row, and comes back to it alone. */
    @Test
    default void rowsKeepWhatTheyHold() {
        Shape shape = Shape.of(3, 2, 1, 2);
        float[] x = whole(1, shape);
        x[5] = NAN;
        try (Engine engine = create(2)) {
            Tensor map = stored(engine, x, shape);
            Tensor gathered = engine.shapes().gatherRows(map, new int[] {2, 1});
            require("gathered", gathered, x[8], x[9], x[10], x[11], x[4], NAN, x[6], x[7]);
            require("joined", engine.shapes().cutRows(engine.shapes().joinRows(List.of(map, map)), 3, 3), x);
            require("rows", engine.shapes().rowsOfMaps(map), x);
            Tensor back = engine.shapes().gatherRowsGradient(gathered, new int[] {1, 2}, shape);
            require("gradient", back, 0, 0, 0, 0, x[8], x[9], x[10], x[11], x[4], NAN, x[6], x[7]);
        }
    }

    @Test
    default void rowsNameWhatDoesNotFit() {
        try (Engine engine = create(1)) {
            Tensor matrix = engine.zeros(Shape.of(5, 3));
            Tensor map = engine.zeros(Shape.of(2, 3, 1, 1));
            assertThatThrownBy(() -> engine.shapes().gatherRows(matrix, new int[] {4, 5}))
                    .hasMessage("row 5, number 1 of those to gather, is none of [5, 3]");
            assertThatThrownBy(() -> engine.shapes().gatherRows(matrix, new int[] {-1}))
                    .hasMessage("row -1, number 0 of those to gather, is none of [5, 3]");
            assertThatThrownBy(() -> engine.shapes().gatherRows(engine.zeros(Shape.of(5)), new int[] {0}))
                    .hasMessage("rows are those of matrices and maps, got [5]");
            assertThatThrownBy(() -> engine.shapes().gatherRowsGradient(matrix, new int[] {0, 1}, Shape.of(4, 3)))
                    .hasMessage("shape of the gradient of gathered rows: expected [2, 3], got [5, 3]");
            assertThatThrownBy(() -> engine.shapes().joinRows(List.of(matrix, map)))
                    .hasMessage("no joining of [5, 3] and [2, 3, 1, 1]: they differ in more than axis 0");
            assertThatThrownBy(() -> engine.shapes().joinRows(List.of()))
                    .hasMessage("rows to join need at least one part");
            assertThatThrownBy(() -> engine.shapes().cutRows(matrix, 4, 2)).hasMessage("no 2 rows from 4 in [5, 3]");
            assertThatThrownBy(() -> engine.shapes().rowsOfMaps(matrix))
                    .hasMessage("shape of the maps to see as rows: expected 4 axes, got [5, 3]");
            assertThatThrownBy(() -> engine.shapes().mapsOfRows(matrix, Shape.of(5, 1, 2, 2)))
                    .hasMessage("shape of the rows to restore maps [5, 1, 2, 2] from: expected [5, 4], got [5, 3]");
            assertThat(engine.shapes().gatherRows(matrix, new int[0]).shape()).isEqualTo(Shape.of(0, 3));
            assertThat(engine.shapes()
                            .gatherRowsGradient(engine.zeros(Shape.of(0, 3)), new int[0], Shape.of(2, 3))
                            .toFloats())
                    .containsOnly(0);
        }
    }
}
