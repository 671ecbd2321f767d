package dev.vigil.engine.log;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// What one offer carries: a batch of items of one origin, in the order of their counters.
///
/// @param first id of the first item; the others count on from it
/// @param payloads the items
record Element(ItemId first, List<byte[]> payloads) {
    /// The bytes that the transport carries.
    byte[] encode() {
        int size = 4 + 8 + 8 + 4;
        for (byte[] payload : payloads) {
            size += 4 + payload.length;
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        bytes.putInt(first.system())
                .putLong(first.incarnation())
                .putLong(first.counter())
                .putInt(payloads.size());
        for (byte[] payload : payloads) {
            bytes.putInt(payload.length).put(payload);
        }
        return bytes.array();
    }

    /// Reads what [#encode()] wrote.
    ///
    /// @throws IllegalArgumentException if these are not the bytes of an element
    static Element decode(byte[] encoded) {
        ByteBuffer bytes = ByteBuffer.wrap(encoded);
        need(bytes, 4 + 8 + 8 + 4);
        var first = new ItemId(bytes.getInt(), bytes.getLong(), bytes.getLong());
        int count = bytes.getInt();
        var payloads = new ArrayList<byte[]>();
        for (int i = 0; i < count; i++) {
            need(bytes, 4);
            int length = bytes.getInt();
            need(bytes, length);
            byte[] payload = new byte[length];
            bytes.get(payload);
            payloads.add(payload);
        }
        return new Element(first, payloads);
    }

    private static void need(ByteBuffer bytes, int length) {
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalArgumentException(
                    "an element of the log claims "
                            + length
                            + " bytes at "
                            + bytes.position()
                            + ", there are "
                            + bytes.remaining());
        }
    }
}
