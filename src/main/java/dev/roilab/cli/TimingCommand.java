package dev.roilab.cli;

import dev.roilab.run.timing.TimingWorker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What {@code run} and {@code bench} start in processes of their own; nobody types it. */
@Command(name = TimingCommand.NAME, hidden = true, description = "Times arms for another process of this program.")
final class TimingCommand implements Callable<Integer> {
    static final String NAME = "time-arms";

    /** From the end of the process that asked to this one's, whatever it is at. */
    private static final long PATIENCE_MILLIS = 5000;

    private final Wiring wiring;

    @Parameters(index = "0", paramLabel = "REQUEST")
    private Path request = Path.of("");

    @Parameters(index = "1", paramLabel = "ANSWER")
    private Path answer = Path.of("");

    TimingCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    /** How far it is: one line of its output. */
    record Step(int step, int steps, String text) {
        private static final Pattern LINE = Pattern.compile("(\\d{1,9})/(\\d{1,9}) (.*)");

        /** Absent for a line that says something else. */
        static Optional<Step> parse(String line) {
            Matcher matcher = LINE.matcher(line);
            return matcher.matches()
                    ? Optional.of(new Step(
                            Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), matcher.group(3)))
                    : Optional.empty();
        }

        String line() {
            return step + "/" + steps + " " + text;
        }
    }

    @Override
    public Integer call() throws IOException {
        Thread.ofPlatform().daemon().name("parent").start(this::endWithParent);
        try {
            new TimingWorker(wiring.executor().get()).answer(request, answer, this::stepped);
            return ExitCode.OK;
        } catch (InterruptedException _) {
            return ExitCode.STOPPED;
        }
    }

    private void stepped(int step, int steps, String text) throws InterruptedException {
        wiring.out().println(new Step(step, steps, text).line());
        if (wiring.stop().isRequested()) {
            throw new InterruptedException("stopped on request");
        }
    }

    /** The process that asked holds this one's input open; killed, it cannot say that nobody waits for the answer. */
    private void endWithParent() {
        try {
            while (System.in.read() >= 0) {
                // Nothing is ever said.
            }
            wiring.stop().request();
            Thread.sleep(PATIENCE_MILLIS);
        } catch (IOException | InterruptedException _) {
            wiring.stop().request();
        }
        Runtime.getRuntime().halt(ExitCode.STOPPED);
    }
}
