package dev.roilab.backbone;

import dev.roilab.tensor.Convolution;
import dev.roilab.tensor.Padding;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One more stage after the stride is reached, which keeps the map's size: its kernels read cells further apart instead,
 * and some of them learn where to read (arXiv:1703.06211, section 3.1, which has dilation 2 and three deformable
 * layers).
 *
 * @param dilation cells from one tap of its 3 x 3 kernels to the next; 1: neighbours, as usual
 * @param deformable how many of the stage's 3 x 3 convolutions are deformable, counted from the last one; 0: none
 */
public record DilatedStage(
        @Range(min = 1) int dilation, @Range(min = 0) int deformable) {
    public DilatedStage {
        Ranges.require(DilatedStage.class, dilation, deformable);
    }

    /**
     * What does not fit a backbone.
     *
     * @param last the stride of the whole network, after which there is no further stage
     * @param kernels 3 x 3 convolutions of a stage
     */
    static List<String> problems(Optional<DilatedStage> stage, int stride, int last, int kernels) {
        List<String> problems = new ArrayList<>();
        stage.ifPresent(dilated -> {
            if (stride >= last) {
                problems.add(
                        "dilated_stage is one more stage, and there is none after stride %d: set stride to at most %d"
                                .formatted(last, last / 2));
            }
            if (dilated.deformable() > kernels) {
                problems.add("dilated_stage.deformable must be at most %d, the stage's 3 x 3 convolutions, got %d"
                        .formatted(kernels, dilated.deformable()));
            }
        });
        return problems;
    }

    /**
     * How the 3 x 3 convolutions of a stage are made.
     *
     * @param dilated absent: as usual
     * @param units that make them
     * @param count of them
     */
    record Kernels(Optional<DilatedStage> dilated, ConvolutionUnits units, int count) {
        /** The stride of the stage's first block, which halves the map as a rule. */
        int stride(int usual) {
            return dilated.isPresent() ? 1 : usual;
        }

        Convolution convolution(int stride) {
            int dilation = dilated.map(DilatedStage::dilation).orElse(1);
            return new Convolution(stride, stride, Padding.of(dilation), dilation, dilation, 1);
        }

        /** @param index of a 3 x 3 convolution of the stage, from 0 */
        ConvolutionUnits units(int index) {
            return index >= count - dilated.map(DilatedStage::deformable).orElse(0) ? units.deformed() : units;
        }
    }
}
