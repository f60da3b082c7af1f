package dev.roilab.detect.staged;

import dev.roilab.train.DivergedException;
import dev.roilab.train.DivergenceGuard;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Feature vectors on disk, by row: what R-CNN and SPPnet write once and read in every later stage. The file is gone
 * when the cache is closed, and also when the program dies. Rows may be read while others are read.
 */
public final class FeatureCache implements AutoCloseable {
    private final FileChannel channel;
    private final int dimensions;
    private long rows;

    /** An empty cache of vectors of {@code dimensions} numbers, in a file of its own in {@code folder}. */
    public FeatureCache(Path folder, int dimensions) {
        this.dimensions = dimensions;
        try {
            Files.createDirectories(folder);
            // The file must exist before it is opened: only then is its name unused by another trial.
            this.channel = FileChannel.open(
                    Files.createTempFile(folder, "features", ".f32"),
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a file of features in " + folder, e);
        }
    }

    /**
     * Overwrites or adds one row, from {@code values[at]} on; rows left out hold zeros.
     *
     * @throws DivergedException if a number is not finite: a solver need not notice
     */
    public void put(long row, float[] values, int at) {
        DivergenceGuard.requireFinite("the features of windows", "a window", values, at, dimensions);
        var bytes = ByteBuffer.allocate(dimensions * Float.BYTES);
        bytes.asFloatBuffer().put(values, at, dimensions);
        write(bytes, row * dimensions * Float.BYTES);
        rows = Math.max(rows, row + 1);
    }

    private void write(ByteBuffer bytes, long position) {
        try {
            long place = position;
            while (bytes.hasRemaining()) {
                place += channel.write(bytes, place);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write features to disk; is it full?", e);
        }
    }

    /** The rows {@code first .. first + count - 1}, one after the other. */
    public float[] read(long first, int count) {
        if (first < 0 || first + count > rows) {
            throw new IndexOutOfBoundsException("rows %d to %d of %d".formatted(first, first + count, rows));
        }
        var bytes = ByteBuffer.allocate(Math.multiplyExact(count * dimensions, Float.BYTES));
        try {
            long place = first * dimensions * Float.BYTES;
            while (bytes.hasRemaining()) {
                int read = channel.read(bytes, place + bytes.position());
                if (read < 0) {
                    throw new EOFException("the file of features ends early");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read features", e);
        }
        float[] values = new float[count * dimensions];
        bytes.flip().asFloatBuffer().get(values);
        return values;
    }

    /** Numbers in a row. */
    public int dimensions() {
        return dimensions;
    }

    /** How many rows there are. */
    public long rows() {
        return rows;
    }

    /** Size on disk. */
    public long bytes() {
        return rows * dimensions * Float.BYTES;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close a file of features", e);
        }
    }
}
