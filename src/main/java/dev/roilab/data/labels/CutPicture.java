package dev.roilab.data.labels;

import dev.roilab.data.Pixels;
import dev.roilab.data.check.PictureFile;
import dev.roilab.data.labels.Windows.Window;
import dev.roilab.data.parts.LabelMap;
import java.lang.ref.SoftReference;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A picture of which several parts are samples: it is decoded for all of them, and kept while memory is plenty. */
final class CutPicture {
    private final PictureFile picture;
    private final LabelMap map;
    private @Nullable SoftReference<Pixels> decoded;

    CutPicture(PictureFile picture, LabelMap map) {
        this.picture = picture;
        this.map = map;
    }

    PictureFile picture() {
        return picture;
    }

    private synchronized Pixels whole() {
        Pixels known = decoded == null ? null : decoded.get();
        if (known == null) {
            known = picture.read();
            decoded = new SoftReference<>(known);
        }
        return known;
    }

    Pixels pixels(Window window) {
        Pixels whole = whole();
        byte[] rgb = new byte[window.width() * window.height() * 3];
        for (int y = 0; y < window.height(); y++) {
            int from = ((window.top() + y) * whole.width() + window.left()) * 3;
            System.arraycopy(whole.rgb(), from, rgb, y * window.width() * 3, window.width() * 3);
        }
        return new Pixels(window.width(), window.height(), rgb);
    }

    LabelMap map(Window window) {
        return LabelMap.made(window.height(), window.width(), () -> labels(map.labels(), map.width(), window));
    }

    /** The labels of a part, those that a part before it has ignored. */
    static byte[] labels(byte[] all, int width, Window window) {
        byte[] labels = new byte[window.width() * window.height()];
        Arrays.fill(labels, (byte) LabelMap.IGNORED);
        for (int y = window.countedTop(); y < window.height(); y++) {
            int from = (window.top() + y) * width + window.left() + window.countedLeft();
            System.arraycopy(
                    all,
                    from,
                    labels,
                    y * window.width() + window.countedLeft(),
                    window.width() - window.countedLeft());
        }
        return labels;
    }
}
