/** Tests of encoders with their decoders. */
@org.jspecify.annotations.NullMarked
package dev.roilab.model.encoderdecoder;
