package dev.vigil.engine.cps;

import dev.vigil.engine.fence.PointState;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/// What a point keeps on disk of one cluster: a few lines of text, the last of which is a sum over the others.
///
/// ```
/// vigil-point 1
/// cluster 0185472c-1dad-4acb-8d1d-48e47deb8321
/// name 0 north
/// key 0 7
/// dead 1 4
/// sum 9a3c1f02
/// ```
///
/// @param cluster the cluster's id
/// @param names of the systems by node id, as their certificates said
record PointMemory(String cluster, SortedMap<Integer, String> names, PointState state) {
    private static final String HEAD = "vigil-point 1";

    PointMemory {
        names = Collections.unmodifiableSortedMap(new TreeMap<>(names));
    }

    /// Of a cluster that was never seen.
    static PointMemory empty(String cluster) {
        return new PointMemory(cluster, new TreeMap<>(), PointState.EMPTY);
    }

    PointMemory with(PointState next) {
        return new PointMemory(cluster, names, next);
    }

    PointMemory naming(int node, String name) {
        if (name.equals(names.get(node))) return this;
        SortedMap<Integer, String> more = new TreeMap<>(names);
        more.put(node, name);
        return new PointMemory(cluster, more, state);
    }

    PointMemory forgetting(int node) {
        SortedMap<Integer, String> fewer = new TreeMap<>(names);
        fewer.remove(node);
        return new PointMemory(cluster, fewer, state.forgotten(node));
    }

    byte[] bytes() {
        StringBuilder text = new StringBuilder(HEAD).append('\n');
        text.append("cluster ").append(cluster).append('\n');
        names.forEach((node, name) -> line(text, "name", node, name));
        state.registered().forEach((node, incarnation) -> line(text, "key", node, incarnation));
        state.buried().forEach((node, incarnation) -> line(text, "dead", node, incarnation));
        String sum = sum(text.toString());
        text.append("sum ").append(sum).append('\n');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// Reads what [#bytes] wrote.
    ///
    /// @throws IOException if anything of it is missing or changed
    static PointMemory of(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int last = text.lastIndexOf("sum ");
        if (last < 0) throw new IOException("its last line is missing");
        if (!text.substring(last).equals("sum " + sum(text.substring(0, last)) + "\n"))
            throw new IOException("its sum is wrong");
        SortedMap<Integer, String> names = new TreeMap<>();
        SortedMap<Integer, Long> keys = new TreeMap<>();
        SortedMap<Integer, Long> dead = new TreeMap<>();
        String cluster = "";
        try {
            for (String line : text.substring(0, last).lines().skip(1).toList()) {
                String[] words = line.split(" ", 3);
                switch (words[0]) {
                    case "cluster" -> cluster = words[1];
                    case "name" -> names.put(Integer.valueOf(words[1]), words[2]);
                    case "key" -> keys.put(Integer.valueOf(words[1]), Long.valueOf(words[2]));
                    case "dead" -> dead.put(Integer.valueOf(words[1]), Long.valueOf(words[2]));
                    default -> throw new IOException("\"" + line + "\" is not understood");
                }
            }
            return new PointMemory(cluster, names, new PointState(keys, dead));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException strange) {
            throw new IOException("it contradicts itself: " + strange.getMessage(), strange);
        }
    }

    private static void line(StringBuilder text, String word, int node, Object value) {
        text.append(word).append(' ').append(node).append(' ').append(value).append('\n');
    }

    private static String sum(String text) {
        var crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
