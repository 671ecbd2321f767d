package dev.vigil.engine.node;

import dev.vigil.engine.llt.Timing;

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

    /// When everything has to be down that runs under the lease and has no node daemon to stop it: the lease's end, with everything that the
    /// margin allows for after it; 0 if there is no lease of this boot.
    public long downByNs(String ofBoot) {
        if (!bootId.equals(ofBoot) || !leased || !order.seeded()) return 0;
        var timing = new Timing(order.peerinactNs(), 0, 0, order.peerinactNs() - order.silenceNs());
        return leaseUntilNs + timing.guardNs() + timing.tickNs() + timing.cleanNs();
    }
}
