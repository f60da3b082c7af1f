package dev.roilab.report.gallery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.report.plot.PlotTheme;
import dev.roilab.task.Mark;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ContactLabelsTest {
    private static final int WIDTH = 400;
    private static final int HEIGHT = 300;

    private static List<Rectangle2D> places(List<Mark.Rectangle> detections) {
        Graphics2D graphics = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB).createGraphics();
        FontMetrics metrics = graphics.getFontMetrics(PlotTheme.font(Font.BOLD, 14));
        graphics.dispose();
        var labels = new ContactLabels(List.of("disc", "bar"), WIDTH, HEIGHT);
        return List.copyOf(labels.places(metrics, detections, 2).values());
    }

    private static Mark.Rectangle detection(double left, double top) {
        return new Mark.Rectangle(left, top, left + 40, top + 30, Optional.of(0), Optional.of(0.9));
    }

    @Test
    void aLoneLabelStandsAboveItsBox() {
        Rectangle2D place = places(List.of(detection(50, 60))).getFirst();
        assertThat(place.getX()).isEqualTo(100);
        assertThat(place.getMaxY()).isEqualTo(120);
    }

    @Test
    void noLabelCoversAnotherOrLeavesThePicture() {
        var random = new SplittableRandom(4);
        List<Mark.Rectangle> crowd = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            crowd.add(detection(random.nextDouble(0, 160), random.nextDouble(0, 120)));
        }
        List<Rectangle2D> places = places(crowd);
        assertThat(places).hasSizeBetween(20, 60);
        for (Rectangle2D place : places) {
            assertThat(places.stream().filter(place::intersects)).containsExactly(place);
            assertThat(new Rectangle2D.Double(0, 0, WIDTH, HEIGHT).contains(place))
                    .isTrue();
        }
    }

    @Test
    void boxesOnTopOfEachOtherRunOutOfPlaces() {
        List<Mark.Rectangle> stack = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            stack.add(new Mark.Rectangle(50, 60, 90, 90, Optional.of(i % 2), Optional.of(1 - i / 100.0)));
        }
        assertThat(places(stack)).hasSizeBetween(2, 8);
    }
}
