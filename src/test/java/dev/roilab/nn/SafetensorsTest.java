package dev.roilab.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.tensor.Shape;
import dev.roilab.testing.ReferenceCases;
import dev.roilab.testing.ReferenceData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @TempDir
    private Path folder;

    @Test
    void readsWhatItWrote() {
        Path file = folder.resolve("weights.safetensors");
        float[] odd = {1, -0f, Float.MIN_VALUE, Float.MAX_VALUE, Float.NaN, 0.1f};
        var tensors = new TreeMap<>(Map.of(
                "b.weight", new Values(Shape.of(2, 3), odd),
                "a", new Values(Shape.of(1), new float[] {7}),
                "empty", new Values(Shape.of(0, 4), new float[0]),
                "scalar", new Values(Shape.of(new int[0]), new float[] {5})));
        Safetensors.write(
                file, NamedTensors.of(tensors), new TreeMap<>(Map.of("step", "12", "note", "a \"quoted\" word")));

        Safetensors read = Safetensors.open(file);
        assertThat(read.names()).containsExactly("a", "b.weight", "empty", "scalar");
        assertThat(read.metadata()).containsEntry("step", "12").containsEntry("note", "a \"quoted\" word");
        assertThat(read.values("b.weight").shape()).isEqualTo(Shape.of(2, 3));
        assertThat(read.values("b.weight").numbers()).containsExactly(odd);
        assertThat(read.values("scalar").numbers()).containsExactly(5);
        assertThat(read.values("empty").numbers()).isEmpty();
        assertThat(folder.toFile().list()).containsExactly("weights.safetensors");
    }

    @Test
    void writesNumbersAtAMultipleOfEightBytes() throws IOException {
        Path file = folder.resolve("weights.safetensors");
        for (String name : new String[] {"a", "ab", "abc", "abcdefgh"}) {
            var tensors = new TreeMap<>(Map.of(name, new Values(Shape.of(1), new float[] {7})));
            Safetensors.write(file, NamedTensors.of(tensors), new TreeMap<>());
            long length = ByteBuffer.wrap(Files.readAllBytes(file))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong();
            assertThat(length % 8).isZero();
        }
    }

    @Test
    void widensHalfPrecision() throws IOException {
        Path file = file(
                "{'h':{'dtype':'F16','shape':[2],'data_offsets':[0,4]},'b':{'dtype':'BF16','shape':[2],'data_offsets':[4,8]}}",
                new byte[] {0x00, 0x3c, 0x00, (byte) 0xc1, (byte) 0x80, 0x3f, 0x20, (byte) 0xc0});
        assertThat(Safetensors.open(file).values("h").numbers()).containsExactly(1, -2.5f);
        assertThat(Safetensors.open(file).values("b").numbers()).containsExactly(1, -2.5f);
    }

    @Test
    void readsTheFloatsOfAFileThatHoldsIntegersToo() throws IOException {
        Path file = file("{'count':{'dtype':'I64','shape':[],'data_offsets':[0,8]}}", new byte[8]);
        Safetensors read = Safetensors.open(file);
        assertThat(read.isReadable("count")).isFalse();
        assertThatThrownBy(() -> read.values("count"))
                .hasMessageContaining("count")
                .hasMessageContaining("I64");
    }

    @Test
    void typesThatAreNotReadAreCounted() throws IOException {
        Path file = file(
                "{'a':{'dtype':'F64','shape':[],'data_offsets':[0,8]},'b':{'dtype':'F64','shape':[1],'data_offsets':[8,16]},"
                        + "'c':{'dtype':'I32','shape':[],'data_offsets':[16,20]},'d':{'dtype':'F32','shape':[],'data_offsets':[20,24]}}",
                new byte[24]);
        Safetensors read = Safetensors.open(file);
        assertThat(read.unreadable(read.names()))
                .containsExactly(
                        file + ": a and 1 more are F64, expected F32, F16 or BF16; save them as F32",
                        file + ": c is I32, expected F32, F16 or BF16; save it as F32");
        assertThat(read.names()).filteredOn(read::isFloat).containsExactly("a", "b", "d");
    }

    @Test
    void aFileOfOneNumberIsTold() {
        var numbers = new float[] {0, 0, 0, 0};
        assertThat(constancy(numbers)).get().asString().contains("in every one of 1 tensors (a: 0.0)");
        numbers[3] = Float.MIN_VALUE;
        assertThat(constancy(numbers)).isEmpty();
    }

    private Optional<String> constancy(float[] weights) {
        Path file = folder.resolve("weights.safetensors");
        var tensors = new TreeMap<>(
                Map.of("a", new Values(Shape.of(2, 2), weights), "b", new Values(Shape.of(2), new float[] {1, 2})));
        Safetensors.write(file, NamedTensors.of(tensors), new TreeMap<>());
        return Safetensors.open(file).constancy();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[]                                                            | not a JSON object",
                "{'a':                                                         | not JSON",
                "{} {}                                                         | not JSON",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}"
                        + " | Duplicate",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}        | does not take the bytes 0 to 8",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}        | does not take the bytes 8 to 0",
                "{'a':{'dtype':'F31','shape':[2],'data_offsets':[0,8]}}        | unknown type 'F31'",
                "{'a':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}}       | expected dtype, shape",
                "{'a':{'dtype':'F32','shape':[2.5],'data_offsets':[0,8]}}      | expected dtype, shape",
                "{'a':{'dtype':'F32','shape':[2]}}                             | expected dtype, shape",
                "{'a':7}                                                       | expected dtype, shape",
                "{'a':{'dtype':'F32','shape':[4000000000,4000000000,4000000000],'data_offsets':[0,8]}} | does not take",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}        | gap",
                "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}}        | describes 4 bytes of data, the file"
                        + " has 8",
                "{'a':{'dtype':'F32','shape':[3],'data_offsets':[0,12]}}       | truncated",
                "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}}"
                        + " | b: begins at byte 4, which overlaps"
            })
    void rejectsAMalformedHeader(String header, String message) throws IOException {
        Path file = file(header, new byte[8]);
        assertThatThrownBy(() -> Safetensors.open(file))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(message);
    }

    @Test
    void namesAllMalformedTensorsAtOnce() throws IOException {
        Path file = file("{'a':{'dtype':'F31'},'b':{},'c':3}", new byte[0]);
        assertThatThrownBy(() -> Safetensors.open(file)).message().contains(" a: ", " b: ", " c: ");
    }

    @Test
    void rejectsWhatIsNoSafetensorsFile() throws IOException {
        Path empty = Files.write(folder.resolve("empty"), new byte[0]);
        Path page = Files.writeString(folder.resolve("page.html"), "<!doctype html><title>404</title>");
        Path minus = Files.write(folder.resolve("minus"), new byte[] {-5, -1, -1, -1, -1, -1, -1, -1, 0, 0});
        assertThatThrownBy(() -> Safetensors.open(empty))
                .hasMessage(empty + ": the file is empty: it is truncated or no safetensors file; fetch it again");
        assertThatThrownBy(() -> Safetensors.open(minus))
                .hasMessageContaining("a file of 10 bytes cannot hold a header of 18446744073709551611: ");
        assertThatThrownBy(() -> Safetensors.open(folder))
                .hasMessage(folder + ": is a folder, expected a file of"
                        + " weights in the safetensors format; name the file inside it");
        assertThatThrownBy(() -> Safetensors.open(page))
                .hasMessage(page + ": it is an HTML page, as servers send in place of a file; fetch it again");
    }

    @Test
    void saysWhereItLookedForAMissingFile() {
        Path missing = Path.of("weights", "no-such.safetensors");
        assertThatThrownBy(() -> Safetensors.open(missing))
                .isInstanceOf(WeightException.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining(Path.of("").toAbsolutePath().toString());
    }

    @Test
    void readsWhatTheOriginalLibraryWrote() {
        Safetensors read = Safetensors.open(ReferenceCases.golden("files/library.safetensors"));
        assertThat(read.names()).containsExactly("a.float", "b.half", "c.brain", "d.count");
        assertThat(read.metadata()).containsEntry("made", "by the library");
        assertThat(read.shape("a.float")).isEqualTo(Shape.of(2, 2));
        assertThat(read.values("a.float").numbers()).containsExactly(1.5f, -2.25f, 0.1f, 3e38f);
        assertThat(read.values("b.half").numbers()).containsExactly(0.5f, -65504f);
        assertThat(read.values("c.brain").numbers()).containsExactly(1f, -3.140625f);
        assertThat(read.isReadable("d.count")).isFalse();
    }

    @Test
    void readsAPublishedFile() {
        Safetensors read = Safetensors.open(ReferenceData.path("weights/resnet18_c4_bnfolded.safetensors"));
        assertThat(read.names()).hasSize(30);
        assertThat(read.shape("conv1.weight")).isEqualTo(Shape.of(64, 3, 7, 7));
        assertThat(read.metadata()).containsKey("preprocess");
    }

    private Path file(String header, byte[] data) throws IOException {
        byte[] json = header.strip().replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        ByteBuffer content = ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        content.putLong(json.length).put(json).put(data);
        return Files.write(folder.resolve("case.safetensors"), content.array());
    }
}
