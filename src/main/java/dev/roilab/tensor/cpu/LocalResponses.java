package dev.roilab.tensor.cpu;

import dev.roilab.tensor.LocalResponse;
import java.util.Arrays;

/**
 * Local response normalisation, one place of the map after the other: its channels lie side by side, so that the sum
 * over neighbours is one of shifted rows. Each place is a task's own and its sums have a fixed order, whatever the
 * number of threads. oneDNN's primitive has fast kernels for five neighbours and 32 bits alone.
 */
final class LocalResponses {
    private final NumberBlocks blocks;
    private final TensorMemory memory;

    LocalResponses(Workers workers, TensorMemory memory) {
        this.blocks = new NumberBlocks(workers);
        this.memory = memory;
    }

    CpuTensor forward(CpuTensor input, LocalResponse response) {
        Shapes.requireRank("local response normalisation's input", input.shape(), 4);
        CpuTensor output = memory.allocate(input.shape(), input.precision());
        int channels = input.shape().size(1);
        blocks.forEach(input.elements(), Math.max(1, channels), transfer -> {
            var place = new Place(channels, response);
            return (first, count) -> {
                transfer.read(input.numbers(), first, count, place.values);
                place.normalise();
                transfer.write(place.values, count, output.numbers(), first);
            };
        });
        return output;
    }

    CpuTensor gradient(CpuTensor input, CpuTensor outputGradient, LocalResponse response) {
        Shapes.requireRank("local response normalisation's input", input.shape(), 4);
        Shapes.requireEqual("gradient of a local response normalisation", outputGradient.shape(), input.shape());
        CpuTensor gradient = memory.allocate(input.shape(), input.precision());
        int channels = input.shape().size(1);
        blocks.forEach(input.elements(), Math.max(1, channels), transfer -> {
            var place = new Place(channels, response);
            float[] slopes = new float[channels];
            return (first, count) -> {
                transfer.read(input.numbers(), first, count, place.values);
                transfer.read(outputGradient.numbers(), first, count, slopes);
                place.gradient(slopes);
                transfer.write(slopes, count, gradient.numbers(), first);
            };
        });
        return gradient;
    }

    /** The numbers of all channels at one place. */
    private static final class Place {
        /** AlexNet's power, which two roots give. */
        private static final float THREE_QUARTERS = 0.75f;

        private final float[] values;
        private final float[] bases;
        private final float[] powers;

        /** Numbers to be summed, with zeros for the neighbours that are not there. */
        private final float[] padded;

        private final int half;
        private final float factor;
        private final float constant;
        private final float beta;

        private Place(int channels, LocalResponse response) {
            values = new float[channels];
            bases = new float[channels];
            powers = new float[channels];
            half = response.neighbours() / 2;
            padded = new float[channels + 2 * half];
            factor = (float) response.factor();
            constant = (float) response.constant();
            beta = (float) response.beta();
        }

        private void normalise() {
            findPowers();
            for (int channel = 0; channel < values.length; channel++) {
                values[channel] *= powers[channel];
            }
        }

        /** @param slopes of what came out; those of the values afterwards */
        private void gradient(float[] slopes) {
            findPowers();
            for (int channel = 0; channel < values.length; channel++) {
                padded[half + channel] = slopes[channel] * values[channel] * powers[channel] / bases[channel];
            }
            sumNeighbours(bases);
            float twice = 2 * factor * beta;
            for (int channel = 0; channel < values.length; channel++) {
                slopes[channel] = slopes[channel] * powers[channel] - twice * values[channel] * bases[channel];
            }
        }

        /** Bases are what is raised, powers what a value is to be multiplied by. */
        private void findPowers() {
            for (int channel = 0; channel < values.length; channel++) {
                padded[half + channel] = values[channel] * values[channel];
            }
            sumNeighbours(bases);
            for (int channel = 0; channel < bases.length; channel++) {
                bases[channel] = constant + factor * bases[channel];
            }
            if (beta == THREE_QUARTERS) {
                for (int channel = 0; channel < bases.length; channel++) {
                    float root = (float) Math.sqrt(bases[channel]);
                    powers[channel] = 1 / (root * (float) Math.sqrt(root));
                }
            } else {
                for (int channel = 0; channel < bases.length; channel++) {
                    powers[channel] = (float) Math.pow(bases[channel], -(double) beta);
                }
            }
        }

        private void sumNeighbours(float[] sums) {
            Arrays.fill(sums, 0);
            for (int shift = 0; shift <= 2 * half; shift++) {
                for (int channel = 0; channel < sums.length; channel++) {
                    sums[channel] += padded[channel + shift];
                }
            }
        }
    }
}
