package dev.vigil.agent.framework;

import dev.vigil.agent.MonitorResult;

/// What a resource's machine is told, in the past tense. `atNs` is monotonic, and the only time there is.
///
/// Every [Action.Run] is answered by exactly one of [Returned], [Monitored], [TimedOut], [Killed], [Denied] and [Refused] with
/// its number; answers with another number are ignored.
public sealed interface Event {
    /// When it happened.
    long atNs();

    /// The resource is to be monitored and controlled here.
    record Enabled(long atNs) implements Event {}

    /// It is not any more, or it was deleted.
    record Disabled(long atNs) implements Event {}

    /// Its limits changed.
    record PolicyChanged(long atNs, Policy policy) implements Event {}

    /// An attribute in the type's RegList has another value.
    record AttributeChanged(long atNs, String attribute) implements Event {}

    /// The engine wants it online.
    record OnlineOrdered(long atNs, String operationId) implements Event {}

    /// The engine wants it offline.
    record OfflineOrdered(long atNs, String operationId) implements Event {}

    /// Somebody wants a look at it.
    record ProbeOrdered(long atNs, String operationId) implements Event {}

    /// An operation is to be given up.
    record CancelOrdered(long atNs, String cancelledId) implements Event {}

    /// Its fault is to be forgotten.
    record ClearOrdered(long atNs, String operationId) implements Event {}

    /// An entry point other than monitor came to its end; for online and offline `code` is the wait in seconds.
    record Returned(long atNs, long run, int code) implements Event {}

    /// A monitor came to its end.
    record Monitored(long atNs, long run, MonitorResult result) implements Event {}

    /// An entry point did not end in time, and was ended.
    record TimedOut(long atNs, long run) implements Event {}

    /// An entry point was ended because the machine said so.
    record Killed(long atNs, long run) implements Event {}

    /// A start was not permitted (lease, order out of date); nothing ran.
    record Denied(long atNs, long run, String reason) implements Event {}

    /// The agent would not start it; nothing ran.
    record Refused(long atNs, long run, String reason) implements Event {}

    /// [ResourceMachine#nextDeadlineNs()] is over.
    record DeadlinePassed(long atNs) implements Event {}

    /// Its agent noticed something: look now.
    record Noticed(long atNs) implements Event {}

    /// Whether its agent watches it, in answer to [Action.Watch].
    record Watched(long atNs, boolean active) implements Event {}

    /// The system's lease ran out; only for leased resources.
    record LeaseLost(long atNs, String reason) implements Event {}

    /// There is a lease again.
    record LeaseRegained(long atNs) implements Event {}
}
