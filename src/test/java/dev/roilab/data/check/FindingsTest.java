package dev.roilab.data.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FindingsTest {
    private final Findings findings = new Findings();

    @Test
    void ofEveryWordingOneIsTold() {
        for (int i = 0; i < 20; i++) {
            findings.error("mistakes", "Annotations/a%d.xml:%d: object %d (cat) has no <bndbox>".formatted(i, i, i));
        }
        findings.error("mistakes", "Annotations/b.xml:3: <xmin> must be a number of pixels, got 'x'");
        findings.error("mistakes", "Annotations/c.xml:3: <xmin> must be a number of pixels, got '1,5'");
        findings.error("mistakes", "Annotations/d.xml:3: expected <annotation>, got <html>");
        assertThat(findings.errors())
                .hasSize(11)
                .contains("Annotations/a7.xml:7: object 7 (cat) has no <bndbox>")
                .doesNotContain("Annotations/a8.xml:8: object 8 (cat) has no <bndbox>")
                .contains("Annotations/b.xml:3: <xmin> must be a number of pixels, got 'x'")
                .contains("Annotations/d.xml:3: expected <annotation>, got <html>")
                .endsWith("... and 13 more mistakes");
    }

    @Test
    void linesThatNameOtherFilesAreOneWording() {
        for (int i = 0; i < 25; i++) {
            findings.error("missing", "JPEGImages/%s.jpg: no such file; it is the image of A/%s.xml".formatted(i, i));
        }
        assertThat(findings.errors()).hasSize(11).endsWith("... and 15 more missing");
    }
}
