package dev.vigil.engine.node;

/// How a system stands with its lease: what those need to know that end the machine when nothing else stops in time what must not run on.
///
/// @param needed whether this system is in a view that asks for a lease
/// @param lost whether the lease was lost, so that everything is being stopped
/// @param held whether there was ever one
/// @param leaseUntilNs when it runs out, or ran out; 0 without one
/// @param downByNs when everything leased has to be down, since the others may start it soon after: a late tick and the longest clean that
///     the margin had room for when the lease was last renewed, after its end
/// @param leaseNs L of the view: how long a lease can last
/// @param stopNs that late tick and clean in this view
/// @param heartbeatNs period of heartbeats
/// @param mayRun whether anything leased may be running, or an entry point of it
public record LeaseGuard(
        boolean needed,
        boolean lost,
        boolean held,
        long leaseUntilNs,
        long downByNs,
        long leaseNs,
        long stopNs,
        long heartbeatNs,
        boolean mayRun) {}
