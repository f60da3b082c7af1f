package dev.roilab.cli;

import dev.roilab.data.DataSets;
import dev.roilab.data.DataSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.data.TrueObjects;
import dev.roilab.model.Recipes;
import dev.roilab.proposal.ProposalRecall;
import dev.roilab.proposal.ProposalSearch;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.proposal.ProposalSummary;
import dev.roilab.proposal.Proposals;
import dev.roilab.proposal.StoredFit;
import dev.roilab.study.StudyPlan;
import dev.roilab.study.TrialSettings;
import dev.roilab.yaml.YamlWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code roilab data proposals}. */
@Command(
        name = "proposals",
        description = "Compute the proposals of a study ahead of its trials, and say how many objects they meet.",
        mixinStandardHelpOptions = true)
final class ProposalsCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Mixin
    private StudyOptions study = new StudyOptions();

    @Option(
            names = "--cache",
            paramLabel = "DIR",
            description = "Folder of the cache (default: where trials look, " + CacheFolder.DEFAULT + ").")
    private Path cache = CacheFolder.proposals();

    ProposalsCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    /** What decides the proposals of a trial. */
    private record Task(DataSettings data, ProposalSettings proposals) {
        static Optional<Task> of(TrialSettings settings) {
            return Recipes.of(settings.model())
                    .proposals(settings.model())
                    .map(proposals -> new Task(settings.data(), proposals));
        }
    }

    @Override
    public Integer call() throws InterruptedException {
        StudyPlan plan = study.plan();
        CacheFolder.made(cache);
        SequencedSet<Task> tasks = new LinkedHashSet<>();
        plan.trials().forEach(trial -> Task.of(trial.settings()).ifPresent(tasks::add));
        if (tasks.isEmpty()) {
            wiring.out().println("no trial of %s looks at proposals".formatted(plan.study()));
        }
        for (Task task : tasks) {
            compute(task);
        }
        return ExitCode.OK;
    }

    private void compute(Task task) throws InterruptedException {
        Dataset<TrueObjects> data = DataSets.load(task.data(), Optional.empty(), Optional.of(cache));
        List<Sample<TrueObjects>> samples =
                Stream.concat(data.train().stream(), data.test().stream()).toList();
        var search =
                new ProposalSearch(task.proposals(), cache, Runtime.getRuntime().availableProcessors());
        wiring.out().println(data.name() + ", proposals: " + YamlWriter.canonical(YamlWriter.node(task.proposals())));
        if (task.proposals() instanceof ProposalSettings.Stored stored) {
            StoredFit.warnings(stored, data).forEach(warning -> wiring.out().println("warning: " + warning));
        }
        long start = System.nanoTime();
        Proposals found;
        try (var progress = ConsoleProgress.create(wiring.out())) {
            progress.started(data.name());
            found = search.of(samples, done -> progress.stepped(done, samples.size(), "proposals"));
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        table(ProposalSummary.of(data.train(), found), ProposalSummary.of(data.test(), found));
        int reused = samples.size() - search.computed();
        wiring.out()
                .println(String.format(
                        Locale.ROOT,
                        "  %d images in %.1f s, %d of them taken from the cache",
                        samples.size(),
                        seconds,
                        reused));
        if (task.proposals() instanceof ProposalSettings.SelectiveSearch) {
            wiring.out().println("  " + sizeOfCache());
        }
    }

    private void table(ProposalSummary train, ProposalSummary test) {
        row("", "train", "test");
        row("images", train, test, split -> String.valueOf(split.images()));
        row("boxes an image, median", train, test, split -> String.valueOf(split.median()));
        row("boxes an image, range", train, test, split -> split.fewest() + ".." + split.most());
        row(
                "search, ms an image",
                train,
                test,
                split -> split.searched() == 0
                        ? "-"
                        : String.format(Locale.ROOT, "%.1f", split.seconds() * 1e3 / split.searched()));
        row("objects", train, test, split -> String.valueOf(split.recallAt50().objects()));
        row("recall at IoU 0.5", train, test, split -> recall(split.recallAt50()));
        row("recall at IoU 0.7", train, test, split -> recall(split.recallAt70()));
    }

    private static String recall(ProposalRecall recall) {
        return recall.value().isPresent()
                ? String.format(Locale.ROOT, "%.3f", recall.value().getAsDouble())
                : "-";
    }

    private void row(String name, ProposalSummary train, ProposalSummary test, Function<ProposalSummary, String> cell) {
        row(name, cell.apply(train), cell.apply(test));
    }

    private void row(String name, String train, String test) {
        wiring.out().println(String.format(Locale.ROOT, "  %-24s%12s%12s", name, train, test));
    }

    private String sizeOfCache() {
        try (Stream<Path> files = Files.walk(cache)) {
            long[] sizes = files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .toArray();
            long bytes = 0;
            for (long size : sizes) {
                bytes += size;
            }
            return String.format(Locale.ROOT, "cache %s: %d files, %.1f MB", cache, sizes.length, bytes / 1e6);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + cache, e);
        }
    }
}
