package dev.vigil.engine.gab;

import dev.vigil.engine.fence.QuorumMode;

import java.util.List;
import java.util.SortedSet;

/// What engines say to each other about views.
public sealed interface GabMessage {
    /// An engine that is in no view says what it is and what it knows, so that it can be taken in or a first view be formed.
    ///
    /// @param incarnation of the sender
    /// @param view the newest view it knows of
    /// @param born incarnation of the first engine that kept anything on its disk
    /// @param stateOf the newest view whose state its disk knows
    /// @param ready whether nothing of an older incarnation still runs unguarded on it
    /// @param stopped whether nothing leased runs and no lease is held: asked of a system that the view does not have at all
    /// @param seeded whether its node daemon is still in that view: only its engine was restarted
    /// @param leaseRestNs how long its machine's lease still runs
    /// @param hears the peers it hears
    /// @param peerinactNs its configured P; used only for a first view
    /// @param marginNs the stop margin that goes with it
    /// @param mode its configured mode
    /// @param systems the systems it has configured
    /// @param points the coordination points it has configured
    record Hello(
            long incarnation,
            View view,
            long born,
            ViewId stateOf,
            boolean ready,
            boolean stopped,
            boolean seeded,
            long leaseRestNs,
            SortedSet<Integer> hears,
            long peerinactNs,
            long marginNs,
            QuorumMode mode,
            SortedSet<Integer> systems,
            List<String> points)
            implements GabMessage {}

    /// Promise to accept no smaller ballot for the successor of `base`, and freeze it.
    record Prepare(ViewId base, long ballot) implements GabMessage {}

    /// The promise.
    ///
    /// @param base the view whose successor is sought
    /// @param ballot what is promised
    /// @param incarnation of the sender's engine
    /// @param acceptedBallot of the value it accepted before, 0 when none
    /// @param accepted that value
    /// @param stateful whether the sender has the state and the log of `base`
    /// @param stateOf the newest view whose state its disk knows
    /// @param committed position it knows to be committed
    /// @param hashes chain hashes of its held log at the positions from `committed` on
    /// @param hears the systems it hears, itself too
    /// @param jeopardy the systems it hears over their last link
    /// @param ready whether a restarted sender may be a member at once
    /// @param leaseRestNs how long its machine's lease still runs
    record Promise(
            ViewId base,
            long ballot,
            long incarnation,
            long acceptedBallot,
            View accepted,
            boolean stateful,
            ViewId stateOf,
            long committed,
            List<Long> hashes,
            SortedSet<Integer> hears,
            SortedSet<Integer> jeopardy,
            boolean ready,
            long leaseRestNs)
            implements GabMessage {}

    /// The sender has promised a higher ballot.
    record Refused(ViewId base, long ballot, long promised) implements GabMessage {}

    /// The sender's view goes by another `vxfenmode` than the engine that asked to be taken in.
    ///
    /// @param text what differs and what to do, for people
    record Misfit(String text) implements GabMessage {}

    /// Accept this value.
    ///
    /// @param ejected systems of the base whose keys the proposer has taken from the coordination points: nobody waits for their voice
    record Accept(ViewId base, long ballot, View value, SortedSet<Integer> ejected)
            implements GabMessage {}

    /// Accepted and on disk, and hanode has stopped echoing whom the value drops.
    ///
    /// @param waitNs how long the sender has still promised to wait for those
    record Accepted(ViewId base, long ballot, long waitNs) implements GabMessage {}

    /// This view is decided.
    ///
    /// @param waitNs how long after receipt it may be activated
    record Decided(View view, long waitNs) implements GabMessage {}
}
