package dev.roilab.model.fasterrcnn;

import dev.roilab.detect.ModelSettings;
import dev.roilab.detect.region.HeadSettings;
import dev.roilab.detect.region.SamplingSettings;
import dev.roilab.neck.NeckSettings;
import dev.roilab.rpn.RpnSettings;
import java.util.Optional;

/** What the {@code model} blocks of detectors with a region proposal network have in common. */
public interface ProposingSettings extends ModelSettings {
    /** Absent: none. */
    Optional<NeckSettings> neck();

    /** The network that proposes regions. */
    RpnSettings rpn();

    HeadSettings head();

    /** Of the regions that the detector learns from. */
    SamplingSettings sampling();
}
