package dev.roilab.data.parts;

import dev.roilab.data.Placement;
import dev.roilab.geometry.mask.RunLengthMask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pixels of an object, in its picture. They are made when they are first asked for, so that who only looks at boxes
 * pays for none; safe to use from several threads. Equal where the pixels are.
 */
public final class ObjectMask {
    private final Supplier<RunLengthMask> source;
    private @Nullable RunLengthMask made;

    private ObjectMask(Supplier<RunLengthMask> source) {
        this.source = source;
    }

    /** Of pixels that are known. */
    public static ObjectMask of(RunLengthMask mask) {
        return new ObjectMask(() -> mask);
    }

    /** Of pixels that are made once they are needed, and kept. */
    public static ObjectMask made(Supplier<RunLengthMask> source) {
        return new ObjectMask(source);
    }

    /** The pixels; of the picture's size. */
    public synchronized RunLengthMask pixels() {
        RunLengthMask known = made;
        if (known == null) {
            known = source.get();
            made = known;
        }
        return known;
    }

    /** The same object in a picture that is made of its own. */
    public ObjectMask placed(Placement placement) {
        return made(() -> placement.place(pixels()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ObjectMask mask && pixels().equals(mask.pixels());
    }

    @Override
    public int hashCode() {
        return pixels().hashCode();
    }

    @Override
    public String toString() {
        return pixels().toString();
    }
}
