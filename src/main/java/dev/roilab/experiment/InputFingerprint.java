package dev.roilab.experiment;

import dev.roilab.data.DetectionData;
import dev.roilab.proposal.ProposalSettings;
import dev.roilab.train.PretrainSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A hash of the content that a trial reads from outside: data, stored proposals, weights. */
final class InputFingerprint {
    private InputFingerprint() {}

    static String of(DetectionData data, TrialSettings settings) {
        MessageDigest digest = sha256();
        digest.update(data.fingerprint().getBytes(StandardCharsets.UTF_8));
        if (settings.proposals() instanceof ProposalSettings.Stored stored) {
            addFile(digest, stored.file());
        }
        settings.model().backbone().weights().ifPresent(file -> addFile(digest, file));
        if (settings.pretraining().orElse(null) instanceof PretrainSettings.WeightFile pretrained) {
            addFile(digest, pretrained.weights());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void addFile(MessageDigest digest, String file) {
        try (InputStream in = new DigestInputStream(Files.newInputStream(Path.of(file)), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
