package dev.vigil.engine.log;

import dev.vigil.engine.gab.ViewId;

import java.util.List;

/// What the log's transport reports.
public sealed interface LogHappening {
    /// The view it is about.
    ViewId view();

    /// The ring of this view is there, can be appended to, and is read from its beginning.
    record Opened(ViewId view) implements LogHappening {}

    /// Elements read from the ring, in its order.
    ///
    /// @param first index in the ring of the first of them; the ring's first element has index 0
    record Items(ViewId view, long first, List<byte[]> elements) implements LogHappening {}

    /// Something is odd (a call that timed out or is indeterminate, members that are not the view's, items overwritten): a new view
    /// with a fresh ring is needed.
    record Fault(ViewId view, String why) implements LogHappening {}
}
