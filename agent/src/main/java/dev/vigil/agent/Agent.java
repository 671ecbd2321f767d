package dev.vigil.agent;

import java.util.List;
import java.util.Optional;

/// The entry points of one resource type, in Java.
///
/// They block as long as they must, each call on a virtual thread of its own. One object serves all resources of its type on a
/// system, several at once (up to NumThreads), so it keeps its state per resource or none. A resource never has two entry points
/// running at the same time, save that an action may run beside a monitor. When an entry point's time is up its thread is
/// interrupted and the processes it started through [Call#processes()] are killed; the call is then abandoned, and whatever it
/// still returns is ignored.
///
/// Who finds a configuration mistake says so in `monitor` as [MonitorResult#unknown(String)]: that leads to no fault and no
/// failover.
///
/// An exception out of an entry point is logged with its message and counts as: `monitor` unknown, `clean` failed, `action`
/// failed, `online`, `offline` and the others returned (and the monitor that follows tells what came of it).
public interface Agent {
    /// Looks at the resource, changing nothing.
    ///
    /// @throws Exception whatever went wrong; counts as unknown
    MonitorResult monitor(Call call) throws Exception;

    /// Called before the first monitor of a resource.
    ///
    /// @throws Exception whatever went wrong; logged
    default void open(Call call) throws Exception {}

    /// Called after the last entry point of a resource.
    ///
    /// @throws Exception whatever went wrong; logged
    default void close(Call call) throws Exception {}

    /// Starts the resource.
    ///
    /// @return how many seconds to wait before looking whether it worked; normally 0
    /// @throws RefusedException if it must not be started here and now, and nothing was begun
    /// @throws Exception whatever went wrong; logged
    default int online(Call call) throws Exception {
        return 0;
    }

    /// Stops the resource in an orderly way.
    ///
    /// @return how many seconds to wait before looking whether it worked; normally 0
    /// @throws Exception whatever went wrong; logged
    default int offline(Call call) throws Exception {
        return 0;
    }

    /// Removes by force whatever is left of the resource, whatever state it is in. May be called at any time, again and again.
    ///
    /// @return 0 when it is clean, anything else when it is not
    /// @throws Exception whatever went wrong; counts as not clean
    default int clean(Call call, CleanReason reason) throws Exception {
        throw new UnsupportedOperationException("this type has no clean");
    }

    /// Whether there is a clean. Without one, what went wrong stays as it is until a person has looked at it.
    default boolean hasClean(ResourceDefinition resource) {
        return true;
    }

    /// Carries out an action that the type's SupportedActions names.
    ///
    /// @throws Exception whatever went wrong; counts as failed
    default ActionResult action(Call call, String token, List<String> arguments) throws Exception {
        return new ActionResult(1, "type " + call.resource().type() + " has no action " + token);
    }

    /// Told that an attribute named in RegList changed; `call` has the new values.
    ///
    /// @throws Exception whatever went wrong; logged
    default void attrChanged(Call call, String attribute) throws Exception {}

    /// Whether what this resource is depends on another one of this system (Proxy, Phantom): then it is looked at as soon as that
    /// one's state changes. Must be quick.
    default boolean mirrors(ResourceDefinition resource, ResourceDefinition other) {
        return false;
    }

    /// Watches a resource in a steady state for whatever can be noticed at once, such as the end of a process.
    ///
    /// Must not block. `changed` may be called from any thread and any number of times; the framework then monitors at once.
    ///
    /// @return what ends the watch; empty if this resource can only be polled
    /// @throws Exception whatever went wrong; logged, the resource is polled
    default Optional<AutoCloseable> watch(Call call, Runnable changed) throws Exception {
        return Optional.empty();
    }
}
