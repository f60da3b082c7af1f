package dev.roilab.report;

import dev.roilab.report.document.Block;
import dev.roilab.report.document.Text;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a reader should know and no number says: why a claim may have failed here, what disturbed a run. Somebody writes
 * it into {@code notes.md} beside the report, which takes it in: headings that begin with {@code #}, and paragraphs.
 */
final class Notes {
    static final String FILE = "notes.md";

    private static final Pattern BLANK_LINES = Pattern.compile("\\n\\s*\\n");
    private static final Pattern LINE_END = Pattern.compile("\\s*\\n\\s*");

    private Notes() {}

    /** Empty where nobody has written any. */
    static List<Block> section(Path reportFolder) throws IOException {
        Path file = reportFolder.resolve(FILE);
        if (!Files.exists(file)) {
            return List.of();
        }
        List<Block> blocks = new ArrayList<>();
        for (String part : BLANK_LINES.split(Files.readString(file).strip(), -1)) {
            String words = LINE_END.matcher(part.strip()).replaceAll(" ");
            if (words.startsWith("#")) {
                blocks.add(new Block.Heading(2, words.replaceFirst("#+\\s*", "")));
            } else if (!words.isEmpty()) {
                blocks.add(new Block.Paragraph(Text.of(words)));
            }
        }
        return blocks;
    }
}
