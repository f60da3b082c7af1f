package dev.roilab.neck;

import dev.roilab.backbone.BackboneSettings;
import dev.roilab.roi.RoiLevels;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Range;
import dev.roilab.yaml.Ranges;
import dev.roilab.yaml.Unread;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The {@code model.neck} block of a study: what is made of a backbone's maps before regions are read. */
public sealed interface NeckSettings {
    /** Channels of every map. */
    int channels();

    /** Which map a region is read from. */
    RoiLevels levels(BackboneSettings backbone);

    /** Image pixels per cell of the maps that proposals come from, finest first. */
    List<Integer> proposalStrides(BackboneSettings backbone);

    /**
     * Looks at the backbone below.
     *
     * @throws IllegalArgumentException with what does not fit
     */
    void requireFit(BackboneSettings backbone);

    /**
     * A feature pyramid over the backbone's maps from a stride up to its own: Feature Pyramid Networks
     * (arXiv:1612.03144), sections 3 and 4. Proposals come from one more map, of which every other cell of the last is
     * left: section 4.1, footnote.
     *
     * @param finest stride of the finest map; absent: 4
     * @param canonical side of the regions that are read from the map of stride 16, pixels of the resized image;
     *     absent: 224
     */
    record Fpn(
            @Range(min = 1) int channels,
            @Range(among = {4, 8, 16}) Optional<Integer> finest,
            @Range(above = 0) Optional<Double> canonical)
            implements NeckSettings, PartlyRead {
        private static final int FINEST = 4;

        public Fpn {
            Ranges.require(Fpn.class, channels, finest, canonical);
        }

        @Override
        public List<Unread> unread() {
            List<Unread> unread = new ArrayList<>(Unread.asDefault("finest", finest, FINEST));
            unread.addAll(Unread.asDefault("canonical", canonical, RoiLevels.IMAGENET));
            return unread;
        }

        @Override
        public RoiLevels levels(BackboneSettings backbone) {
            int first = finest.orElse(FINEST);
            int maps = Integer.numberOfTrailingZeros(backbone.stride() / first) + 1;
            return new RoiLevels(first, maps, canonical.orElse(RoiLevels.IMAGENET));
        }

        @Override
        public List<Integer> proposalStrides(BackboneSettings backbone) {
            List<Integer> strides = new ArrayList<>(levels(backbone).strides());
            strides.add(2 * backbone.stride());
            return List.copyOf(strides);
        }

        @Override
        public void requireFit(BackboneSettings backbone) {
            int first = finest.orElse(FINEST);
            if (first >= backbone.stride()) {
                throw new IllegalArgumentException(
                        "neck.finest must be less than the backbone's stride %d, so that there are several maps, got %d"
                                .formatted(backbone.stride(), first));
            }
        }
    }
}
