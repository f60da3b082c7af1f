package dev.roilab.task;

import java.util.List;

/** What the gallery draws upon one image: what is true and what was found. */
public record GalleryMarks(Group truth, Group found) {
    /**
     * Marks of one kind.
     *
     * @param adjective in a legend: {@code annotated}
     * @param noun plural, in a sentence: {@code annotated objects}
     */
    public record Group(String adjective, String noun, List<Mark> marks) {
        public Group {
            marks = List.copyOf(marks);
        }
    }
}
