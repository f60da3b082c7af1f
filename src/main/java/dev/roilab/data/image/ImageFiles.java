package dev.roilab.data.image;

import dev.roilab.data.DataException;
import dev.roilab.data.Pixels;
import dev.roilab.data.Turn;
import dev.roilab.file.ForeignFile;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Decoding and resizing by OpenCV. Whatever the file holds (grey, palette, alpha, 16 bits) becomes 8-bit RGB; alpha is
 * dropped. A turn by EXIF is not applied: rows and columns come as they are stored; see {@link Turn}.
 */
public final class ImageFiles {
    private ImageFiles() {}

    /** @throws DataException if the file is missing or no image */
    public static Pixels read(Path file) {
        return read(file, file.toString());
    }

    /**
     * @param name of the image, for messages
     * @throws DataException if the file is missing or no image
     */
    public static Pixels read(Path file, String name) {
        return decode(bytes(file, name), name);
    }

    /**
     * The content of a file.
     *
     * @param name of the image, for messages
     * @throws DataException if the file is missing or cannot be read
     */
    public static byte[] bytes(Path file, String name) {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException _) {
            throw new DataException(List.of(name + ": no such image"));
        } catch (AccessDeniedException e) {
            throw new DataException(name + ": cannot be read: its permissions do not allow it", e);
        } catch (IOException e) {
            throw new DataException(name + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * @param name of the image, for messages
     * @throws DataException if the bytes are no image, one too large to be meant, or a JPEG whose scan was cut off:
     *     {@link CutScan}
     */
    public static Pixels decode(byte[] file, String name) {
        Optional<ImageHeader> header = ImageHeader.of(file);
        Optional<String> problem = header.flatMap(ImageHeader::sizeProblem);
        if (problem.isPresent()) {
            throw new DataException(List.of(name + ": unreadable image: " + problem.get()));
        }
        try {
            return decodeStored(header.map(known -> plain(known.format(), file)).orElse(file), name);
        } catch (DataException e) {
            throw e;
        } catch (RuntimeException e) {
            // OpenCV throws what it cannot make sense of as one type for all.
            throw new DataException(name + ": cannot be decoded: " + firstLine(e), e);
        }
    }

    /** The file without what its decoder would complain about, or obey, unasked. */
    private static byte[] plain(ImageFormat format, byte[] file) {
        return switch (format) {
            case TIFF -> TiffHeader.unturned(file);
            case JPEG -> JpegHeader.withoutStrayBytes(file);
            case PNG -> PngData.ofPixels(file);
            case WEBP, BMP, GIF -> file;
        };
    }

    private static String firstLine(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        int reason = message.indexOf("error: ");
        return message.substring(Math.max(reason, 0))
                .lines()
                .findFirst()
                .orElse("")
                .strip();
    }

    private static Pixels decodeStored(byte[] file, String name) {
        int flags = opencv_imgcodecs.IMREAD_COLOR | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
        try (BytePointer pointer = new BytePointer(file);
                Mat encoded = new Mat(1, file.length, opencv_core.CV_8UC1, pointer);
                Mat decoded = file.length == 0 ? new Mat() : opencv_imgcodecs.imdecode(encoded, flags);
                Mat rgb = new Mat()) {
            if (decoded.empty()) {
                throw new DataException(List.of(
                        name + ": not an image that can be decoded; " + ForeignFile.problem(file, ImageFormat.ALL)));
            }
            opencv_imgproc.cvtColor(decoded, rgb, opencv_imgproc.COLOR_BGR2RGB);
            Pixels pixels = pixels(rgb);
            if (CutScan.isIn(file, pixels)) {
                throw new DataException(List.of(name + ": unreadable image: its data end before its last row, and what"
                        + " is missing would be grey; fetch it again"));
            }
            return pixels;
        }
    }

    /**
     * Resizes bilinearly, pixel centres at half (OpenCV's {@code INTER_LINEAR}), rounded to 8 bits; no antialiasing.
     */
    public static Pixels resize(Pixels image, int width, int height) {
        if (image.width() == width && image.height() == height) {
            return image;
        }
        try (BytePointer pointer = new BytePointer(image.rgb());
                Mat source = new Mat(image.height(), image.width(), opencv_core.CV_8UC3, pointer);
                Mat target = new Mat();
                Size size = new Size(width, height)) {
            opencv_imgproc.resize(source, target, size, 0, 0, opencv_imgproc.INTER_LINEAR);
            return pixels(target);
        }
    }

    private static Pixels pixels(Mat rgb) {
        byte[] values = new byte[Math.multiplyExact(Math.multiplyExact(rgb.cols(), rgb.rows()), 3)];
        try (BytePointer data = rgb.data()) {
            data.get(values);
        }
        return new Pixels(rgb.cols(), rgb.rows(), values);
    }
}
