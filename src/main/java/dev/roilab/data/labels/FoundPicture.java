package dev.roilab.data.labels;

/**
 * A picture of a folder, before its map is looked for.
 *
 * @param name from the root
 * @param stem its name in its folder, less the extension
 * @param maps folder of its map, from the root
 * @param group what the {@code *} in the folder's name stands for; empty without one
 */
record FoundPicture(String name, String stem, String maps, String group) {}
