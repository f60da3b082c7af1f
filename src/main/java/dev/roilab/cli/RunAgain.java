package dev.roilab.cli;

import dev.roilab.study.ProjectFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The command that ran a study, with what the present command line says otherwise: its file, settings and folders. */
final class RunAgain {
    private static final String SET = "--set";

    private final String stored;
    private final List<String> words;

    /** @param command that the results tell, as {@link CommandText#of} gave it */
    RunAgain(String command) {
        stored = command;
        words = new ArrayList<>(CommandText.split(command));
    }

    /** A command that was stored, perhaps on another machine, for another file than this is of no use for this. */
    RunAgain of(Path study) {
        boolean same = words.stream().anyMatch(word -> {
            try {
                return Files.isSameFile(new StudyPath().convert(word), study);
            } catch (IOException | InvalidPathException _) {
                return false;
            }
        });
        if (!same) {
            words.clear();
            words.addAll(List.of(CommandText.LAUNCHER, "run", study.toString()));
        }
        return this;
    }

    /** With these settings in place of those of before, if there are any. */
    RunAgain with(List<String> settings) {
        if (!settings.isEmpty()) {
            drop(SET);
            settings.forEach(setting -> words.addAll(List.of(SET, setting)));
        }
        return this;
    }

    /**
     * With these folders in place of those of before.
     *
     * @param study whose results and reports are in the folders
     * @param given folders by option, those alone that the command line names
     */
    RunAgain in(Path study, Map<String, Path> given) {
        given.forEach((option, folder) -> {
            Path before = value(option, ProjectFolder.outputs(study, option.replace("--", "")));
            if (!absolute(before).equals(absolute(folder))) {
                drop(option);
                words.addAll(List.of(option, folder.toString()));
            }
        });
        return this;
    }

    /** As it can be typed in the project's folder; what was stored, to the letter, where nothing is otherwise. */
    String text() {
        return words.equals(CommandText.split(stored)) ? stored : CommandText.shared(words.subList(1, words.size()));
    }

    private Path value(String option, Path otherwise) {
        for (int i = words.size() - 1; i > 0; i--) {
            if (words.get(i - 1).equals(option)) {
                return Path.of(words.get(i));
            }
            if (words.get(i).startsWith(option + "=")) {
                return Path.of(words.get(i).substring(option.length() + 1));
            }
        }
        return otherwise;
    }

    private void drop(String option) {
        for (int i = words.size() - 1; i >= 0; i--) {
            if (words.get(i).startsWith(option + "=")) {
                words.remove(i);
            } else if (words.get(i).equals(option)) {
                words.subList(i, Math.min(i + 2, words.size())).clear();
            }
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
