package dev.roilab.tensor.cpu;

/** Threads that run the same work at the same time, the caller among them. */
interface Team extends AutoCloseable {
    /** Runs {@code work}, which throws nothing, on every thread of the team and returns when all have ended. */
    void run(Runnable work);

    @Override
    void close();
}
