package dev.roilab.report;

import dev.roilab.data.TrueObject;
import dev.roilab.experiment.TrialResult;
import dev.roilab.experiment.TrialResult.GalleryImage;
import dev.roilab.geometry.Box;
import dev.roilab.geometry.Detection;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;

/** Test images of one seed an arm side by side: columns are arms, rows are images. */
final class ContactSheet {
    private static final int MOST_COLUMNS = 6;
    private static final int MOST_ROWS = 6;
    private static final int CELL = 420;
    private static final int GAP = 10;
    private static final int HEADER = 64;
    private static final int FOOTER = 78;
    private static final int LINE = 26;
    private static final int SWATCH = 14;

    /** Detections below this only clutter the picture; evaluation uses them all. */
    private static final double LOWEST_SCORE = 0.5;

    private final Path folder;
    private final List<String> classes;

    /** @param folder where the trials' folders are */
    ContactSheet(Path folder, List<String> classes) {
        this.folder = folder;
        this.classes = classes;
    }

    /** Absent where no finished trial has a gallery. */
    Optional<Figure> of(List<Arm> arms) {
        List<Arm> drawn = arms.stream()
                .filter(arm -> first(arm).isPresent())
                .limit(MOST_COLUMNS)
                .toList();
        Set<String> ids = new LinkedHashSet<>();
        drawn.forEach(arm -> first(arm).ifPresent(trial -> trial.gallery().forEach(image -> ids.add(image.id()))));
        List<String> rows = ids.stream().limit(MOST_ROWS).toList();
        if (rows.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> heights = rows.stream().map(id -> height(drawn, id)).toList();
        int width = GAP + drawn.size() * (CELL + GAP);
        int height = HEADER
                + FOOTER
                + heights.stream().mapToInt(value -> value + GAP).sum();
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = PlotTheme.canvas(sheet);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        header(graphics, drawn);
        int top = HEADER;
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < drawn.size(); column++) {
                Rectangle2D cell = new Rectangle2D.Double(GAP + column * (CELL + GAP), top, CELL, heights.get(row));
                cell(graphics, cell, first(drawn.get(column)), rows.get(row));
            }
            top += heights.get(row) + GAP;
        }
        footer(graphics, width, top);
        graphics.dispose();
        return Optional.of(new Figure.Photograph("contact-sheet", "Test images", caption(drawn, arms), sheet));
    }

    private static String caption(List<Arm> drawn, List<Arm> arms) {
        return "Test images of each arm's first finished seed. Dashed: annotated objects; solid: detections with a "
                + "score of at least " + Numbers.fixed(LOWEST_SCORE, 2)
                + ", coloured by class; a score that would cover another is left out."
                + PlotTheme.without(arms, drawn::contains);
    }

    private static Optional<TrialResult> first(Arm arm) {
        return arm.finished().stream()
                .filter(trial -> !trial.gallery().isEmpty())
                .findFirst();
    }

    private static Optional<GalleryImage> find(Optional<TrialResult> trial, String id) {
        return trial.stream()
                .flatMap(found -> found.gallery().stream())
                .filter(image -> image.id().equals(id))
                .findFirst();
    }

    private int height(List<Arm> drawn, String id) {
        for (Arm arm : drawn) {
            Optional<BufferedImage> picture =
                    first(arm).flatMap(trial -> find(Optional.of(trial), id).flatMap(image -> read(trial, image)));
            if (picture.isPresent()) {
                return Math.max(
                        CELL / 3,
                        CELL * picture.get().getHeight() / picture.get().getWidth());
            }
        }
        return CELL / 3;
    }

    private Optional<BufferedImage> read(TrialResult trial, GalleryImage image) {
        Path file = folder.resolve(trial.trial()).resolve(image.file());
        try {
            return Files.isRegularFile(file) ? Optional.ofNullable(ImageIO.read(file.toFile())) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static void header(Graphics2D graphics, List<Arm> drawn) {
        for (int column = 0; column < drawn.size(); column++) {
            int left = GAP + column * (CELL + GAP);
            graphics.setColor(Color.BLACK);
            graphics.setFont(fitting(graphics, drawn.get(column).label(), 22, CELL));
            graphics.drawString(drawn.get(column).label(), left, 30);
            graphics.setFont(PlotTheme.font(Font.PLAIN, 15));
            long seed = first(drawn.get(column)).map(TrialResult::seed).orElse(0L);
            graphics.drawString("seed " + seed, left, 52);
        }
    }

    private static Font fitting(Graphics2D graphics, String text, int size, int width) {
        int fitting = size;
        while (fitting > 10
                && graphics.getFontMetrics(PlotTheme.font(Font.BOLD, fitting)).stringWidth(text) > width) {
            fitting--;
        }
        return PlotTheme.font(Font.BOLD, fitting);
    }

    private void cell(Graphics2D graphics, Rectangle2D cell, Optional<TrialResult> trial, String id) {
        Optional<GalleryImage> image = find(trial, id);
        Optional<BufferedImage> picture = trial.flatMap(found -> image.flatMap(gallery -> read(found, gallery)));
        if (picture.isEmpty() || image.isEmpty()) {
            graphics.setColor(new Color(0xDDDDDD));
            graphics.fill(cell);
            graphics.setColor(Color.BLACK);
            graphics.setFont(PlotTheme.font(Font.PLAIN, 15));
            graphics.drawString("no image " + id, (float) cell.getX() + 12, (float) cell.getCenterY());
            return;
        }
        double zoom = Math.min(
                cell.getWidth() / picture.get().getWidth(),
                cell.getHeight() / picture.get().getHeight());
        Graphics2D inside = (Graphics2D) graphics.create();
        inside.clip(cell);
        inside.translate(cell.getX(), cell.getY());
        int width = (int) Math.round(zoom * picture.get().getWidth());
        int height = (int) Math.round(zoom * picture.get().getHeight());
        inside.drawImage(picture.get(), 0, 0, width, height, null);
        inside.clipRect(0, 0, width, height);
        double scale = zoom * image.get().scale();
        image.get().truth().forEach(object -> truth(inside, object, scale));
        List<Detection> drawn = detections(inside, image.get().detections(), scale);
        new ContactLabels(classes, width, height).draw(inside, drawn, scale);
        inside.dispose();
    }

    private static void truth(Graphics2D graphics, TrueObject object, double scale) {
        Shape box = rectangle(object.box(), scale);
        float[] dash = {7, 7};
        graphics.setStroke(new BasicStroke(3));
        graphics.setColor(Color.BLACK);
        graphics.draw(box);
        graphics.setStroke(new BasicStroke(2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, dash, 0));
        graphics.setColor(Color.WHITE);
        graphics.draw(box);
    }

    /** The surest on top; the same, the surest first. */
    private static List<Detection> detections(Graphics2D graphics, List<Detection> detections, double scale) {
        List<Detection> drawn = new ArrayList<>(detections);
        drawn.removeIf(detection -> detection.score() < LOWEST_SCORE);
        drawn.sort(Comparator.comparingDouble(Detection::score));
        graphics.setStroke(new BasicStroke(3));
        for (Detection detection : drawn) {
            graphics.setColor(ContactLabels.color(detection.label()));
            graphics.draw(rectangle(detection.box(), scale));
        }
        return drawn.reversed();
    }

    /** What the lines mean and, where colours suffice, the classes. */
    private void footer(Graphics2D graphics, int width, int top) {
        String text = "dashed: annotated    solid: detected, score >= " + Numbers.fixed(LOWEST_SCORE, 2);
        graphics.setColor(Color.BLACK);
        graphics.setFont(fitting(graphics, text, 16, width - 2 * GAP).deriveFont(Font.PLAIN));
        graphics.drawString(text, GAP, top + 22);
        if (!ContactLabels.colorsSuffice(classes)) {
            return;
        }
        int left = GAP;
        for (int label = 0; label < classes.size(); label++) {
            graphics.setColor(ContactLabels.color(label));
            graphics.fillRect(left, top + LINE + 9, SWATCH, SWATCH);
            graphics.setColor(Color.BLACK);
            graphics.drawString(classes.get(label), left + SWATCH + 5, top + LINE + 22);
            left += SWATCH + 25 + graphics.getFontMetrics().stringWidth(classes.get(label));
        }
    }

    private static Shape rectangle(Box box, double scale) {
        return new Rectangle2D.Double(scale * box.x1(), scale * box.y1(), scale * box.width(), scale * box.height());
    }
}
