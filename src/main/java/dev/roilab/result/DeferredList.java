package dev.roilab.result;

import java.util.AbstractList;
import java.util.List;
import java.util.function.Supplier;

/** A list whose elements are read when one is first asked for: of thousands of trials a report shows few galleries. */
final class DeferredList<E> extends AbstractList<E> {
    private final Supplier<List<E>> source;
    private List<E> elements = List.of();
    private boolean read;

    DeferredList(Supplier<List<E>> source) {
        this.source = source;
    }

    @Override
    public E get(int index) {
        return elements().get(index);
    }

    @Override
    public int size() {
        return elements().size();
    }

    private synchronized List<E> elements() {
        if (!read) {
            elements = source.get();
            read = true;
        }
        return elements;
    }
}
