package dev.vigil.engine.had;

import dev.vigil.engine.gab.View;
import dev.vigil.engine.gab.ViewId;

/// What a system's engines keep on disk: its machine's word as an acceptor, which outlives an incarnation.
///
/// @param view the newest decided view that this system knows of, [View#NONE] before the first
/// @param promised the ballot promised for that view's successor
/// @param acceptedBallot the ballot of the accepted value, 0 when none
/// @param accepted the value accepted for that view's successor, [View#NONE] when none
/// @param born incarnation of the first engine that kept anything here: the disk remembers all that was promised since; 0 when none did
/// @param stateOf the newest view whose state this system has had: its disk knows of everything done before that view
public record StackDurable(
        View view, long promised, long acceptedBallot, View accepted, long born, ViewId stateOf) {
    /// A system's very first start.
    public static StackDurable nothing() {
        return new StackDurable(View.NONE, 0, 0, View.NONE, 0, ViewId.NONE);
    }
}
