package dev.vigil.engine.log;

import dev.vigil.engine.gab.ViewId;

import java.util.SortedMap;

/// What engines tell each other about the log.
public sealed interface HeldMessage {
    /// The view it is about; messages of other views are ignored.
    ViewId view();

    /// The sender holds the items up to `position`, and this is their chain hash.
    ///
    /// @param asks whether the sender lacks something for its commit and wants to be told the same in return
    record Held(ViewId view, long position, long hash, boolean asks) implements HeldMessage {}

    /// The digest of the sender's state after the items up to `position`.
    record State(ViewId view, long position, long digest) implements HeldMessage {}

    /// The sender needs the state.
    record SnapshotRequest(ViewId view) implements HeldMessage {}

    /// The state after the items up to `position` of this view.
    ///
    /// @param origins the newest item applied of each system
    /// @param state what [dev.vigil.engine.had.Application#snapshot()] gave
    record Snapshot(ViewId view, long position, SortedMap<Integer, ItemId> origins, byte[] state)
            implements HeldMessage {}
}
