package dev.roilab.study;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Optional;

/** The {@code report} block of a study. */
public record ReportSettings(List<TableSettings> tables, List<PlotSettings> plots) {
    public ReportSettings {
        tables = List.copyOf(tables);
        plots = List.copyOf(plots);
    }

    /**
     * A table of mean and deviation over seeds.
     *
     * @param rows a varied path
     * @param columns another varied path; absent: one column a value
     * @param values what the trials declare, such as ap50 or roi_ms; the name of a whole, such as error-kinds, for all
     *     of its parts and what stands beside them
     */
    public record TableSettings(String rows, Optional<String> columns, List<String> values) {}

    /** A plot; JSON tells its kind by the key {@code type}. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
    public sealed interface PlotSettings {
        /** Precision over recall, mean over classes, one line an arm: how studies write this {@link Curve}. */
        record PrCurve(double iou) implements PlotSettings {
            public static final String NAME = "pr-curve";

            /** As any other curve. */
            public Curve curve() {
                return new Curve(NAME, Optional.of(iou));
            }
        }

        /**
         * A curve that the trials' task or system declares, one line an arm.
         *
         * @param at which of several of this name; absent where there is one
         * @param beside another curve of the same trials over the same axes, dashed; absent: none
         */
        record Curve(String name, Optional<Double> at, Optional<String> beside) implements PlotSettings {
            /** One curve. */
            public Curve(String name, Optional<Double> at) {
                this(name, at, Optional.empty());
            }
        }

        /** Training loss by step, one line an arm, single seeds faint. */
        record LossCurve() implements PlotSettings {}

        /** Test time an image, stacked by stage, one bar an arm. */
        record StageBars() implements PlotSettings {}

        /**
         * A whole that the trials' task declares, divided into its parts, one bar an arm.
         *
         * @param name such as error-kinds
         */
        record Shares(String name) implements PlotSettings {}

        /** A metric by arm, every seed a dot. */
        record Dots(String value) implements PlotSettings {}
    }
}
