package dev.roilab.task;

import dev.roilab.measure.MeasureInfo;
import java.util.List;

/**
 * Measures that are the parts of one whole: a study may ask for all of them by one name, as columns of a table or as
 * stacked bars.
 *
 * @param name by which a study asks for it, such as {@code error-kinds}
 * @param title of the picture
 * @param whole what all parts together are, behind "percent of"
 * @param parts in the order of the bars, whose colours follow it; a trial need not have all
 * @param beside what is told beside each bar and is no part of it
 */
public record Shares(String name, String title, String whole, List<MeasureInfo> parts, MeasureInfo beside) {
    public Shares {
        parts = List.copyOf(parts);
    }
}
