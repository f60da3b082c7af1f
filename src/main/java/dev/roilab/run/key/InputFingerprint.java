package dev.roilab.run.key;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.Dataset;
import dev.roilab.data.TrueObjects;
import dev.roilab.detect.pretraining.PretrainSettings;
import dev.roilab.file.Digest;
import dev.roilab.model.Recipes;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.study.TrialSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Hashes of the content that a trial reads from outside: data, pretraining data, stored proposals, weights. */
public final class InputFingerprint {
    private InputFingerprint() {}

    /**
     * By what each is.
     *
     * @param pretraining the data of a pretraining, where there is one
     */
    public static Map<String, String> of(
            Dataset<TrueObjects> data, Optional<Dataset<TrueObjects>> pretraining, TrialSettings settings) {
        Map<String, String> contents = new LinkedHashMap<>();
        contents.put("data", Digest.of(data.fingerprint()));
        pretraining.ifPresent(pictures -> contents.put("pretraining_data", Digest.of(pictures.fingerprint())));
        var recipe = Recipes.of(settings.model());
        if (recipe.proposals(settings.model()).orElse(null) instanceof ProposalSettings.Stored stored) {
            contents.put("proposals_file", file(stored.file()));
        }
        if (recipe.proposals(settings.model()).orElse(null) instanceof ProposalSettings.Rpn network) {
            contents.put("proposals_file", file(network.weights()));
        }
        recipe.backbone(settings.model())
                .flatMap(BackboneSettings::weights)
                .ifPresent(file -> contents.put("weights", file(file)));
        if (settings.pretraining().orElse(null) instanceof PretrainSettings.WeightFile pretrained) {
            contents.put("pretraining_weights", file(pretrained.weights()));
        }
        return contents;
    }

    private static String file(String file) {
        try {
            return Digest.of(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
