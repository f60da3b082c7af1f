package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Activation;
import dev.roilab.tensor.cpu.WinogradTiles.Finish;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/** Adds a bias to each cell, notes whether that is finite, and applies an activation. */
final class BiasAndActivation implements Finish {
    private final float[] bias;
    private final Activation activation;
    private volatile boolean onlyFinite = true;

    /** @param bias a number a channel; null for none */
    BiasAndActivation(@Nullable CpuTensor bias, Activation activation) {
        this.bias = bias == null ? new float[0] : bias.memory().toArray(ValueLayout.JAVA_FLOAT);
        this.activation = activation;
    }

    @Override
    public void apply(float[] line, int length, int[] spare) {
        for (int start = 0; bias.length > 0 && start < length; start += bias.length) {
            add(line, start);
        }
        // Where floats become integers in a loop, the compiler makes no vectors of them.
        MemorySegment.copy(MemorySegment.ofArray(line), ValueLayout.JAVA_INT, 0, spare, 0, length);
        if (!NonFinite.areFinite(spare, length)) {
            onlyFinite = false;
        }
        switch (activation) {
            case NONE -> {}
            case RELU -> rectify(line, length);
            case LEAKY_RELU -> Curves.leak(line, length, (float) Activation.LEAK);
        }
    }

    /** Whether all numbers so far were finite before the activation. */
    boolean sawOnlyFinite() {
        return onlyFinite;
    }

    private void add(float[] line, int start) {
        for (int channel = 0; channel < bias.length; channel++) {
            line[start + channel] += bias[channel];
        }
    }

    private static void rectify(float[] line, int length) {
        for (int i = 0; i < length; i++) {
            line[i] = Math.max(line[i], 0);
        }
    }
}
