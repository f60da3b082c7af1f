package dev.roilab.testing;

/** The native objects of the whole Java machine, which only one test at a time may make where another counts them. */
public final class NativeObjects {
    /** Name of a resource lock, for the test that counts and for tests that train beside others. */
    public static final String COUNT = "native objects";

    private NativeObjects() {}
}
