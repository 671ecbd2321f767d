package dev.vigil.engine.had;

import dev.vigil.engine.fault.Direction;
import dev.vigil.engine.fault.FaultEdge;
import dev.vigil.engine.gab.GabMessage;
import dev.vigil.engine.interconnect.Interconnect;
import dev.vigil.engine.log.HeldMessage;
import dev.vigil.engine.node.Json;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/// Messages between engines, over the interconnect. What was under way when that lost a peer is lost, which the machines behind it allow for.
/// Belongs to had's event loop.
final class PeerNetwork {
    /// What begins with it is for the edges; messages for the stack are JSON objects.
    private static final char WORD = '!';

    private static final Logger LOG = LoggerFactory.getLogger(PeerNetwork.class);

    private final Json json = new Json(PeerMessage.class, GabMessage.class, HeldMessage.class);
    private final Interconnect interconnect;
    private final FaultEdge faults;
    private final BiConsumer<Integer, PeerMessage> received;
    private final BiConsumer<Integer, String> words;

    /// @param faults every message goes through it
    /// @param received is given the sender's id and its message
    /// @param words is given the sender's id and what its edges say to the edges of this one
    PeerNetwork(
            Interconnect interconnect,
            FaultEdge faults,
            BiConsumer<Integer, PeerMessage> received,
            BiConsumer<Integer, String> words) {
        this.interconnect = interconnect;
        this.faults = faults;
        this.received = received;
        this.words = words;
    }

    /// Sends a message; it may be lost.
    void send(int peer, PeerMessage message) {
        send(peer, json.bytes(message));
    }

    /// Says something to the edges of another engine, not to its stack; it may be lost.
    void tell(int peer, String word) {
        send(peer, (WORD + word).getBytes(StandardCharsets.UTF_8));
    }

    private void send(int peer, byte[] message) {
        faults.pass(
                interconnect.linkTo(peer),
                peer,
                Direction.OUT,
                () -> interconnect.send(peer, message));
    }

    /// Takes what the interconnect has received from a peer over a link.
    void received(int from, String link, byte[] message) {
        faults.pass(link, from, Direction.IN, () -> hear(from, message));
    }

    private void hear(int from, byte[] message) {
        if (message.length > 0 && message[0] == WORD) {
            words.accept(from, new String(message, 1, message.length - 1, StandardCharsets.UTF_8));
            return;
        }
        try {
            received.accept(from, json.read(message, PeerMessage.class));
        } catch (IOException unknown) {
            LOG.warn("a message of node {} is not understood", from, unknown);
        }
    }
}
