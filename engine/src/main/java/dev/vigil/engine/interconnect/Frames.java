package dev.vigil.engine.interconnect;

import io.vertx.core.buffer.Buffer;

/// How a channel looks inside TLS.
///
/// The opening side says hello: [#MAGIC] and the number of its session. The other answers with what it has received of that session, and goes on
/// acknowledging in the same form: frames received, and bytes of tunnelled connections passed on, eight bytes each. Then frames follow: their
/// length, what kind they are, their content.
final class Frames {
    static final int MAGIC = 0x56474c31;

    static final int HELLO_BYTES = 4 + 8;

    static final int ACKNOWLEDGEMENT_BYTES = 8 + 8;

    /// In the place of frames received: the session is not known.
    static final long UNKNOWN = -1;

    /// Larger ones are refused before memory is taken for them; a snapshot of a large cluster has some megabytes.
    static final int LARGEST = (int) Math.min(256 << 20, Runtime.getRuntime().maxMemory() / 8);

    /// What a frame is.
    enum Kind {
        /// For the engine.
        MESSAGE,
        /// The sender's Hazelcast wants a connection to the receiver's.
        OPEN,
        /// What came over a connection that the sender has opened.
        DATA,
        /// A connection that the sender has opened is over.
        END,
        /// What came over a connection that the receiver has opened.
        ANSWER,
        /// A connection that the receiver has opened is over.
        ANSWER_END
    }

    private static final Kind[] KINDS = Kind.values();

    private Frames() {}

    static Buffer hello(long session) {
        return Buffer.buffer(HELLO_BYTES).appendInt(MAGIC).appendLong(session);
    }

    static Buffer acknowledgement(long received, long released) {
        return Buffer.buffer(ACKNOWLEDGEMENT_BYTES).appendLong(received).appendLong(released);
    }

    static byte[] message(byte[] content) {
        return Buffer.buffer(4 + 1 + content.length)
                .appendInt(1 + content.length)
                .appendByte((byte) Kind.MESSAGE.ordinal())
                .appendBytes(content)
                .getBytes();
    }

    static byte[] ofStream(Kind kind, long stream, Buffer content) {
        return Buffer.buffer(4 + 1 + 8 + content.length())
                .appendInt(1 + 8 + content.length())
                .appendByte((byte) kind.ordinal())
                .appendLong(stream)
                .appendBuffer(content)
                .getBytes();
    }

    /// What kind a frame without its length is.
    ///
    /// @throws IllegalArgumentException if it is no frame
    static Kind kind(Buffer frame) {
        int kind = frame.getUnsignedByte(0);
        if (kind >= KINDS.length) throw new IllegalArgumentException("a frame of kind " + kind);
        if (kind > 0 && frame.length() < 1 + 8)
            throw new IllegalArgumentException("a short frame of kind " + KINDS[kind]);
        return KINDS[kind];
    }

    static byte[] content(Buffer message) {
        return message.getBytes(1, message.length());
    }

    static long stream(Buffer frame) {
        return frame.getLong(1);
    }

    static Buffer streamContent(Buffer frame) {
        return frame.getBuffer(1 + 8, frame.length());
    }
}
