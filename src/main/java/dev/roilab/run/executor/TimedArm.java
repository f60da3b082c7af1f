package dev.roilab.run.executor;

import dev.roilab.timing.StageTimer;

/** A detector that is ready to be timed; it has its weights, its images and their proposals. */
public interface TimedArm extends AutoCloseable {
    /** Detects the objects of every image once, untimed: kernels are made and compiled for every image size. */
    void warmUp();

    /** Detects the objects of every image once, one lap an image. */
    StageTimer round();

    @Override
    void close();
}
