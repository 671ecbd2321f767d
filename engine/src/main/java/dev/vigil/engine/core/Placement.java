package dev.vigil.engine.core;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// A group that is to be brought online as soon as it may, and has not been yet.
///
/// @param cause why
/// @param to the system it must be; "" if the engine is to choose
/// @param from the system it comes from; "" if none
/// @param excluded systems that were tried and refused
/// @param nopre whether the preonline trigger is left out
/// @param waiting what it waits for, for people; "" if not said yet
public record Placement(
        Cause cause,
        String to,
        String from,
        SortedSet<String> excluded,
        boolean nopre,
        String waiting) {
    /// Why a group is to be placed.
    public enum Cause {
        /// It is not.
        NONE,
        /// The cluster, or a system of its AutoStartList, started.
        AUTOSTART,
        /// A resource of it faulted.
        FAULT,
        /// A persistent resource of it faulted.
        PERSISTENT_FAULT,
        /// The system it ran on was lost.
        SYSTEM_FAULT,
        /// An operator wants it online.
        MANUAL,
        /// An operator wants it moved.
        SWITCH,
        /// Its system is to be emptied.
        EVACUATE,
        /// It follows a group it depends on.
        FOLLOW,
        /// A persistent resource of it recovered.
        RECOVERY,
        /// Its faults were cleared, by its AutoClearLimit or because a group it depends on is back.
        CLEARED,
        /// It faulted and is restarted in place.
        RETRY,
        /// It went down with a group that depends on it, which is restarted in place.
        PARENT_RETRY;

        /// Whether its failing is a failed failover.
        boolean failover() {
            return this == FAULT || this == PERSISTENT_FAULT || this == SYSTEM_FAULT;
        }
    }

    /// Nothing is to be placed.
    public static final Placement NONE =
            new Placement(Cause.NONE, "", "", Collections.emptySortedSet(), false, "");

    /// Copies what it is given.
    public Placement {
        excluded = Collections.unmodifiableSortedSet(new TreeSet<>(excluded));
    }

    static Placement of(Cause cause, String to, String from) {
        return new Placement(cause, to, from, Collections.emptySortedSet(), false, "");
    }

    /// Whether something is to be placed.
    public boolean wanted() {
        return cause != Cause.NONE;
    }

    /// Whether it is to come back where it was, rather than fail over.
    boolean inPlace() {
        return cause == Cause.RETRY || cause == Cause.PARENT_RETRY;
    }

    Placement withoutPreonline() {
        return new Placement(cause, to, from, excluded, true, waiting);
    }

    Placement excluding(String system) {
        var more = new TreeSet<>(excluded);
        more.add(system);
        return new Placement(cause, to, from, more, nopre, waiting);
    }

    Placement waitingFor(String what) {
        return new Placement(cause, to, from, excluded, nopre, what);
    }
}
