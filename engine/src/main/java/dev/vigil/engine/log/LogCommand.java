package dev.vigil.engine.log;

import dev.vigil.engine.gab.ViewId;

import java.util.SortedMap;

/// What is asked of the log's transport.
public sealed interface LogCommand {
    /// Have an empty ring for this view, named by the whole view id, shared by its members and nobody else; the one open before is left.
    /// Comes as soon as the view is accepted, before it is decided. Answered by [LogHappening.Opened].
    ///
    /// @param members node and incarnation of each
    /// @param owner the member whose transport the others join: one that was there before, so that those who go on need not move
    record Open(ViewId view, SortedMap<Integer, Long> members, int owner) implements LogCommand {}

    /// Append one element to the ring of this view. It is answered by the element itself coming back in [LogHappening.Items], or by
    /// [LogHappening.Fault]; an element that comes back twice does no harm.
    record Offer(ViewId view, byte[] element) implements LogCommand {}

    /// Leave the ring: this system is no member of a view any more.
    record Close() implements LogCommand {}
}
