package dev.roilab.study;

import java.io.Serial;

/** A setting that makes sense, and that this build, this machine or the data cannot honour. */
public final class SettingException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final String path;

    /**
     * A setting and what is wrong with it.
     *
     * @param path keys joined by dots
     */
    public SettingException(String path, String problem) {
        super(problem);
        this.path = path;
    }

    /** Of the setting, keys joined by dots. */
    public String path() {
        return path;
    }
}
