package dev.vigil.engine.log;

/// Names an item for good: it is offered again under the same name until it is applied once.
///
/// @param system that offered it
/// @param incarnation of its engine
/// @param counter counts the offers of that incarnation from 1
public record ItemId(int system, long incarnation, long counter) {
    /// `system.incarnation.counter`.
    @Override
    public String toString() {
        return system + "." + incarnation + "." + counter;
    }
}
