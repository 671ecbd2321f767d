package dev.vigil.engine.had;

import dev.vigil.engine.log.ItemId;

import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// What the log drives: a deterministic state machine, equal on every system at equal positions.
///
/// It is called only while this system holds the right to act. `atNs` is for people and edges; a decision that used it would differ from
/// system to system. What its methods return goes out as [Output.Effects], in order.
public interface Application {
    /// A view is active: the first event of every view, before any item of it.
    List<Object> viewOpened(long atNs, ViewChange change);

    /// An item that every member of the view holds.
    List<Object> apply(long atNs, ItemId id, byte[] payload);

    /// The whole present state, for a system that joins; made when it is asked for, which may be later and on another thread.
    Supplier<byte[]> snapshot();

    /// What the present state says of itself when it is asked, also when it is the present one no longer: equal for equal states, on every
    /// system.
    LongSupplier digest();

    /// Takes over a state made by [#snapshot()] on another system; nothing was applied here before.
    ///
    /// @return what this system has to do on account of it (orders to its own agents, for instance)
    List<Object> restore(long atNs, byte[] snapshot);
}
