package dev.vigil.engine.had;

import dev.vigil.engine.gab.GabMessage;
import dev.vigil.engine.log.HeldMessage;

/// What engines say to each other. Any of it may be lost, late, doubled or out of order.
public sealed interface PeerMessage {
    /// About views.
    record Gab(GabMessage message) implements PeerMessage {}

    /// About the log.
    record Log(HeldMessage message) implements PeerMessage {}
}
