package dev.roilab.tensor.torch;

import dev.roilab.tensor.Pooled;
import dev.roilab.tensor.Pooling;
import dev.roilab.tensor.Shape;

/** Max pooling and its undoing; the switches are the implementation's own. */
interface OwnPooling {
    Pooled maxPool(TorchTensor input, Pooling pooling);

    TorchTensor maxPoolGradient(TorchTensor outputGradient, TorchTensor switches, Shape input, Pooling pooling);

    TorchTensor maxUnpool(TorchTensor values, TorchTensor switches, Shape input, Pooling pooling);

    TorchTensor maxUnpoolGradient(TorchTensor outputGradient, TorchTensor switches, Pooling pooling);
}
