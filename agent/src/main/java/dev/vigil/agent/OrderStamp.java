package dev.vigil.agent;

/// Who gave an order, and which one it is.
///
/// @param engineIncarnation incarnation of the engine that gave it; only the highest seen is obeyed
/// @param view number of the view in which it was given; orders of an older view are dropped
/// @param operationId names the operation in the engine's state; every report of its outcome carries it. "" for none
public record OrderStamp(long engineIncarnation, long view, String operationId) {

    /// Whether an order with this stamp is out of date once one with `newest` was seen.
    public boolean olderThan(OrderStamp newest) {
        if (engineIncarnation != newest.engineIncarnation) {
            return engineIncarnation < newest.engineIncarnation;
        }
        return view < newest.view;
    }
}
