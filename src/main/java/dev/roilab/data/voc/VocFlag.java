package dev.roilab.data.voc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A yes or no that an annotation says of an object, as {@code <difficult>}. Programs write it as an element, as an
 * attribute, inside the box, or as a pair of name and value.
 *
 * @param text as written
 * @param place the element that says it
 */
record VocFlag(String text, XmlElement place) {
    private static final Set<String> YES = Set.of("1", "true", "yes");
    private static final Set<String> NO = Set.of("0", "false", "no");

    /** Wherever the flag is said of this object; what its parts and the objects inside it say is not of it. */
    static List<VocFlag> of(XmlElement object, String name) {
        List<VocFlag> said = new ArrayList<>();
        Optional.ofNullable(object.attributes().get(name)).ifPresent(text -> said.add(new VocFlag(text, object)));
        boolean named = object.text("name").filter(name::equalsIgnoreCase).isPresent()
                || name.equalsIgnoreCase(object.attributes().getOrDefault("name", ""));
        for (XmlElement child : object.children()) {
            if (child.name().equals(name)) {
                said.add(new VocFlag(value(child), child));
            } else if (named && child.name().equals("value")) {
                said.add(new VocFlag(child.text(), child));
            } else if (!child.name().equals("object") && !child.name().equals("part")) {
                said.addAll(of(child, name));
            }
        }
        if (named && !object.name().equals("object") && object.children("value").isEmpty()) {
            said.add(new VocFlag(value(object), object));
        }
        return said;
    }

    private static String value(XmlElement element) {
        return element.text().isEmpty() ? element.attributes().getOrDefault("value", "") : element.text();
    }

    /** Absent if the word is none for yes or no. */
    Optional<Boolean> value() {
        String lower = text.toLowerCase(Locale.ROOT);
        String word = lower.matches("[01]\\.0+") ? lower.substring(0, 1) : lower;
        return YES.contains(word) || NO.contains(word) ? Optional.of(YES.contains(word)) : Optional.empty();
    }
}
