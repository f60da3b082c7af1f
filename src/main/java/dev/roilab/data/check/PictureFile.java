package dev.roilab.data.check;

import dev.roilab.data.Pixels;
import dev.roilab.data.Turn;
import dev.roilab.data.image.ImageFiles;
import dev.roilab.data.image.ImageHeader;
import dev.roilab.data.image.JpegData;
import java.nio.file.Path;
import java.util.Set;

/**
 * A picture's file that was looked at.
 *
 * @param root folder of the data set
 * @param name in that folder; messages name it so, as the linter's do
 * @param turn that its stored pixels are given
 * @param leftOver names of files with bytes behind their last row
 */
public record PictureFile(Path root, String name, ImageHeader header, Turn turn, Set<String> leftOver) {
    /** Columns, once turned. */
    public int width() {
        return turn == Turn.NONE ? header.width() : header.shownWidth();
    }

    /** Rows, once turned. */
    public int height() {
        return turn == Turn.NONE ? header.height() : header.shownHeight();
    }

    /** @throws dev.roilab.data.DataException if the file is missing or unreadable */
    public Pixels read() {
        byte[] file = ImageFiles.bytes(root.resolve(name), name);
        byte[] clean = leftOver.contains(name) ? JpegData.withoutLeftOver(file) : file;
        return turn.shown(ImageFiles.decode(clean, name));
    }
}
