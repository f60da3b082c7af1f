package dev.roilab.tensor;

/** Everything that an engine has to satisfy; a test of an engine extends it and says how the engine is made. */
public abstract class EngineConformance
        implements ConvolutionConformance,
                LinearConformance,
                PoolingConformance,
                UnpoolingConformance,
                DeformableConformance,
                ElementwiseConformance,
                LocalResponseConformance,
                ActivationConformance,
                ResamplingConformance,
                StoredMapConformance,
                RowsConformance,
                PixelLossConformance,
                LossConformance,
                RegionConformance,
                SmallMapConformance,
                NonFiniteConformance,
                NonFinitePoolingConformance,
                MemoryConformance,
                DeterminismConformance,
                TorchReferenceConformance,
                OnnxReferenceConformance,
                OnnxLayerConformance {}
