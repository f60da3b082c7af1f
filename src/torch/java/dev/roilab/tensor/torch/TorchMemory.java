package dev.roilab.tensor.torch;

import dev.roilab.tensor.Engine.MemoryUse;
import dev.roilab.tensor.Scope;
import dev.roilab.tensor.ScopeStack;
import dev.roilab.tensor.Shape;
import dev.roilab.tensor.Tensor;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Device;
import org.bytedeco.pytorch.DeviceOptional;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.SizeTPair;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.jspecify.annotations.Nullable;

/** Where an engine's tensors come from: libtorch's allocator of the device, and the stack of open scopes. */
final class TorchMemory implements AutoCloseable {
    /**
     * Host copies of tensors up to this many numbers are kept: regions, of which 8 images with 2000 each have 80,000,
     * not images and weights. Reading others waits for all that the device was asked for.
     */
    private static final int REMEMBERED = 1 << 17;

    private final Native calls;
    private final Device device;
    private final boolean onGpu;
    private final ScopeStack scopes = new ScopeStack(TorchTensor.class);
    private final Map<ScalarType, TensorOptions> optionsByType = new EnumMap<>(ScalarType.class);
    private final MemoryFormatOptional channelsLast = new MemoryFormatOptional(MemoryFormat.ChannelsLast);
    private final MemoryFormatOptional contiguous = new MemoryFormatOptional(MemoryFormat.Contiguous);
    private long liveBytes;
    private long peakBytes;

    TorchMemory(Native calls, String device) {
        this.calls = calls;
        this.device = new Device(device);
        this.onGpu = this.device.is_cuda();
    }

    Scope open() {
        return scopes.open();
    }

    boolean onGpu() {
        return onGpu;
    }

    Native calls() {
        return calls;
    }

    /** Runs native calls and takes their one result over. */
    TorchTensor make(Shape shape, Supplier<org.bytedeco.pytorch.Tensor> operation) {
        return calls.call(() -> adopt(shape, operation.get()));
    }

    /** Takes a tensor over, inside {@link Native#call}: in the order of memory that all tensors have. */
    TorchTensor adopt(Shape shape, org.bytedeco.pytorch.Tensor value) {
        scopes.requireOpen();
        org.bytedeco.pytorch.Tensor ordered = value.contiguous(order(shape));
        ordered.retainReference();
        var tensor =
                new TorchTensor(shape, ordered, Math.multiplyExact(shape.elements(), ordered.element_size()), this);
        taken(tensor.bytes());
        return scopes.own(tensor);
    }

    void taken(long bytes) {
        liveBytes += bytes;
        peakBytes = Math.max(peakBytes, liveBytes);
    }

    void gone(long bytes) {
        liveBytes -= bytes;
    }

    static MemoryFormat order(Shape shape) {
        return shape.rank() == 4 ? MemoryFormat.ChannelsLast : MemoryFormat.Contiguous;
    }

    TensorOptions options(ScalarType type) {
        // What libtorch hands out is another object than the constant until it is interned.
        return optionsByType.computeIfAbsent(type.intern(), this::newOptions);
    }

    /** Making them takes several times as long as asking for the tensor. */
    private TensorOptions newOptions(ScalarType type) {
        TensorOptions made = new TensorOptions(type).device(new DeviceOptional(device));
        made.retainReference();
        return made;
    }

    /** Inside {@link Native#call}: numbers left undefined. */
    org.bytedeco.pytorch.Tensor undefined(Shape shape, ScalarType type) {
        return torch.empty(shape.toLongs(), options(type), shape.rank() == 4 ? channelsLast : contiguous);
    }

    TorchTensor zeros(Shape shape) {
        return make(shape, () -> undefined(shape, ScalarType.Float).zero_());
    }

    /** @param values row major in logical order */
    TorchTensor copyOf(float[] values, Shape shape) {
        if (values.length != shape.elements()) {
            throw new IllegalArgumentException(values.length + " numbers do not fill the shape " + shape);
        }
        TorchTensor tensor = make(shape, () -> upload(values, shape));
        remember(tensor, values);
        return tensor;
    }

