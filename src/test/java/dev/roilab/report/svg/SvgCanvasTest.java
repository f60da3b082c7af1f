package dev.roilab.report.svg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Line2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class SvgCanvasTest {
    @Test
    void writesShapesWhereTheTransformPutsThem() {
        String svg = SvgCanvas.draw(100, 50, "a < b", graphics -> {
            graphics.translate(10, 20);
            graphics.setColor(new Color(0, 0x72, 0xB2, 51));
            graphics.fillRect(1, 2, 3, 4);
            graphics.setStroke(
                    new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {9, 4}, 0));
            graphics.draw(new Line2D.Double(0, 0, 5.125, 0));
        });
        assertThat(svg)
                .contains("<title>a &lt; b</title>")
                .contains("fill=\"#0072b2\" fill-opacity=\"0.2\"")
                .contains(" d=\"M11 22L14 22L14 26L11 26L11 22Z\"/>")
                .contains(
                        "stroke-width=\"2\" stroke-linejoin=\"round\" stroke-dasharray=\"9 4\" d=\"M10 20L15.13 20\"");
    }

    @Test
    void clipsOnlyWhatReachesOverTheEdge() {
        String svg = SvgCanvas.draw(100, 100, "clip", graphics -> {
            graphics.setClip(10, 10, 50, 50);
            graphics.fill(new Rectangle(20, 20, 5, 5));
            graphics.fill(new Rectangle(20, 20, 500, 5));
            graphics.clipRect(90, 90, 5, 5);
            graphics.fill(new Rectangle(0, 0, 100, 100));
        });
        assertThat(svg.split("<path fill=", -1)).hasSize(3);
        assertThat(svg.split("clip-path=\"url", -1)).hasSize(2);
        assertThat(svg).contains("<clipPath id=\"c1\">");
    }

    @Test
    void textIsOutlinesAndACopyHasItsOwnState() {
        String svg = SvgCanvas.draw(100, 100, "text", graphics -> {
            Graphics2D copy = (Graphics2D) graphics.create();
            copy.setColor(Color.RED);
            copy.translate(50, 50);
            graphics.drawString("AP", 10, 20);
        });
        assertThat(svg).contains("fill=\"#000000\"").contains("<path").doesNotContain("<text");
    }

    @Test
    void refusesWhatItCannotHold() {
        BufferedImage picture = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);
        assertThatThrownBy(() -> SvgCanvas.draw(9, 9, "x", graphics -> graphics.drawImage(picture, 0, 0, null)))
                .hasMessage("an SVG chart cannot hold a picture");
        assertThatThrownBy(() -> SvgCanvas.draw(
                        9, 9, "x", graphics -> graphics.setPaint(new GradientPaint(0, 0, Color.RED, 9, 9, Color.BLUE))))
                .hasMessageContaining("the paint GradientPaint");
    }
}
