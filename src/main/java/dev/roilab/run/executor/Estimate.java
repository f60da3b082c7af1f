package dev.roilab.run.executor;

/**
 * What a trial will take, from a few measured steps.
 *
 * @param proposalSeconds for images whose proposals are not stored yet
 * @param trainSeconds of all steps
 * @param testSeconds of the whole test split
 * @param memoryMegabytes the engine's peak so far; heap not counted
 */
public record Estimate(double proposalSeconds, double trainSeconds, double testSeconds, long memoryMegabytes) {}
