package dev.roilab.proposal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The slow, obvious twin of {@link PixelGraph}, {@link ContractedGraph} and {@link GraphSegmentation}: edges as
 * objects, a sort, components as lists of pixels, every edge looked at for every k.
 */
final class PlainSegmentation {
    private record Edge(int first, int second, float weight) {}

    private static final class Component {
        private final List<Integer> pixels = new ArrayList<>();
        private float internal;
    }

    private PlainSegmentation() {}

    /** The component of each pixel, numbered in the raster order of their first pixels. */
    static int[] labels(float[][] image, int width, Neighbourhood neighbourhood, double k, int smallest) {
        int pixels = image[0].length;
        Component[] components = new Component[pixels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            components[pixel] = new Component();
            components[pixel].pixels.add(pixel);
        }
        List<Edge> edges = edges(image, width, neighbourhood);
        for (Edge edge : edges) {
            Component first = components[edge.first];
            Component second = components[edge.second];
            if (first != second && edge.weight <= limit(first, k) && edge.weight <= limit(second, k)) {
                join(first, second, components);
                first.internal = edge.weight;
            }
        }
        for (Edge edge : edges) {
            Component first = components[edge.first];
            Component second = components[edge.second];
            if (first != second && Math.min(first.pixels.size(), second.pixels.size()) < smallest) {
                join(first, second, components);
            }
        }
        Map<Component, Integer> numbers = new LinkedHashMap<>();
        int[] labels = new int[pixels];
        for (int pixel = 0; pixel < pixels; pixel++) {
            numbers.putIfAbsent(components[pixel], numbers.size());
            labels[pixel] = numbers.get(components[pixel]);
        }
        return labels;
    }

    private static float limit(Component component, double k) {
        return component.internal + (float) k / component.pixels.size();
    }

    private static void join(Component first, Component second, Component[] components) {
        first.pixels.addAll(second.pixels);
        second.pixels.forEach(pixel -> components[pixel] = first);
    }

    private static List<Edge> edges(float[][] image, int width, Neighbourhood neighbourhood) {
        int[][] steps = switch (neighbourhood) {
            case FOUR -> new int[][] {{1, 0}, {0, 1}};
            case EIGHT -> new int[][] {{1, 0}, {0, 1}, {1, 1}, {1, -1}};
        };
        int height = image[0].length / width;
        List<Edge> edges = new ArrayList<>();
        for (int y = 0; y < height; y++) {
            for (int[] step : steps) {
                for (int x = 0; x < width; x++) {
                    int toX = x + step[0];
                    int toY = y + step[1];
                    if (toX < width && toY >= 0 && toY < height) {
                        int from = y * width + x;
                        int to = toY * width + toX;
                        edges.add(new Edge(from, to, weight(image, from, to)));
                    }
                }
            }
        }
        edges.sort(Comparator.comparingDouble(Edge::weight));
        return edges;
    }

    private static float weight(float[][] image, int from, int to) {
        float squares = 0;
        for (float[] plane : image) {
            squares += (plane[from] - plane[to]) * (plane[from] - plane[to]);
        }
        return (float) (Math.floor(Math.sqrt(squares) * PixelGraph.STEPS) / PixelGraph.STEPS);
    }
}
