/**
 * What a kind of problem is: what is true of an image, what a system finds there, how well, and how it looks. The rooms
 * above know tasks by this contract alone.
 */
@org.jspecify.annotations.NullMarked
package dev.roilab.task;
