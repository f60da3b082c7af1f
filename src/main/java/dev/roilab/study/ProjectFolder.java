package dev.roilab.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is found from any folder: the studies, bases and published tables that come with the program, and where results
 * of those studies are. A file that is where a user says wins over one of the project.
 */
public final class ProjectFolder {
    /** Set by the launcher; elsewhere the program runs in the project's folder. */
    private static final String HOME = "roilab.home";

    private static final String STUDIES = "experiments";
    private static final String RESULTS = "results";
    private static final String ENDING = ".yaml";

    private ProjectFolder() {}

    /** The folder of the project, as it is seen from the working folder. */
    public static Path home() {
        return seen(Path.of(System.getProperty(HOME, "")));
    }

    /** The folder of the project's studies. */
    public static Path studies() {
        return home().resolve(STUDIES);
    }

    /**
     * The study, or the folder of results, that a command line names: as it is, or with {@code .yaml}, in the working
     * folder, in the project or among its studies; the given path where there is none.
     */
    public static Path study(Path given) {
        List<Path> candidates = candidates(given);
        return candidates.stream()
                .filter(Files::isRegularFile)
                .findFirst()
                .or(() -> candidates.stream().filter(Files::exists).findFirst())
                .orElse(given);
    }

    private static List<Path> candidates(Path given) {
        List<Path> candidates = new ArrayList<>();
        for (Path path : List.of(given, home().resolve(given), studies().resolve(given))) {
            candidates.add(path);
            candidates.add(Path.of(path + ENDING));
        }
        return candidates;
    }

    /** Where a file that a study names may be: beside the study, or among the project's studies. */
    static List<Path> besideOrInProject(Path study, String name) {
        return Stream.of(study.resolveSibling(name), studies().resolve(name))
                .map(Path::normalize)
                .distinct()
                .toList();
    }

    /**
     * The folder of this name, such as {@code results}, for a study: the project's for its own studies, wherever the
     * program is called from, and the working folder's for all others.
     *
     * @param study its file, or the folder of its results
     */
    public static Path outputs(Path study, String name) {
        boolean own = Stream.of(studies(), home().resolve(RESULTS))
                .anyMatch(folder -> absolute(study).startsWith(absolute(folder)));
        return own ? home().resolve(name) : Path.of(name);
    }

    /** Short where it is below the working folder. */
    private static Path seen(Path path) {
        Path here = absolute(Path.of(""));
        Path whole = absolute(path);
        return whole.startsWith(here) ? here.relativize(whole) : whole;
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
