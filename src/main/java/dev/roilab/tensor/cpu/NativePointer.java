package dev.roilab.tensor.cpu;

import org.bytedeco.javacpp.Pointer;

/** An address that JavaCPP passes on and never frees. */
final class NativePointer extends Pointer {
    NativePointer at(long newAddress) {
        address = newAddress;
        return this;
    }
}
