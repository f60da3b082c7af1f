package dev.roilab.testing;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** PNG files written by the format's text (ISO/IEC 15948) and by no library that reads them. */
public final class PngBytes {
    private PngBytes() {}

    /** A palette picture: {@code indices[y][x]} of {@code bits} each, and the colours {@code 0xRRGGBB}. */
    public static byte[] indexed(int bits, int[] palette, int[]... indices) {
        ByteBuffer colours = ByteBuffer.allocate(3 * palette.length);
        for (int colour : palette) {
            colours.put((byte) (colour >> 16)).put((byte) (colour >> 8)).put((byte) colour);
        }
        return file(bits, 3, colours.array(), packed(bits, indices), indices);
    }

    /** A grey picture of {@code bits} a pixel, up to 16. */
    public static byte[] grey(int bits, int[]... values) {
        return file(bits, 0, new byte[0], packed(bits, values), values);
    }

    /** A picture of 8 bits a channel, {@code colours[y][x]} being {@code 0xRRGGBB}. */
    public static byte[] colours(int[]... colours) {
        int[][] channels = new int[colours.length][3 * colours[0].length];
        for (int y = 0; y < colours.length; y++) {
            for (int i = 0; i < channels[y].length; i++) {
                channels[y][i] = colours[y][i / 3] >> (16 - 8 * (i % 3)) & 0xFF;
            }
        }
        return file(8, 2, new byte[0], packed(8, channels), colours);
    }

    /** A picture of 8 bits a channel, {@code colours[y][x]} being {@code 0xAARRGGBB}. */
    public static byte[] transparent(int[]... colours) {
        int[][] channels = new int[colours.length][4 * colours[0].length];
        for (int y = 0; y < colours.length; y++) {
            for (int i = 0; i < channels[y].length; i++) {
                channels[y][i] = colours[y][i / 4] >> (i % 4 == 3 ? 24 : 16 - 8 * (i % 4)) & 0xFF;
            }
        }
        return file(8, 6, new byte[0], packed(8, channels), colours);
    }

    /** Rows of numbers, the first in the highest bits, each row after the byte of no filter. */
    private static byte[] packed(int bits, int[]... rows) {
        int length = (rows[0].length * bits + 7) / 8;
        byte[] bytes = new byte[rows.length * (length + 1)];
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < rows[y].length; x++) {
                for (int bit = 0; bit < bits; bit++) {
                    int place = x * bits + bit;
                    int set = rows[y][x] >> (bits - 1 - bit) & 1;
                    bytes[y * (length + 1) + 1 + place / 8] |= (byte) (set << (7 - place % 8));
                }
            }
        }
        return bytes;
    }

    private static byte[] file(int bits, int colour, byte[] palette, byte[] rows, int[]... pixels) {
        var deflater = new Deflater();
        deflater.setInput(rows);
        deflater.finish();
        byte[] packed = new byte[rows.length + 64];
        int length = deflater.deflate(packed);
        deflater.end();
        byte[] header = ByteBuffer.allocate(13)
                .putInt(pixels[0].length)
                .putInt(pixels.length)
                .put((byte) bits)
                .put((byte) colour)
                .array();
        var file = new ByteArrayOutputStream();
        file.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        file.writeBytes(chunk("IHDR", header));
        if (palette.length > 0) {
            file.writeBytes(chunk("PLTE", palette));
        }
        file.writeBytes(chunk("IDAT", ByteBuffer.wrap(packed).slice(0, length)));
        file.writeBytes(chunk("IEND", new byte[0]));
        return file.toByteArray();
    }

    private static byte[] chunk(String name, byte[] content) {
        return chunk(name, ByteBuffer.wrap(content));
    }

    private static byte[] chunk(String name, ByteBuffer content) {
        int length = content.remaining();
        ByteBuffer chunk = ByteBuffer.allocate(length + 12)
                .putInt(length)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .put(content);
        var checksum = new CRC32();
        checksum.update(chunk.array(), 4, length + 4);
        return chunk.putInt((int) checksum.getValue()).array();
    }
}
