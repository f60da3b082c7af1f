package dev.roilab.run.timing;

import dev.roilab.file.Digest;
import dev.roilab.study.Trial;
import dev.roilab.study.TrialSettings;
import dev.roilab.timing.TimingSettings;
import dev.roilab.yaml.RecordBinder;
import dev.roilab.yaml.YamlWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What one process after the other is to time, as a file tells it.
 *
 * @param id changes with anything that decides the times
 * @param untrained fresh weights and a fixed number of findings in place of what the trials learned
 */
public record TimingRequest(String id, TimingSettings settings, boolean untrained, List<Arm> arms) {
    /**
     * One trial.
     *
     * @param folder with its weights
     * @param settings as YAML
     */
    public record Arm(
            String study, String name, Map<String, String> varied, long seed, String folder, String settings) {
        /** A trial and the folder with its weights. */
        public static Arm of(Trial trial, Path folder) {
            return new Arm(
                    trial.study(),
                    trial.name(),
                    trial.varied(),
                    trial.seed(),
                    folder.toAbsolutePath().toString(),
                    YamlWriter.write(YamlWriter.tree(trial.settings())));
        }

        Trial trial() {
            return new Trial(study, name, varied, seed, RecordBinder.bind(name, settings, TrialSettings.class));
        }
    }

    /** @param identity what decides the times besides settings and arms, such as keys, machine and protocol */
    public static TimingRequest of(TimingSettings settings, boolean untrained, List<Arm> arms, List<String> identity) {
        var all = new StringJoiner("\n");
        identity.forEach(all::add);
        arms.forEach(arm -> all.add(arm.name()).add(arm.settings()));
        return new TimingRequest(
                Digest.of(all + "\n" + settings + untrained), settings, untrained, new ArrayList<>(arms));
    }
}
