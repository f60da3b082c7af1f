package dev.roilab.report.gallery;

import dev.roilab.claim.Arm;
import dev.roilab.report.plot.Figure;
import dev.roilab.report.plot.PlotTheme;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.GalleryImage;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Test images of one seed an arm side by side: columns are arms, in blocks if they are many, rows are images. */
public final class ContactSheet {
    /** Of the picture's file, without its ending. */
    public static final String NAME = "contact-sheet";
    /** Above the pictures. */
    public static final String TITLE = "Test images";

    private static final int MOST_COLUMNS = 6;
    private static final int FEWEST_ROWS = 2;
    private static final int MOST_ROWS = 6;

    /** Of arms and images together; with many arms fewer images are shown, never fewer arms. */
    private static final int MOST_CELLS = 36;

    private static final int CELL = 420;
    private static final int GAP = 10;
    private static final int HEADER = 64;
    /** Below the pictures, beside the lines of the legend: the classes. */
    private static final int FOOTER = 52;

    private static final int LINE = 26;
    private static final int SWATCH = 14;

    private final GalleryPictures pictures;
    private final List<String> classes;
    private final List<Arm> arms;
    private final List<Arm> drawn;
    private final List<String> rows;
    private final ContactWords words;

    /** @param arms all of the study; those without a gallery are left out */
    public ContactSheet(GalleryPictures pictures, List<String> classes, List<Arm> arms) {
        this.pictures = pictures;
        this.classes = classes;
        this.arms = arms;
        drawn = arms.stream().filter(arm -> first(arm).isPresent()).toList();
        int most = Math.clamp(MOST_CELLS / Math.max(1, drawn.size()), FEWEST_ROWS, MOST_ROWS);
        rows = ids().stream().limit(most).toList();
        words = new ContactWords(drawn.stream()
                .flatMap(arm -> first(arm).stream())
                .flatMap(trial -> trial.gallery().stream())
                .map(GalleryImage::marks)
                .toList());
    }

    private Set<String> ids() {
        Set<String> ids = new LinkedHashSet<>();
        drawn.forEach(arm -> first(arm).ifPresent(trial -> trial.gallery().forEach(image -> ids.add(image.id()))));
        return ids;
    }

    /** Whether no finished trial has a gallery. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Files of the results folder that the sheet needs and that are not there. */
    public List<String> missing() {
        drawn.forEach(arm -> rows.forEach(id -> picture(first(arm), id)));
        return pictures.missing();
    }

    /** Files of any trial that show something else than the test kept, and are not drawn. */
    public List<String> changed() {
        return pictures.changed();
    }

    /** Whether not a single picture is there. */
    public boolean hasNoPicture() {
        return drawn.stream()
                .noneMatch(arm ->
                        rows.stream().anyMatch(id -> picture(first(arm), id).isPresent()));
    }

    private Optional<GalleryPictures.Found> picture(Optional<TrialResult> trial, String id) {
        return trial.flatMap(found -> find(trial, id).flatMap(image -> pictures.of(found, image)));
    }

