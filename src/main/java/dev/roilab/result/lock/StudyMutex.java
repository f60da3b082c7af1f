package dev.roilab.result.lock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one process at a time decide who works on what in a study's folder. Held for milliseconds; the operating system
 * frees it when its holder dies.
 */
public final class StudyMutex {
    private static final String FILE = ".mutex";

    /** The operating system's lock is one for the whole process; threads are kept apart here. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private StudyMutex() {}

    /** What to do while nobody else decides. */
    @FunctionalInterface
    public interface Work<T> {
        /** @param now by the clock of the file system, which all processes share */
        T run(FileTime now) throws IOException;
    }

    /** Does some work while no other process decides anything in the study's folder. */
    public static <T> T hold(Path study, Work<T> work) throws IOException {
        THREADS.lock();
        try {
            Path file = study.resolve(FILE);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var _ = channel.lock()) {
                // A write makes the file system stamp its own time.
                channel.write(ByteBuffer.wrap(new byte[] {'.'}), 0);
                return work.run(Files.getLastModifiedTime(file));
            }
        } finally {
            THREADS.unlock();
        }
    }
}
