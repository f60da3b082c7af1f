package dev.roilab.train;

import dev.roilab.nn.Schedule;
import dev.roilab.yaml.Doubt;
import dev.roilab.yaml.Doubtful;
import dev.roilab.yaml.PartlyRead;
import dev.roilab.yaml.Unread;
import java.util.List;

/** A block of settings of a training whose rate follows its key {@code schedule}. */
public interface Scheduled extends PartlyRead, Doubtful {
    /** Of {@link #schedule} in the block. */
    String KEY = "schedule";

    /** Mini-batches of the training. */
    int steps();

    /** Of the learning rate. */
    Schedule schedule();

    @Override
    default List<Unread> unread() {
        return schedule().seen(KEY, steps());
    }

    @Override
    default List<Doubt> doubts() {
        return schedule().doubts(KEY, steps());
    }
}