    /** As many blocks of columns below each other as it takes to show every arm. */
    public Figure figure() {
        List<Integer> heights = rows.stream().map(this::height).toList();
        int columns = Math.min(drawn.size(), MOST_COLUMNS);
        int blocks = (drawn.size() + columns - 1) / columns;
        int block = HEADER + heights.stream().mapToInt(value -> value + GAP).sum();
        int width = GAP + columns * (CELL + GAP);
        int footer = FOOTER + LINE * words.legend().size();
        BufferedImage sheet = new BufferedImage(width, blocks * block + footer, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = PlotTheme.canvas(sheet);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        for (int number = 0; number < blocks; number++) {
            List<Arm> side = drawn.subList(number * columns, Math.min(drawn.size(), (number + 1) * columns));
            block(graphics, side, heights, number * block);
        }
        footer(graphics, width, blocks * block);
        graphics.dispose();
        return new Figure.Photograph(NAME, TITLE, caption(), sheet);
    }

    private void block(Graphics2D graphics, List<Arm> side, List<Integer> heights, int start) {
        header(graphics, side, start);
        int top = start + HEADER;
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < side.size(); column++) {
                Rectangle2D cell = new Rectangle2D.Double(GAP + column * (CELL + GAP), top, CELL, heights.get(row));
                cell(graphics, cell, first(side.get(column)), rows.get(row));
            }
            top += heights.get(row) + GAP;
        }
    }

    private String caption() {
        int all = ids().size();
        return "Test images of each arm's first finished seed. "
                + words.sentences()
                + (rows.size() < all ? " The first " + rows.size() + " of " + all + " images." : "")
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

    private int height(String id) {
        return drawn.stream()
                .flatMap(arm -> picture(first(arm), id).stream())
                .map(GalleryPictures.Found::picture)
                .map(picture -> Math.max(CELL / 3, CELL * picture.getHeight() / picture.getWidth()))
                .findFirst()
                .orElse(CELL / 3);
    }

    private static void header(Graphics2D graphics, List<Arm> drawn, int top) {
        for (int column = 0; column < drawn.size(); column++) {
            int left = GAP + column * (CELL + GAP);
            graphics.setColor(Color.BLACK);
            graphics.setFont(fitting(graphics, drawn.get(column).label(), 22, CELL));
            graphics.drawString(drawn.get(column).label(), left, top + 30);
            graphics.setFont(PlotTheme.font(Font.PLAIN, 15));
            long seed = first(drawn.get(column)).map(TrialResult::seed).orElse(0L);
            graphics.drawString("seed " + seed, left, top + 52);
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
        Optional<GalleryPictures.Found> found = picture(trial, id);
        if (found.isEmpty() || image.isEmpty()) {
            graphics.setColor(new Color(0xDDDDDD));
            graphics.fill(cell);
            graphics.setColor(Color.BLACK);
            graphics.setFont(PlotTheme.font(Font.PLAIN, 15));
            graphics.drawString("no image " + id, (float) cell.getX() + 12, (float) cell.getCenterY());
            return;
        }
        BufferedImage picture = found.get().picture();
        double zoom = Math.min(cell.getWidth() / picture.getWidth(), cell.getHeight() / picture.getHeight());
        Graphics2D inside = (Graphics2D) graphics.create();
        inside.clip(cell);
        inside.translate(cell.getX(), cell.getY());
        int width = (int) Math.round(zoom * picture.getWidth());
        int height = (int) Math.round(zoom * picture.getHeight());
        inside.drawImage(picture, 0, 0, width, height, null);
        inside.clipRect(0, 0, width, height);
        double scale = zoom * found.get().scale();
        new ContactMarks(classes, width, height).draw(inside, image.get().marks(), scale);
        inside.dispose();
    }

    /** What the lines mean and, where colours suffice, the classes. */
    private void footer(Graphics2D graphics, int width, int top) {
        graphics.setColor(Color.BLACK);
        int line = top;
        for (String text : words.legend()) {
            graphics.setFont(fitting(graphics, text, 16, width - 2 * GAP).deriveFont(Font.PLAIN));
            graphics.drawString(text, GAP, line + 22);
            line += LINE;
        }
        if (!words.hasClasses() || !ContactLabels.colorsSuffice(classes)) {
            return;
        }
        int left = GAP;
        for (int label = 0; label < classes.size(); label++) {
            graphics.setColor(ContactLabels.color(label));
            graphics.fillRect(left, line + 9, SWATCH, SWATCH);
            graphics.setColor(Color.BLACK);
            graphics.drawString(classes.get(label), left + SWATCH + 5, line + 22);
            left += SWATCH + 25 + graphics.getFontMetrics().stringWidth(classes.get(label));
        }
    }
}
