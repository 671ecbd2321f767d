package dev.vigil.engine.had;

import dev.vigil.engine.fault.Direction;
import dev.vigil.engine.fault.FaultEdge;
import dev.vigil.engine.interconnect.Interconnect;
import dev.vigil.engine.tls.Refusals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/// Messages between engines, over the interconnect. What was under way when that lost a peer is lost, which the machines behind it allow for.
/// Belongs to had's event loop.
final class PeerNetwork {
    /// What begins with it is for the edges; messages for the stack are JSON objects.
    private static final char WORD = '!';

    private final PeerWire wire = new PeerWire();
    private final Interconnect interconnect;
    private final Refusals refusals;
    private final FaultEdge faults;
    private final BiConsumer<Integer, PeerMessage> received;
    private final BiConsumer<Integer, String> words;

    /// @param refusals counts what is not understood
    /// @param faults every message goes through it
    /// @param received is given the sender's id and its message
    /// @param words is given the sender's id and what its edges say to the edges of this one
    PeerNetwork(
            Interconnect interconnect,
            Refusals refusals,
            FaultEdge faults,
            BiConsumer<Integer, PeerMessage> received,
            BiConsumer<Integer, String> words) {
        this.interconnect = interconnect;
        this.refusals = refusals;
        this.faults = faults;
        this.received = received;
        this.words = words;
    }

    /// Sends a message; it may be lost.
    void send(int peer, PeerMessage message) {
        send(peer, wire.bytes(message));
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
        PeerMessage read;
        try {
            read = wire.read(message);
        } catch (IOException unknown) {
            refusals.note(
                    Refusals.Cause.MESSAGE,
                    "a message of node " + from,
                    unknown.getMessage(),
                    System.nanoTime());
            return;
        }
        received.accept(from, read);
    }
}