    /** Small tensors that are read again and again, such as regions and running statistics, need no second copy. */
    private static void remember(TorchTensor tensor, float[] values) {
        if (values.length <= REMEMBERED) {
            tensor.remember(values.clone());
        }
    }

    /** From page-locked memory the copy to a GPU needs no waiting: libtorch keeps the pages until it has ended. */
    private org.bytedeco.pytorch.Tensor upload(float[] values, Shape shape) {
        TensorOptions host = new TensorOptions(ScalarType.Float).pinned_memory(new BoolOptional(onGpu));
        org.bytedeco.pytorch.Tensor staged = torch.empty(shape.toLongs(), host, new MemoryFormatOptional());
        if (values.length > 0) {
            HostCopy.write(values, staged.data_ptr_float());
        }
        return onGpu ? staged.to(device, ScalarType.Float, true, false, new MemoryFormatOptional()) : staged;
    }

    /** The numbers of a tensor on the host, row major in logical order. Waits for the device. */
    float[] download(TorchTensor tensor) {
        float[] values = copyToHost(tensor);
        remember(tensor, values);
        return values;
    }

    private float[] copyToHost(TorchTensor tensor) {
        return calls.call(() -> {
            org.bytedeco.pytorch.Tensor host = tensor.floats().contiguous().cpu();
            float[] values = new float[Math.toIntExact(tensor.shape().elements())];
            if (values.length > 0) {
                HostCopy.read(host.data_ptr_float(), values);
            }
            return values;
        });
    }

    /** A host array of integers as a tensor of 64-bit integers on the device, inside {@link Native#call}. */
    org.bytedeco.pytorch.Tensor indices(int[] values) {
        return numbers(Arrays.stream(values).asLongStream().toArray());
    }

    /** A host array as a tensor of 64-bit integers on the device, inside {@link Native#call}. */
    org.bytedeco.pytorch.Tensor numbers(long[] values) {
        TensorOptions host = new TensorOptions(ScalarType.Long).pinned_memory(new BoolOptional(onGpu));
        org.bytedeco.pytorch.Tensor staged = torch.empty(new long[] {values.length}, host, new MemoryFormatOptional());
        if (values.length > 0) {
            staged.data_ptr_long().put(values);
        }
        return onGpu ? staged.to(device, ScalarType.Long, true, false, new MemoryFormatOptional()) : staged;
    }

    /** A host array as a tensor of 32-bit numbers on the device, inside {@link Native#call}. */
    org.bytedeco.pytorch.Tensor floats(float[] values) {
        return upload(values, Shape.of(values.length));
    }

    /** Waits until the device has done all that was asked of it; on the CPU nothing is ever pending. */
    void synchronize() {
        if (onGpu) {
            calls.call(() -> {
                torch.synchronizeDevice(device.index());
                return true;
            });
        }
    }

    /** On a GPU, what is taken from the system is what the whole device has given away, to other programs too. */
    MemoryUse use() {
        return new MemoryUse(liveBytes, onGpu ? Math.max(liveBytes, takenOfDevice()) : liveBytes, peakBytes);
    }

    private long takenOfDevice() {
        return calls.call(() -> {
            SizeTPair freeAndTotal = torch.getMemoryInfo(device.index());
            return freeAndTotal.second() - freeAndTotal.first();
        });
    }

    static TorchTensor own(Tensor tensor) {
        if (tensor instanceof TorchTensor known) {
            return known;
        }
        throw new IllegalArgumentException("a tensor of another engine: " + tensor.shape());
    }

    static @Nullable TorchTensor ownOrNull(@Nullable Tensor tensor) {
        return tensor == null ? null : own(tensor);
    }

    @Override
    public void close() {
        scopes.close();
        optionsByType.values().forEach(TensorOptions::close);
        channelsLast.close();
        contiguous.close();
        device.close();
    }
}
