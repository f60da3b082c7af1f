package dev.roilab.data;

import java.util.List;
import java.util.function.Function;

/**
 * A data set, split and checked.
 *
 * @param <T> what is known of its pictures
 * @param classes names of the classes that labels index: of objects, without a background, or of pixels, where the
 *     pictures have maps of labels ({@link TrueObjects#labels})
 * @param fingerprint hash of everything that decides its content: files and annotations, or generator and seed
 * @param warnings what the linter repaired or left out, one line each
 * @param remarks what there is besides and was not read, one line each
 */
public record Dataset<T extends Annotation<T>>(
        String name,
        List<String> classes,
        List<Sample<T>> train,
        List<Sample<T>> test,
        String fingerprint,
        List<String> warnings,
        List<String> remarks) {
    public Dataset {
        classes = List.copyOf(classes);
        train = List.copyOf(train);
        test = List.copyOf(test);
        warnings = List.copyOf(warnings);
        remarks = List.copyOf(remarks);
    }

    /** A data set of which everything was read. */
    public Dataset(
            String name,
            List<String> classes,
            List<Sample<T>> train,
            List<Sample<T>> test,
            String fingerprint,
            List<String> warnings) {
        this(name, classes, train, test, fingerprint, warnings, List.of());
    }

    /** The first pictures of each split, where there are so many. */
    public Dataset<T> first(int trainImages, int testImages) {
        return new Dataset<>(
                name, classes, first(train, trainImages), first(test, testImages), fingerprint, warnings, remarks);
    }

    /** The same pictures whose labels index other classes. */
    public Dataset<T> withClasses(List<String> others) {
        return new Dataset<>(name, others, train, test, fingerprint, warnings, remarks);
    }

    private static <E> List<E> first(List<E> list, int count) {
        return list.subList(0, Math.min(count, list.size()));
    }

    /** The same pictures with annotations that are made of these. */
    public <U extends Annotation<U>> Dataset<U> map(Function<Sample<T>, U> annotation) {
        return new Dataset<>(
                name, classes, map(train, annotation), map(test, annotation), fingerprint, warnings, remarks);
    }

    private static <T extends Annotation<T>, U extends Annotation<U>> List<Sample<U>> map(
            List<Sample<T>> samples, Function<Sample<T>, U> annotation) {
        return samples.stream()
                .<Sample<U>>map(sample -> new Annotated<>(sample, annotation.apply(sample)))
                .toList();
    }

    /** A picture with another annotation. */
    private record Annotated<T extends Annotation<T>>(Sample<?> picture, T truth) implements Sample<T> {
        @Override
        public String id() {
            return picture.id();
        }

        @Override
        public int width() {
            return picture.width();
        }

        @Override
        public int height() {
            return picture.height();
        }

        @Override
        public Pixels read() {
            return picture.read();
        }
    }
}
