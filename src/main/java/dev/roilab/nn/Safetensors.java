package dev.roilab.nn;

import dev.roilab.autograd.Parameter;
import dev.roilab.tensor.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.json.JsonMapper;

/**
 * A file of named tensors: 8 bytes of header length, a JSON header, the numbers, all little endian. Opening reads and
 * checks the header alone; {@link #values} reads one tensor.
 */
public final class Safetensors {
    // The format's own limit: a larger figure is a damaged or foreign file.
    private static final long MOST_HEADER_BYTES = 100_000_000;
    private static final int LENGTH_BYTES = Long.BYTES;
    /** Numbers handed to the disk at a time. */
    private static final int CHUNK = 1 << 18;

    private final Path file;
    private final SafetensorsHeader header;
    private final long dataStart;

    private Safetensors(Path file, SafetensorsHeader header, long dataStart) {
        this.file = file;
        this.header = header;
        this.dataStart = dataStart;
    }

    /**
     * Opens a file.
     *
     * @throws WeightException if the file does not exist or is no sound safetensors file
     */
    public static Safetensors open(Path file) {
        if (Files.isDirectory(file)) {
            throw new WeightException(List.of(file
                    + ": is a folder, expected a file of weights in the safetensors format; name the file inside it"));
        }
        if (!Files.isRegularFile(file)) {
            throw new WeightException(
                    List.of("%s: no such file of weights (looked in %s); correct the path or remove it"
                                    .formatted(file, Path.of("").toAbsolutePath())
                            + " to start from random weights"));
        }
        try (var channel = FileChannel.open(file)) {
            long size = channel.size();
            refuseForeign(
                    file,
                    read(channel, 0, (int) Math.min(size, ForeignWeights.LOOKED_AT))
                            .array());
            if (size < LENGTH_BYTES) {
                throw new WeightException(List.of(file
                        + (size == 0 ? ": the file is empty" : ": a file of " + size + " bytes")
                        + ": it is truncated or no safetensors file; fetch it again"));
            }
            long length = read(channel, 0, LENGTH_BYTES).getLong();
            if (length < 2 || length > Math.min(MOST_HEADER_BYTES, size - LENGTH_BYTES)) {
                throw new WeightException(List.of(
                        "%s: a file of %d bytes cannot hold a header of %s: it is truncated or no safetensors file"
                                .formatted(file, size, Long.toUnsignedString(length))));
            }
            byte[] json = read(channel, LENGTH_BYTES, (int) length).array();
            long dataStart = LENGTH_BYTES + length;
            return new Safetensors(file, SafetensorsHeader.parse(file.toString(), json, size - dataStart), dataStart);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** The header of a sound file begins with a bracket, right behind its length. */
    private static void refuseForeign(Path file, byte[] start) {
        if (start.length <= LENGTH_BYTES || start[LENGTH_BYTES] != '{') {
            ForeignWeights.problem(String.valueOf(file.getFileName()), start).ifPresent(what -> {
                throw new WeightException(List.of(file + ": " + what));
            });
        }
    }

    public Path file() {
        return file;
    }

    public SortedSet<String> names() {
        return new TreeSet<>(header.blocks().keySet());
    }

    public SortedMap<String, String> metadata() {
        return new TreeMap<>(header.metadata());
    }

    /** The shape of a tensor that {@link #names} lists. */
    public Shape shape(String name) {
        return block(name).shape();
    }

    /** Whether {@link #values} can read the tensor: F32, F16 and BF16, not integers and doubles. */
    public boolean isReadable(String name) {
        return switch (block(name).type()) {
            case "F32", "F16", "BF16" -> true;
            default -> false;
        };
    }

    /** Whether the tensor is of floating-point numbers, of whatever width. */
    public boolean isFloat(String name) {
        String type = block(name).type();
        return type.startsWith("F") || type.startsWith("BF");
    }

    /** The numbers of a tensor that {@link #names} lists. */
    public Values values(String name) {
        SafetensorsHeader.Block block = block(name);
        if (!isReadable(name)) {
            throw new WeightException(
                    List.of("%s: %s: expected F32, F16 or BF16, found %s".formatted(file, name, block.type())));
        }
        try (var channel = FileChannel.open(file)) {
            int bytes = Math.toIntExact(block.end() - block.begin());
            ByteBuffer data = read(channel, dataStart + block.begin(), bytes);
            return new Values(block.shape(), floats(data, block));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** A line for each type among these tensors that {@link #values} cannot read: how many, and what to do. */
    public List<String> unreadable(Collection<String> names) {
        SortedMap<String, List<String>> namesOfType = new TreeMap<>();
        names.stream()
                .filter(name -> !isReadable(name))
                .forEach(name -> namesOfType
                        .computeIfAbsent(block(name).type(), _ -> new ArrayList<>())
                        .add(name));
        List<String> problems = new ArrayList<>();
        namesOfType.forEach((type, found) -> problems.add("%s: %s%s %s %s, expected F32, F16 or BF16; save %s as F32"
                .formatted(
                        file,
                        found.getFirst(),
                        found.size() == 1 ? "" : " and %d more".formatted(found.size() - 1),
                        found.size() == 1 ? "is" : "are",
                        type,
                        found.size() == 1 ? "it" : "them")));
        return problems;
    }

    /**
     * A warning where no tensor of several dimensions has two different numbers, as in a file of zeros: nothing was
     * ever learnt in it. Reads no more of a tensor than tells.
     */
    public Optional<String> constancy() {
        List<String> weights = names().stream()
                .filter(name -> isReadable(name)
                        && shape(name).rank() > 1
                        && shape(name).elements() > 1)
                .toList();
        if (weights.isEmpty() || !weights.stream().allMatch(this::isConstant)) {
            return Optional.empty();
        }
        float first = values(weights.getFirst()).numbers()[0];
        return Optional.of(
                "%s: all numbers of a tensor are the same, in every one of %d tensors (%s: %s); were weights ever written to it?"
                        .formatted(file, weights.size(), weights.getFirst(), first));
    }

    private boolean isConstant(String name) {
        SafetensorsHeader.Block block = block(name);
        int unit = block.type().equals("F32") ? Float.BYTES : Short.BYTES;
        try (var channel = FileChannel.open(file)) {
            ByteBuffer first = read(channel, dataStart + block.begin(), unit);
            for (long at = block.begin(); at < block.end(); at += (long) CHUNK * unit) {
                ByteBuffer data = read(channel, dataStart + at, (int) Math.min((long) CHUNK * unit, block.end() - at));
                while (data.hasRemaining()) {
                    for (int i = 0; i < unit; i++) {
                        if (data.get() != first.get(i)) {
                            return false;
                        }
                    }
                }
            }
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    /** A line for each of these tensors that has NaN or infinity, with how many; reads them. */
    public List<String> nonFinite(Collection<String> names) {
        List<String> problems = new ArrayList<>();
        for (String name : names) {
            int count = 0;
            float[] numbers = values(name).numbers();
            for (float number : numbers) {
                count += Float.isFinite(number) ? 0 : 1;
            }
            if (count > 0) {
                problems.add("%s: %s: %d of %d numbers are NaN or infinite; the training that wrote it has diverged"
                        .formatted(file, name, count, numbers.length));
            }
        }
        return problems;
    }

    private SafetensorsHeader.Block block(String name) {
        SafetensorsHeader.Block block = header.blocks().get(name);
        if (block == null) {
            throw new IllegalArgumentException("%s: no tensor '%s'".formatted(file, name));
        }
        return block;
    }

    private static float[] floats(ByteBuffer data, SafetensorsHeader.Block block) {
        float[] values = new float[Math.toIntExact(block.shape().elements())];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (block.type()) {
                case "F16" -> Float.float16ToFloat(data.getShort());
                // The upper half of a float.
                case "BF16" -> Float.intBitsToFloat(data.getShort() << Short.SIZE);
                default -> data.getFloat();
            };
        }
        return values;
    }

    private static ByteBuffer read(FileChannel channel, long position, int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new IOException("the file ended at byte " + (position + buffer.position()));
            }
        }
        return buffer.flip();
    }

    /**
     * Writes a file of 32-bit tensors. It appears whole or not at all: the bytes go to a neighbour, which is moved into
     * place once the disk has them. Java's heap holds one tensor at a time.
     */
    public static void write(Path file, NamedTensors tensors, SortedMap<String, String> metadata) {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            try (var channel = FileChannel.open(
                    partial,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                write(channel, headerOf(tensors.shapes(), metadata));
                for (NamedTensors.Named tensor : tensors.byName().values()) {
                    write(channel, tensor.numbers().get());
                }
                channel.force(true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /** Size of the file that {@link #write} makes of these parameters, without metadata. */
    public static long fileBytes(List<Parameter> parameters) {
        SortedMap<String, Shape> shapes = NamedTensors.of(parameters).shapes();
        long elements = shapes.values().stream().mapToLong(Shape::elements).sum();
        return headerOf(shapes, new TreeMap<>()).remaining() + elements * Float.BYTES;
    }

    private static ByteBuffer headerOf(SortedMap<String, Shape> tensors, SortedMap<String, String> metadata) {
        var header = new LinkedHashMap<String, Object>();
        if (!metadata.isEmpty()) {
            header.put("__metadata__", metadata);
        }
        long position = 0;
        for (Map.Entry<String, Shape> entry : tensors.entrySet()) {
            long end = position + entry.getValue().elements() * Float.BYTES;
            var block = new LinkedHashMap<String, Object>();
            block.put("dtype", "F32");
            block.put("shape", entry.getValue().toLongs());
            block.put("data_offsets", List.of(position, end));
            header.put(entry.getKey(), block);
            position = end;
        }
        var json = new JsonMapper().writeValueAsString(header);
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        // Trailing spaces align the numbers to 8 bytes, so that a reader may map them.
        int padded = (bytes.length + LENGTH_BYTES - 1) / LENGTH_BYTES * LENGTH_BYTES;
        ByteBuffer buffer = littleEndian(LENGTH_BYTES + padded).putLong(padded).put(bytes);
        while (buffer.hasRemaining()) {
            buffer.put((byte) ' ');
        }
        return buffer.flip();
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void write(FileChannel channel, float[] numbers) throws IOException {
        ByteBuffer data = littleEndian(Math.min(CHUNK, numbers.length) * Float.BYTES);
        for (int start = 0; start < numbers.length; start += CHUNK) {
            int length = Math.min(CHUNK, numbers.length - start);
            data.clear().limit(length * Float.BYTES);
            data.asFloatBuffer().put(numbers, start, length);
            write(channel, data);
        }
    }

    private static void write(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }
}
