package dev.roilab.experiment;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.data.DetectionData;
import dev.roilab.detect.ModelSettings;
import dev.roilab.proposal.ProposalSettings;
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
import java.util.Optional;

/** A hash of the content that a trial reads from outside: data, stored proposals, weights. */
final class InputFingerprint {
    private InputFingerprint() {}

    static String of(DetectionData data, TrialSettings settings) {
        MessageDigest digest = sha256();
        digest.update(data.fingerprint().getBytes(StandardCharsets.UTF_8));
        if (settings.proposals() instanceof ProposalSettings.Stored stored) {
            addFile(digest, stored.file());
        }
        weights(settings.model()).ifPresent(file -> addFile(digest, file));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static Optional<String> weights(ModelSettings model) {
        BackboneSettings backbone = switch (model) {
            case ModelSettings.FastRcnn fastRcnn -> fastRcnn.backbone();
        };
        return backbone.weights();
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
