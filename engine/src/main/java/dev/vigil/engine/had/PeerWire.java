package dev.vigil.engine.had;

import dev.vigil.engine.llt.PacketSeal;

import io.vertx.core.buffer.Buffer;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

/// How messages between engines look on TCP.
///
/// The accepting side sends a challenge of 16 random bytes. Every frame that follows the other way is a length and a sealed content:
/// the challenge, a counter from 0, the sender's node id, and the message. So a frame can be neither forged, nor repeated, nor moved
/// to another connection without the cluster's secret.
final class PeerWire {
    static final int CHALLENGE = 16;

    /// Larger ones are refused before memory is taken for them; a snapshot of a large cluster has some megabytes.
    static final int LARGEST_FRAME = 256 << 20;

    private static final int HEAD = CHALLENGE + 8 + 1;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final PacketSeal seal;
    private final byte[] challenge;
    private long counter;

    /// One end of a connection.
    ///
    /// @param challenge the one sent or received on it
    PeerWire(byte[] secret, byte[] challenge) {
        this.seal = new PacketSeal(secret);
        this.challenge = challenge.clone();
    }

    /// A challenge for a connection just accepted.
    static byte[] challenge() {
        byte[] challenge = new byte[CHALLENGE];
        RANDOM.nextBytes(challenge);
        return challenge;
    }

    /// The next frame to send, its length in front.
    Buffer frame(int from, byte[] message) {
        byte[] sealed =
                seal.seal(
                        Buffer.buffer(HEAD + message.length)
                                .appendBytes(challenge)
                                .appendLong(counter++)
                                .appendByte((byte) from)
                                .appendBytes(message)
                                .getBytes());
        return Buffer.buffer(4 + sealed.length).appendInt(sealed.length).appendBytes(sealed);
    }

    /// A message and who says it.
    record Said(int from, byte[] message) {}

    /// What the next frame received says; nothing if it is not the next frame of an engine of this cluster.
    Optional<Said> open(byte[] frame) {
        Optional<byte[]> content = seal.open(frame);
        if (content.isEmpty() || content.get().length < HEAD) return Optional.empty();
        Buffer buffer = Buffer.buffer(content.get());
        if (!Arrays.equals(buffer.getBytes(0, CHALLENGE), challenge)
                || buffer.getLong(CHALLENGE) != counter) return Optional.empty();
        counter++;
        return Optional.of(
                new Said(buffer.getUnsignedByte(HEAD - 1), buffer.getBytes(HEAD, buffer.length())));
    }
}
