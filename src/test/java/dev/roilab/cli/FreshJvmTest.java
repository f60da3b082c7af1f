package dev.roilab.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.run.executor.StopSignal;
import dev.roilab.run.timing.TimingException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FreshJvmTest {
    /** Not a fault of the folder of results, which an exception of reading or writing would be taken for. */
    @Test
    void aProcessThatDoesNotStartIsNoFaultOfTheResults(@TempDir Path folder) {
        String java = folder.resolve("no-java").toString();
        var fresh = new FreshJvm(new StopSignal(), () -> List.of(java));
        assertThatThrownBy(() ->
                        fresh.time(folder.resolve("request.json"), folder.resolve("answer.json"), (_, _, _) -> {}))
                .isInstanceOf(TimingException.class)
                .hasMessageStartingWith("the process that times the arms could not be started: ")
                .hasMessageContaining(java);
    }
}
