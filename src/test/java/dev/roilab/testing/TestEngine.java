package dev.roilab.testing;

import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;

/**
 * The engine that tests of everything above the engines run on: {@code cpu}, or what the system property
 * {@code roilab.test.engine} names, such as {@code torch/cpu} or {@code torch/cuda:0}.
 */
public final class TestEngine {
    private static final String[] NAME_AND_DEVICE =
            System.getProperty("roilab.test.engine", "cpu/cpu").split("/", -1);

    private TestEngine() {}

    /** A new engine. */
    public static Engine create(int threads) {
        return Engines.create(NAME_AND_DEVICE[0], NAME_AND_DEVICE[1], threads);
    }
}
