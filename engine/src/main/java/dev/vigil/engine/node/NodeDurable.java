package dev.vigil.engine.node;

/// What a node daemon keeps for its successor: in `/run` for the same boot, and `peerinactNs` also on disk for the next one.
///
/// @param bootId the boot this was written in
/// @param leased whether there was a lease, or failover resources could be running without one
/// @param leaseUntilNs when the lease runs out
/// @param lost whether the lease was lost: final for the incarnation in `order`
/// @param order what the engine ordered last
/// @param peerinactNs the largest peerinact that promises may have been given with
public record NodeDurable(
        String bootId,
        boolean leased,
        long leaseUntilNs,
        boolean lost,
        NodeCommand.ViewOrder order,
        long peerinactNs) {
    /// Nothing stored: a system's very first start.
    public static NodeDurable nothing() {
        return new NodeDurable("", false, 0, false, NodeCommand.ViewOrder.NONE, 0);
    }
}
