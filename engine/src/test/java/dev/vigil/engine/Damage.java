package dev.vigil.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// What becomes of requests that are damaged: by bytes, by words, by the parts of their JSON. The same for the same seed.
public final class Damage {
    private static final List<String> ODD_WORDS =
            List.of(
                    "",
                    "-",
                    "--",
                    "-any",
                    "-sys",
                    "-clus",
                    "-1",
                    "0",
                    "9223372036854775807",
                    "99999999999999999999",
                    "%s%n",
                    "a\nb",
                    "../../etc",
                    "{ a = 1 }",
                    "\u0000",
                    "\ud83d\ude00",
                    "\"",
                    "x".repeat(3_000));
    private static final List<String> ODD_VALUES =
            List.of(
                    "null",
                    "-1",
                    "1e999",
                    "9223372036854775807",
                    "-9223372036854775808",
                    "0.5",
                    "\"\"",
                    "\"\\u0000\"",
                    "[]",
                    "{}",
                    "[null]",
                    "true",
                    "[".repeat(50) + "]".repeat(50));

    private final ObjectMapper mapper = new ObjectMapper();
    private final Random random;

    /// @param seed of all that is done
    public Damage(long seed) {
        this.random = new Random(seed);
    }

    /// One of them.
    public <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /// A number from 0 on.
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /// Some bytes changed, left out, doubled, put in or cut off.
    public byte[] bytes(byte[] whole) {
        byte[] now = whole;
        for (int left = 1 + random.nextInt(3); left > 0 && now.length > 0; left--) {
            int at = random.nextInt(now.length);
            int length = 1 + random.nextInt(Math.min(40, now.length - at));
            now =
                    switch (random.nextInt(6)) {
                        case 0 -> Arrays.copyOf(now, at);
                        case 1 -> joined(now, at, new byte[0], at + length);
                        case 2 -> joined(now, at, Arrays.copyOfRange(now, at, at + length), at);
                        case 3 -> joined(now, at, noise(length), at);
                        case 4 -> joined(now, at, noise(length), at + length);
                        default -> flipped(now, at);
                    };
        }
        return now;
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] flipped(byte[] whole, int at) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) (1 << random.nextInt(8));
        return flipped;
    }

    private static byte[] joined(byte[] whole, int upTo, byte[] between, int from) {
        byte[] joined = Arrays.copyOf(whole, upTo + between.length + whole.length - from);
        System.arraycopy(between, 0, joined, upTo, between.length);
        System.arraycopy(whole, from, joined, upTo + between.length, whole.length - from);
        return joined;
    }

    /// A word left out, doubled, changed, or with another in its place.
    public List<String> words(List<String> whole) {
        List<String> now = new ArrayList<>(whole);
        for (int left = 1 + random.nextInt(2); left > 0 && !now.isEmpty(); left--) {
            int at = random.nextInt(now.size());
            switch (random.nextInt(6)) {
                case 0 -> now.remove(at);
                case 1 -> now.add(at, now.get(at));
                case 2 -> now.set(at, pick(ODD_WORDS));
                case 3 -> now.add(at, pick(ODD_WORDS));
                case 4 -> now.add(now.remove(random.nextInt(now.size())));
                default -> {
                    String word = now.get(at);
                    now.set(at, word.substring(0, random.nextInt(word.length() + 1)));
                }
            }
        }
        return now;
    }

    /// A field or an element left out, or with another value.
    public String json(String whole) {
        try {
            JsonNode root = mapper.readTree(whole);
            List<JsonNode> parents = new ArrayList<>();
            collect(root, parents);
            if (parents.isEmpty()) return pick(ODD_VALUES);
            // A number that Java cannot hold is put in afterwards, as it has no node.
            String mark = "\"odd value\"";
            JsonNode odd = mapper.readTree(mark);
            boolean leftOut = random.nextInt(3) == 0;
            switch (pick(parents)) {
                case ObjectNode object -> {
                    String name = pick(names(object));
                    if (leftOut) object.remove(name);
                    else object.set(name, odd);
                }
                case ArrayNode array -> {
                    int at = random.nextInt(array.size());
                    if (leftOut) array.remove(at);
                    else array.set(at, odd);
                }
                default -> throw new IllegalStateException("no parent");
            }
            return mapper.writeValueAsString(root).replace(mark, pick(ODD_VALUES));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(whole, impossible);
        }
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (node.isContainerNode() && !node.isEmpty()) parents.add(node);
        node.forEach(child -> collect(child, parents));
    }
}
