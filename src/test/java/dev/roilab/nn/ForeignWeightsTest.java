package dev.roilab.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A file of weights in another format is told by its name, with what to do, and not as a damaged safetensors file. */
class ForeignWeightsTest {
    @TempDir
    private Path folder = Path.of("");

    private void refuses(byte[] content, String problem) throws IOException {
        Path file = Files.write(folder.resolve("vgg16.pth"), content);
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(WeightException.class)
                .hasMessage(file + ": " + problem);
    }

    private static byte[] zip(String entry) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(new byte[1000]);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            version https://git-lfs.github.com/spec/v1 | it is a Git LFS pointer, not the file; fetch it with `git lfs pull`
            ../.git/annex/objects/x1/y2/SHA256E        | it is a git-annex pointer, not the file; fetch it with `git annex get`
            <!DOCTYPE html><html>Too Many Requests     | it is an HTML page, as servers send in place of a file; fetch it again
            weights of epoch 3                         | it is text that begins with 'weights of epoch 3'; expected weights in the safetensors format
            """)
    void text(String content, String problem) throws IOException {
        refuses(content.getBytes(StandardCharsets.UTF_8), problem);
    }

    @Test
    void archives() throws IOException {
        refuses(zip("vgg16.safetensors"), "it is a zip file; unpack it");
        refuses(zip("weights.npy"), "it is a NumPy archive (.npz); save its arrays with safetensors.numpy.save_file");
        byte[] tar = new byte[1024];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        refuses(tar, "it is a tar archive; unpack it");
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[1 << 20]);
        }
        // Its first eight bytes are a length that a larger file could have.
        refuses(Arrays.copyOf(packed.toByteArray(), 1 << 20), "it is a gzip file; unpack it");
    }

    @Test
    void filesOfPyTorchAreToBeConverted() throws IOException {
        String conversion =
                "; only safetensors are read; convert it in Python: from safetensors.torch import save_file;"
                        + " state = torch.load('vgg16.pth', map_location='cpu', weights_only=True); save_file({name:"
                        + " value.contiguous() for name, value in state.items()}, 'weights.safetensors')";
        refuses(zip("vgg16/data.pkl"), "it is a PyTorch file (.pth, .pt)" + conversion);
        refuses(
                new byte[] {(byte) 0x80, 2, (byte) 0x8a, 10, 'l', 0, 0, 0, 0, 0},
                "it is a Python pickle, as older versions of PyTorch save" + conversion);
    }

    /** What reminds of nothing is still refused, and a sound file with a long header is none of these. */
    @Test
    void soundFilesAreNot() throws IOException {
        byte[] header = ("{\"" + "<html".repeat(99) + "\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] file = new byte[8 + header.length + 4];
        file[0] = (byte) header.length;
        file[1] = (byte) (header.length >> 8);
        System.arraycopy(header, 0, file, 8, header.length);
        assertThat(Safetensors.open(Files.write(folder.resolve("sound"), file)).names())
                .hasSize(1);
        Path noise = Files.write(folder.resolve("noise"), new byte[] {-5, -1, -1, -1, -1, -1, -1, -1, 0, 0});
        assertThatThrownBy(() -> Safetensors.open(noise)).hasMessageContaining("cannot hold a header of");
    }
}
