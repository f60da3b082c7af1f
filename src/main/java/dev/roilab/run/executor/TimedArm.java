package dev.roilab.run.executor;

import dev.roilab.timing.StageTimer;

/** A system that is ready to be timed; it has its weights and its images. */
public interface TimedArm extends AutoCloseable {
    /** Tests every image once, untimed: kernels are made and compiled for every image size. */
    void warmUp();

    /** Tests every image once, one lap an image. */
    StageTimer round();

    @Override
    void close();
}
