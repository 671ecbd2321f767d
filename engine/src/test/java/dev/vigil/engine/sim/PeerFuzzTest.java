package dev.vigil.engine.sim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.vigil.engine.had.PeerMessage;
import dev.vigil.engine.had.PeerWire;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// What becomes of messages between engines that were damaged: they are refused, or they are messages, and then an engine goes on.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PeerFuzzTest {
    private static final long MS = 1_000_000L;

    private final ObjectMapper mapper = new ObjectMapper();
    private final PeerWire wire = new PeerWire();

    /// Some of each kind, as a cluster said them that lost a system and got it back.
    private final Map<String, List<byte[]>> said = new TreeMap<>();

    @BeforeAll
    void listen() {
        var cluster = new SimCluster(7, SimOptions.quiet(3), 50);
        cluster.lose(
                (from, message) -> {
                    List<byte[]> same =
                            said.computeIfAbsent(kind(message), first -> new ArrayList<>());
                    if (same.size() < 3) same.add(wire.bytes(message));
                    return false;
                });
        cluster.formed();
        cluster.machine(2).powerOff();
        cluster.await("two left", 20_000 * MS, () -> cluster.together(without2()));
        cluster.machine(2).powerOn();
        cluster.await("three again", 40_000 * MS, () -> cluster.together(cluster.ids()));
    }

    private static TreeSet<Integer> without2() {
        return new TreeSet<>(List.of(0, 1));
    }

    private static String kind(PeerMessage message) {
        return switch (message) {
            case PeerMessage.Gab(var gab) -> gab.getClass().getSimpleName();
            case PeerMessage.Log(var held) -> held.getClass().getSimpleName();
        };
    }

    @Test
    void whatAClusterSaysIsUnderstood() throws Exception {
        assertTrue(
                said.keySet()
                        .containsAll(
                                List.of(
                                        "Accept",
                                        "Accepted",
                                        "Decided",
                                        "Held",
                                        "Hello",
                                        "Prepare",
                                        "Promise",
                                        "Snapshot",
                                        "State")),
                said.keySet().toString());
        for (byte[] message : all()) assertArrayEquals(message, wire.bytes(wire.read(message)));
    }

    @Test
    void nothingMayBeNullOrLeftOut() throws Exception {
        for (byte[] message : all()) {
            for (String path : paths(message)) {
                refused(with(message, path, ObjectNode::putNull, ArrayNode::addNull));
                if (!isElement(path)) refused(with(message, path, ObjectNode::remove, array -> {}));
            }
        }
    }

    private void refused(byte[] damaged) {
        assertThrows(IOException.class, () -> wire.read(damaged), () -> new String(damaged));
    }

    @Test
    void damagedMessagesAreRefusedOrLeaveAnEngineRunning() throws Exception {
        var random = new Random(11);
        List<byte[]> damaged = new ArrayList<>();
        for (byte[] message : all()) {
            for (int i = 0; i < 60; i++) damaged.add(flipped(message, random));
            for (int i = 0; i < 10; i++)
                damaged.add(Arrays.copyOf(message, random.nextInt(message.length)));
            for (String path : paths(message)) {
                damaged.add(with(message, path, ObjectNode::putNull, ArrayNode::addNull));
                damaged.add(with(message, path, ObjectNode::remove, (array) -> {}));
                for (long number : List.of(-1L, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE))
                    damaged.add(
                            with(
                                    message,
                                    path,
                                    (node, name) -> node.put(name, number),
                                    array -> array.add(number)));
            }
        }
        int understood = 0;
        SimCluster cluster = null;
        for (byte[] bytes : damaged) {
            PeerMessage message;
            try {
                message = wire.read(bytes);
            } catch (IOException refused) {
                continue;
            }
            if (understood++ % 40 == 0) {
                cluster = new SimCluster(7, SimOptions.quiet(3), 50);
                cluster.formed();
            }
            try {
                cluster.machine(0).message(1, message);
                cluster.run(1 * MS);
            } catch (SimFailure | IllegalStateException lie) {
                // What says the untrue of views and their logs is seen by the simulation, or an
                // engine ends because it cannot be so.
                understood += 40 - understood % 40;
            } catch (RuntimeException thrown) {
                throw new AssertionError(new String(bytes), thrown);
            }
        }
        assertTrue(understood > 100, understood + " of " + damaged.size() + " were understood");
    }

    private List<byte[]> all() {
        return said.values().stream().flatMap(List::stream).toList();
    }

    private static byte[] flipped(byte[] message, Random random) {
        byte[] damaged = message.clone();
        for (int left = 1 + random.nextInt(3); left > 0; left--)
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
        return damaged;
    }

    /// Of every field and element, as JSON pointers.
    private List<String> paths(byte[] message) throws IOException {
        List<String> paths = new ArrayList<>();
        collect(mapper.readTree(message), "", paths);
        return paths;
    }

    private static void collect(JsonNode node, String path, List<String> paths) {
        if (!path.isEmpty()) paths.add(path);
        node.properties()
                .forEach(each -> collect(each.getValue(), path + "/" + each.getKey(), paths));
        for (int i = 0; node.isArray() && i < node.size(); i++)
            collect(node.get(i), path + "/" + i, paths);
    }

    /// Of an array, or of an object whose keys are ids.
    private static boolean isElement(String path) {
        return Character.isDigit(path.charAt(path.lastIndexOf('/') + 1));
    }

    /// A message with one thing changed: a field, or what is added to an array in the place of an element.
    private byte[] with(
            byte[] message,
            String path,
            BiConsumer<ObjectNode, String> field,
            Consumer<ArrayNode> element)
            throws IOException {
        JsonNode root = mapper.readTree(message);
        int slash = path.lastIndexOf('/');
        JsonNode parent = root.at(path.substring(0, slash));
        switch (parent) {
            case ObjectNode object -> field.accept(object, path.substring(slash + 1));
            case ArrayNode array -> element.accept(array);
            default -> throw new IllegalStateException("no parent: " + path);
        }
        return mapper.writeValueAsBytes(root);
    }
}
