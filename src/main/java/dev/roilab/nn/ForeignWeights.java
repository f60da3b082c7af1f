package dev.roilab.nn;

import dev.roilab.file.ForeignFile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Names files of weights in formats that are not read, and what to do with them. */
final class ForeignWeights {
    /** Bytes of a file that tell what it is. */
    static final int LOOKED_AT = 512;

    private static final String CONVERSION = "; only safetensors are read; convert it in Python: from safetensors.torch"
            + " import save_file; state = torch.load('%s', map_location='cpu', weights_only=True); save_file({name:"
            + " value.contiguous() for name, value in state.items()}, 'weights.safetensors')";

    private ForeignWeights() {}

    /**
     * What a file is that should be safetensors; absent if its start reminds of nothing.
     *
     * @param name of the file
     * @param bytes its first ones
     */
    static Optional<String> problem(String name, byte[] bytes) {
        String start = new String(bytes, StandardCharsets.ISO_8859_1);
        boolean zip = start.startsWith("PK\u0003\u0004");
        if (zip
                && (start.contains("/data.pkl")
                        || start.contains("/.format_version")
                        || start.contains("/byteorder"))) {
            return Optional.of("it is a PyTorch file (.pth, .pt)" + CONVERSION.formatted(name));
        }
        // The opcode PROTO and one of the protocols 2 to 5.
        if (start.startsWith("\u0080") && start.length() > 1 && start.charAt(1) >= 2 && start.charAt(1) <= 5) {
            return Optional.of("it is a Python pickle, as older versions of PyTorch save" + CONVERSION.formatted(name));
        }
        if (zip && start.contains(".npy")) {
            return Optional.of("it is a NumPy archive (.npz); save its arrays with safetensors.numpy.save_file");
        }
        if (start.startsWith("\u0089HDF\r\n")) {
            return Optional.of("it is an HDF5 file, as Keras saves; save its arrays with safetensors.numpy.save_file");
        }
        return ForeignFile.kind(bytes)
                .map(what -> what.contains("; ") ? what : what + "; expected weights in the safetensors format");
    }
}
