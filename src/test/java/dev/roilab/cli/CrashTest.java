package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roilab.testing.Program;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A real study in processes that are killed, stopped, doubled and starved of space; hydra#3328, optuna#3256. */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class CrashTest {
    private static final int KILLS = 2;
    private static final String FIRST_LINE = "crash: 6 trials";

    @TempDir
    private static Path undisturbed = Path.of("");

    @TempDir
    private Path folder = Path.of("");

    private static Outcome expected = new Outcome(List.of(), Map.of());
    private static long workMillis;

    /** What must not depend on what happened on the way. */
    private record Outcome(List<String> rows, Map<String, List<Byte>> weights) {}

    @BeforeAll
    static void runUndisturbed() throws IOException, InterruptedException {
        Program program = start(undisturbed);
        program.awaitOutput(FIRST_LINE);
        long start = System.nanoTime();
        program.awaitOutput("[6/6] roi=warp,seed=2 ok");
        workMillis = (System.nanoTime() - start) / 1_000_000;
        assertThat(program.await()).as(program.output()).isZero();
        expected = outcome(undisturbed);
        assertThat(expected.rows()).hasSize(7);
        assertThat(expected.weights()).hasSize(6);
    }

    @AfterEach
    void killTheRest() throws InterruptedException {
        Program.killAll();
    }

    /** Ctrl-C first: what it leaves can be told from what a kill leaves. */
    @Test
    void ctrlCSaysHowToGoOnAndKillsAtRandomMomentsChangeNoBit() throws IOException, InterruptedException {
        Program stopped = start(folder, "--checkpoint", "1000");
        stopped.awaitOutput("[2/6]");
        Thread.sleep(workMillis / 12);
        stopped.interrupt();
        assertThat(stopped.await()).as(stopped.output()).isEqualTo(130);
        assertThat(stopped.output())
                .contains("stopped; nothing is lost. Go on with: ./roilab run bench/crash/study.yaml ")
                .doesNotContain("Exception");
        assertThat(leftovers(folder)).allMatch(file -> file.endsWith("checkpoint.safetensors"));

        Program goneOn = start(folder);
        goneOn.awaitOutput(" starts");
        goneOn.kill();
        var random = new SplittableRandom(3328);
        int kills = 0;
        for (int i = 0; i < KILLS; i++) {
            Program program = start(folder);
            program.awaitOutput(FIRST_LINE);
            Thread.sleep(random.nextLong(workMillis / 8 + 1));
            kills += program.isAlive() ? 1 : 0;
            program.kill();
        }
        assertThat(kills).isGreaterThanOrEqualTo(KILLS / 2);
        Program last = start(folder);
        assertThat(last.await()).as(last.output()).isZero();
        assertThat(outcome(folder)).isEqualTo(expected);
        assertThat(leftovers(folder)).isEmpty();
        // None where Ctrl-C came before a first step or between two trials.
        assertThat(steps("starts again and goes on from step (\\d+) of \\d+", goneOn))
                .as(goneOn.output())
                .isEqualTo(steps("the next run goes on after step (\\d+)", stopped));
    }

    private static List<String> steps(String line, Program program) throws IOException {
        return Pattern.compile(line)
                .matcher(program.output())
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void twoProcessesDoEveryTrialOnceAndAKilledOwnersTrialIsTakenOver() throws IOException, InterruptedException {
        Program first = start(folder);
        Program second = start(folder);
        first.awaitOutput(FIRST_LINE);
        second.awaitOutput(FIRST_LINE);
        Program third = start(folder);
        second.awaitOutput(" starts");
        second.kill();
        assertThat(first.await()).as(first.output()).isZero();
        assertThat(third.await()).as(third.output()).isZero();
        List<String> done = Stream.of(first.output(), second.output(), third.output())
                .flatMap(String::lines)
                .filter(line -> line.contains(" ok in "))
                .map(line -> line.replaceFirst(" ok in .*", ""))
                .toList();
        assertThat(done).hasSize(6).doesNotHaveDuplicates();
        assertThat(outcome(folder)).isEqualTo(expected);
    }

    @Test
    void aFullDiskEndsTheRunWithAClearErrorAndNothingIsLost() throws IOException, InterruptedException {
        Path disk = Files.createDirectory(folder.resolve("disk")).toAbsolutePath();
        assumeTrue(shell("mount -t tmpfs -o size=3m tmpfs " + disk), "no tmpfs may be mounted here");
        try {
            Path filler = disk.resolve("filler");
            assertThat(shell("head -c 2700000 /dev/zero > " + filler)).isTrue();
            Program starved = start(disk, "--reports", folder.resolve("reports").toString());
            assertThat(starved.await()).as(starved.output()).isEqualTo(1);
            assertThat(starved.output())
                    .contains("No space left on device", "free some space", "goes on from its last checkpoint")
                    .doesNotContain("\tat ");
            Files.delete(filler);
            Program fed = start(disk, "--reports", folder.resolve("reports").toString());
            assertThat(fed.await()).as(fed.output()).isZero();
            assertThat(weights(disk)).isEqualTo(expected.weights());
        } finally {
            assertThat(shell("umount " + disk)).isTrue();
        }
    }

    private static Program start(Path folder, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("run", "bench/crash/study.yaml"));
        arguments.addAll(List.of("--results", folder.resolve("results").toString()));
        if (!List.of(options).contains("--reports")) {
            arguments.addAll(List.of("--reports", folder.resolve("reports").toString()));
        }
        if (!List.of(options).contains("--checkpoint")) {
            arguments.addAll(List.of("--checkpoint", "0.1"));
        }
        arguments.addAll(List.of(options));
        return Program.start(undisturbed.resolve("outputs"), arguments.toArray(String[]::new));
    }

    private static Outcome outcome(Path folder) throws IOException {
        List<String> lines = Files.readAllLines(folder.resolve("reports/crash/trials.csv"));
        // Commas inside quotes belong to a trial's name.
        String betweenFields = ",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)";
        List<String> header = Arrays.asList(lines.getFirst().split(betweenFields, -1));
        List<String> rows = new ArrayList<>();
        for (String line : lines) {
            String[] cells = line.split(betweenFields, -1);
            List<String> kept = new ArrayList<>();
            for (int i = 0; i < cells.length; i++) {
                if (!header.get(i).matches("train_seconds|.*_ms.*")) {
                    kept.add(cells[i]);
                }
            }
            rows.add(String.join(",", kept));
        }
        return new Outcome(rows, weights(folder));
    }

    /** The tensors alone: the file's head says how long the training took. */
    private static Map<String, List<Byte>> weights(Path folder) throws IOException {
        Map<String, List<Byte>> weights = new TreeMap<>();
        try (Stream<Path> trials = Files.list(folder.resolve("results/crash"))) {
            for (Path trial : trials.filter(Files::isDirectory).toList()) {
                byte[] file = Files.readAllBytes(trial.resolve("weights.safetensors"));
                int head = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt();
                List<Byte> tensors = new ArrayList<>();
                for (int i = Long.BYTES + head; i < file.length; i++) {
                    tensors.add(file[i]);
                }
                weights.put(trial.getFileName().toString(), tensors);
            }
        }
        return weights;
    }

    private static List<String> leftovers(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("results"))) {
            return files.map(Path::toString)
                    .filter(name -> name.matches(".*(partial|owner\\.json|checkpoint\\.safetensors)"))
                    .toList();
        }
    }

    private static boolean shell(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 && said.isEmpty();
    }
}
