package dev.roilab.testing;

/** The native objects of the whole Java machine, which no other test may make while one counts them. */
public final class NativeObjects {
    /** Name of a resource lock: a test that counts has it alone, tests that train beside others share it to read. */
    public static final String COUNT = "native objects";

    private NativeObjects() {}
}
