package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.roilab.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher's build, with a Maven that notes its process and works as long as a file is there. */
class LauncherTest {
    private static final long PATIENCE_SECONDS = 60;
    private static final String MAVEN = """
            #!/bin/sh
            echo $$ >> "$TRACE"
            while [ -e "$TRACE.work" ]; do sleep 0.1; done
            mkdir -p target/classes/dev/roilab/cli
            touch target/classes/dev/roilab/cli/Main.class target/classpath.txt
            """;

    @TempDir
    private Path folder = Path.of("");

    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void aProjectThatIsNotBuilt() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no shell here");
        Path project = Files.createDirectories(folder.resolve("project"));
        Files.copy(Path.of("roilab"), project.resolve("roilab"), StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(project.resolve("src/main"));
        Files.createFile(project.resolve("pom.xml"));
        Files.createFile(folder.resolve("trace.work"));
        Path maven =
                Files.writeString(Files.createDirectories(folder.resolve("bin")).resolve("mvn"), MAVEN);
        assertThat(maven.toFile().setExecutable(true)).isTrue();
    }

    @AfterEach
    void endTheRest() throws IOException {
        Files.deleteIfExists(folder.resolve("trace.work"));
        started.forEach(Process::destroyForcibly);
        for (String pid : pids()) {
            ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
        if (Files.exists(folder.resolve("tools"))) {
            try (Stream<Path> links = Files.list(folder.resolve("tools"))) {
                for (Path link : links.toList()) {
                    Files.delete(link);
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"HUP, 129", "INT, 130", "TERM, 143"})
    void aSignalEndsMavenAndIsAnsweredInWords(String signal, int code) throws IOException, InterruptedException {
        Process launcher = launch("first", true);
        ProcessHandle maven = maven(1);
        signal(signal, launcher);
        assertThat(launcher.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(launcher.exitValue()).as(output("first")).isEqualTo(code);
        assertThat(maven.isAlive()).isFalse();
        assertThat(output("first"))
                .endsWith("roilab: the build was stopped; the same command builds what is missing.\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void twoAtOnceBuildOnce(boolean flock) throws IOException, InterruptedException {
        launch("first", flock);
        maven(1);
        Process second = launch("second", flock);
        awaitOutput("second", "roilab: another build is running; waiting for it...\n");
        Files.delete(folder.resolve("trace.work"));
        assertThat(second.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(pids()).hasSize(1);
        assertThat(output("second")).contains("Main").doesNotContain("building");
        assertThat(folder.resolve("project/target/build.lock.d")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLauncherThatIsKilledLeavesTheLockToItsMaven(boolean flock) throws IOException, InterruptedException {
        Process launcher = launch("first", flock);
        ProcessHandle maven = maven(1);
        launcher.destroyForcibly().waitFor();
        launch("second", flock);
        awaitOutput("second", "another build is running");
        Thread.sleep(1500);
        assertThat(pids()).hasSize(1);
        maven.destroyForcibly();
        assertThat(maven(2).isAlive()).isTrue();
    }

    @Test
    void theProgramIsToldHowItWasCalled() throws IOException, InterruptedException {
        Files.delete(folder.resolve("trace.work"));
        Path java = Files.createDirectories(folder.resolve("jdk/bin"));
        for (String name : List.of("java", "javac")) {
            Path file = Files.writeString(java.resolve(name), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(folder.resolve("jdk/release"), "JAVA_VERSION=\"25.0.1\"\n");
        Process launcher = launch("first", true);
        assertThat(launcher.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(output("first")).contains("-Droilab.launcher=project/roilab\n");
    }

    private Process launch(String name, boolean flock) throws IOException {
        List<String> command = new ArrayList<>(Program.heedsCtrlC());
        command.addAll(List.of("project/roilab", "env"));
        var builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".txt").toFile());
        String path = folder.resolve("bin") + ":" + (flock ? System.getenv("PATH") : withoutFlock());
        builder.environment().put("PATH", path);
        builder.environment().put("TRACE", folder.resolve("trace").toString());
        Path jdk = folder.resolve("jdk");
        builder.environment().put("JAVA_HOME", Files.exists(jdk) ? jdk.toString() : System.getProperty("java.home"));
        builder.environment().remove("ROILAB_PROFILES");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    /** A folder with links to the tools that the launcher uses, but for one. */
    private String withoutFlock() throws IOException {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : List.of(
                "sh",
                "cat",
                "sed",
                "find",
                "head",
                "tail",
                "mkdir",
                "rm",
                "sleep",
                "touch",
                "grep",
                "dirname",
                "readlink",
                "env")) {
            Optional<Path> found = List.of(System.getenv("PATH").split(":", -1)).stream()
                    .map(place -> Path.of(place, tool))
                    .filter(Files::isExecutable)
                    .findFirst();
            if (found.isPresent() && !Files.exists(tools.resolve(tool))) {
                Files.createSymbolicLink(tools.resolve(tool), found.get());
            }
        }
        return tools.toString();
    }

    private static void signal(String name, Process process) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    private List<String> pids() throws IOException {
        Path trace = folder.resolve("trace");
        return Files.exists(trace) ? Files.readAllLines(trace) : List.of();
    }

    /** The nth Maven, once it has begun. */
    private ProcessHandle maven(int nth) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (pids().size() < nth) {
            assertThat(System.nanoTime()).as("no Maven").isLessThan(end);
            Thread.sleep(20);
        }
        return ProcessHandle.of(Long.parseLong(pids().get(nth - 1))).orElseThrow();
    }

    private void awaitOutput(String name, String text) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!output(name).contains(text)) {
            assertThat(System.nanoTime()).as(output(name)).isLessThan(end);
            Thread.sleep(20);
        }
    }

    private String output(String name) throws IOException {
        return Files.readString(folder.resolve(name + ".txt"));
    }
}
