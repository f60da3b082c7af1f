package dev.roilab.run.executor;

/**
 * A request to end a run cleanly. It is looked at between steps, and does not interrupt the thread: an interrupt in the
 * middle of a write would close the file.
 */
public final class StopSignal {
    private volatile boolean requested;
    private volatile boolean heeded;

    /** Asks the run to stop; may be called from any thread, more than once. */
    public void request() {
        requested = true;
    }

    public boolean isRequested() {
        return requested;
    }

    /** Whether the work at hand looks at the signal, and has something to save before it ends. */
    public boolean isHeeded() {
        return heeded;
    }

    /** From now on the work looks at the signal. */
    public void heed() {
        heeded = true;
    }

    /** Ends the work of this thread, if it was asked to stop. */
    public void throwIfRequested() throws InterruptedException {
        if (requested) {
            throw new InterruptedException("stopped on request");
        }
    }
}
