package dev.roilab.timing;

import java.util.function.Supplier;

/** Takes note of the named stages of a piece of work, or of nothing. */
public interface Stages {
    /** Runs the work and passes its result on. */
    <T> T stage(String name, Supplier<T> work);

    /** Runs the work without taking note. */
    Stages UNTIMED = new Stages() {
        @Override
        public <T> T stage(String name, Supplier<T> work) {
            return work.get();
        }
    };
}
