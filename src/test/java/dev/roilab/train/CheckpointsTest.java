package dev.roilab.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.autograd.Parameter;
import dev.roilab.nn.NamedTensors;
import dev.roilab.nn.Safetensors;
import dev.roilab.tensor.Engine;
import dev.roilab.tensor.Engines;
import dev.roilab.tensor.Shape;
import dev.roilab.testing.TwoLosses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    private static final String CHECKPOINT = "checkpoint.safetensors";
    private static final String WEIGHTS = "weights.safetensors";

    @TempDir
    private Path folder;

    private final Engine engine = Engines.create("cpu", "cpu", 1);

    @AfterEach
    void close() {
        engine.close();
    }

    /** A training of one weight and its velocity, after some steps of half a second. */
    private TrainingCourse course(float weight, float velocity, int steps) {
        var curve = new TrainingCurve(10, 5);
        var course =
                new TrainingCourse(curve, List.of(parameter("w", weight)), List.of(parameter("w.velocity", velocity)));
        for (int step = 1; step <= steps; step++) {
            curve.add(step, TwoLosses.of(1.0 / step, 0.25), 0.1);
            course.stepped(0.5);
        }
        return course;
    }

    private Parameter parameter(String name, float value) {
        return new Parameter(name, engine.tensor(new float[] {value}, Shape.of(1)), 1, 1);
    }

    private Checkpoints checkpoints(String key) {
        return Checkpoints.in(folder, key, Duration.ofHours(1));
    }

    private TrainingCourse restored(String key) {
        TrainingCourse fresh = course(0, 0, 0);
        checkpoints(key).restore(engine, fresh);
        return fresh;
    }

    private static float only(List<Parameter> parameters) {
        return parameters.getFirst().value().toFloats()[0];
    }

    private List<String> files() {
        return List.of(Objects.requireNonNull(folder.toFile().list()));
    }

    @Test
    void aTrainingGoesOnFromItsCheckpointWithAllItsState() {
        TrainingCourse before = course(7, -3, 3);
        checkpoints("key").save(before);
        assertThat(Checkpoints.step(folder, "key")).contains(3);
        TrainingCourse after = restored("key");
        assertThat(only(after.weights())).isEqualTo(7);
        assertThat(only(after.velocities())).isEqualTo(-3);
        assertThat(after.step()).isEqualTo(3);
        assertThat(after.resumedAt()).isEqualTo(3);
        assertThat(after.seconds()).isEqualTo(1.5);
        assertThat(after.curve().save()).isEqualTo(before.curve().save());
        assertThat(after.curve().points()).hasSize(1);
    }

    @Test
    void aCheckpointOfAnotherTrainingIsNotResumed() {
        checkpoints("key").save(course(7, -3, 3));
        assertThat(Checkpoints.step(folder, "another")).isEmpty();
        TrainingCourse fresh = restored("another");
        assertThat(only(fresh.weights())).isZero();
        assertThat(fresh.step()).isZero();
    }

    @Test
    void aCheckpointThatDoesNotFitItsChecksumIsNotResumed() throws IOException {
        checkpoints("key").save(course(7, -3, 3));
        Path file = folder.resolve(CHECKPOINT);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        assertThat(Safetensors.open(file).names()).as("well formed").hasSize(2);
        TrainingCourse fresh = restored("key");
        assertThat(only(fresh.weights())).isZero();
        assertThat(only(fresh.velocities())).isZero();
        assertThat(fresh.step()).isZero();
    }

    @Test
    void aCheckpointThatIsCutOffCountsAsAbsent() throws IOException {
        checkpoints("key").save(course(7, -3, 3));
        Path file = folder.resolve(CHECKPOINT);
        Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 20));
        assertThat(Checkpoints.step(folder, "key")).isEmpty();
        assertThat(restored("key").step()).isZero();
    }

    /** Its two losses had no names, so that nobody can say which is which. */
    @Test
    void aCheckpointOfAVersionWithoutNamesForLossesIsNotResumed() {
        checkpoints("key").save(course(7, -3, 3));
        Safetensors saved = Safetensors.open(folder.resolve(CHECKPOINT));
        var metadata = new TreeMap<>(saved.metadata());
        metadata.put("curve", "0.3333333333333333 0.25 1 1 0\n2 0.75 0.25 0.1");
        Safetensors.write(folder.resolve(CHECKPOINT), NamedTensors.of(saved), metadata);
        TrainingCourse fresh = restored("key");
        assertThat(only(fresh.weights())).isZero();
        assertThat(fresh.step()).isZero();
        assertThat(fresh.curve().points()).isEmpty();
    }

    @Test
    void aFinishedTrainingLeavesItsWeightsAndNoCheckpoint() {
        TrainingCourse done = course(7, -3, 10);
        checkpoints("key").save(course(5, -3, 9));
        checkpoints("key").finish(done);
        assertThat(files()).containsExactly(WEIGHTS);
        TrainingCourse after = restored("key");
        assertThat(only(after.weights())).isEqualTo(7);
        assertThat(only(after.velocities())).as("not kept").isZero();
        assertThat(after.step()).isEqualTo(10);
    }

    @Test
    void aTrainingThatWasFinishedBeforeIsNotWrittenAgain() throws IOException {
        checkpoints("key").finish(course(7, -3, 10));
        byte[] before = Files.readAllBytes(folder.resolve(WEIGHTS));
        TrainingCourse after = restored("key");
        var changed = course(9, 0, 0);
        changed.resume(10, 5, after.curve().save());
        checkpoints("key").finish(changed);
        assertThat(Files.readAllBytes(folder.resolve(WEIGHTS))).isEqualTo(before);
    }

    @Test
    void checkpointsAreDueWhenTheIntervalIsOverAndNotBefore() {
        assertThat(checkpoints("key").isDue()).isFalse();
        assertThat(Checkpoints.in(folder, "key", Duration.ZERO).isDue()).isTrue();
        assertThat(Checkpoints.none().isDue()).isFalse();
    }

    @Test
    void savingWithoutAFolderDoesNothing() throws IOException {
        Files.writeString(folder.resolve("note.txt"), "kept");
        Checkpoints.none().save(course(7, -3, 3));
        Checkpoints.none().finish(course(7, -3, 3));
        assertThat(files()).containsExactly("note.txt");
    }
}
