package dev.roilab.experiment;

import java.util.List;

/** What a metric counts, as the end of its name says; a name without such an end is a share, printed in percent. */
public enum MetricUnit {
    PERCENT(""),
    SECONDS("_seconds"),
    MILLISECONDS("_ms"),
    MEGABYTES("_mb"),
    COUNT("_count");

    private final String ending;

    MetricUnit(String ending) {
        this.ending = ending;
    }

    /** The unit of the metric of this name. */
    public static MetricUnit of(String metric) {
        for (MetricUnit unit : values()) {
            if (unit != PERCENT && metric.endsWith(unit.ending)) {
                return unit;
            }
        }
        return PERCENT;
    }

    /** How claims may write it; the first is how reports write differences. */
    public List<String> words() {
        return switch (this) {
            case PERCENT -> List.of("points", "percent", "%");
            case SECONDS -> List.of("s", "seconds");
            case MILLISECONDS -> List.of("ms");
            case MEGABYTES -> List.of("MB");
            case COUNT -> List.of("");
        };
    }
}
