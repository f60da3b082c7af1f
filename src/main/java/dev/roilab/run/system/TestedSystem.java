package dev.roilab.run.system;

import dev.roilab.data.Annotation;
import dev.roilab.data.Dataset;
import dev.roilab.data.Sample;
import dev.roilab.detect.SystemParts;
import dev.roilab.file.Digest;
import dev.roilab.result.FindingsFile;
import dev.roilab.result.ImageReplicates;
import dev.roilab.result.TrialResult;
import dev.roilab.result.TrialResult.GalleryImage;
import dev.roilab.result.TruthFile;
import dev.roilab.run.executor.TrialExecutor;
import dev.roilab.task.Evaluation;
import dev.roilab.task.Learner;
import dev.roilab.task.Task;
import dev.roilab.task.TestSet;
import dev.roilab.task.TestSet.Tested;
import dev.roilab.tensor.CountedEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * What a system found in a test split.
 *
 * @param <T> what is true of an image
 * @param <P> what is found in one
 * @param multiplyAdds mean over the images
 */
record TestedSystem<T extends Annotation<T>, P>(Task<T, P> task, TestSet<T, P> tested, double multiplyAdds) {

    /** Runs the test, image by image. */
    static <T extends Annotation<T>, P> TestedSystem<T, P> run(
            Task<T, P> task,
            Learner<P> system,
            SystemParts parts,
            CountedEngine engine,
            TrialExecutor.Progress progress)
            throws InterruptedException {
        Dataset<T> data = task.read(parts.data());
        List<Sample<T>> samples = data.test();
        List<Tested<T, P>> images = new ArrayList<>();
        long before = engine.multiplyAdds();
        for (Sample<T> sample : samples) {
            images.add(new Tested<>(sample, system.predict(sample)));
            progress.stepped(images.size(), samples.size(), "test");
        }
        return new TestedSystem<>(
                task,
                new TestSet<>(data.classes(), images, parts.test().similarLabels(data.classes())),
                (double) (engine.multiplyAdds() - before) / samples.size());
    }

    Evaluation evaluation() {
        return task.evaluate(tested);
    }

    /**
     * Keeps what was found, what is true and the drawn test sets.
     *
     * @return what a result tells of these files
     */
    SequencedMap<String, String> keep(Path folder) {
        ImageReplicates.write(task, tested, folder);
        FindingsFile.write(task, tested, folder);
        List<Sample<T>> samples = tested.images().stream().map(Tested::sample).toList();
        SequencedMap<String, P> found = new LinkedHashMap<>();
        tested.images().forEach(image -> found.put(image.sample().id(), image.found()));
        SequencedMap<String, String> facts = new LinkedHashMap<>();
        facts.put(TrialResult.digestFact(task.findings()), Digest.of(found.toString()));
        facts.put(TruthFile.FACT, TruthFile.write(task.truthJson(tested.classes(), samples), folder));
        return facts;
    }

    List<GalleryImage> gallery(Path folder) {
        return Gallery.write(task, tested, folder);
    }
}
