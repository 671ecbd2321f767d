package dev.vigil.engine.had;

import dev.vigil.engine.gab.GabMessage;
import dev.vigil.engine.log.HeldMessage;
import dev.vigil.engine.node.Json;

import java.io.IOException;

/// How messages between engines look on the wire.
public final class PeerWire {
    private final Json json =
            new Json(PeerMessage.class, GabMessage.class, HeldMessage.class).whole();

    /// A message as bytes.
    public byte[] bytes(PeerMessage message) {
        return json.bytes(message);
    }

    /// The message that bytes are.
    ///
    /// @throws IOException if they are none, or one that lacks something
    public PeerMessage read(byte[] bytes) throws IOException {
        return json.read(bytes, PeerMessage.class);
    }
}
