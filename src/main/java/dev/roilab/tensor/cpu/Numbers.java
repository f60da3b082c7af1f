package dev.roilab.tensor.cpu;

import dev.roilab.tensor.Precision;
import java.lang.foreign.MemorySegment;

/**
 * What a region kernel reads or writes, whoever owns the memory.
 *
 * @param precision how each number is stored
 */
record Numbers(MemorySegment memory, Precision precision) {}
