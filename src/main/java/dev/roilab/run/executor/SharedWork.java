package dev.roilab.run.executor;

/**
 * A part of a trial that is done once for all trials with the same key.
 *
 * @param kind in the singular, such as {@code training}
 * @param key of everything that decides it
 * @param done whether it can be taken from the cache
 */
public record SharedWork(String kind, String key, boolean done) {}
