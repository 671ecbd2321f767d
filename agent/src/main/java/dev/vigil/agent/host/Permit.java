package dev.vigil.agent.host;

import dev.vigil.agent.OrderStamp;
import dev.vigil.agent.ResourceDefinition;

/// Asked right before a resource is started or restarted, on the thread that is about to start it.
@FunctionalInterface
public interface Permit {
    /// Whether it may be started now. Must be quick, safe for any thread, and must know the present: the lease at this instant,
    /// not the one of the last tick.
    ///
    /// @param stamp the order that led to it; for a restart, or another try, the newest order of all, without an operation id
    boolean mayStart(OrderStamp stamp, ResourceDefinition resource);
}
