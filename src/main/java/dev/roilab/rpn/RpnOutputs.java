package dev.roilab.rpn;

import java.util.List;

/**
 * What a region proposal network says of one image, on the host.
 *
 * @param maps of all images of the batch, in the order of {@link Anchors#levels}
 * @param image its place in the batch
 */
public record RpnOutputs(List<Map> maps, int image) {
    public RpnOutputs {
        maps = List.copyOf(maps);
    }

    /**
     * Of one map: A anchors a cell, H x W cells.
     *
     * @param logits [N, A, H, W]
     * @param offsets [N, 4 * A, H, W], those of an anchor one after the other
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, by what makes proposals of it
    public record Map(float[] logits, float[] offsets) {}
}
