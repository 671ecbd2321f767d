package dev.vigil.engine.sim;

import dev.vigil.engine.had.StackDurable;
import dev.vigil.engine.node.NodeCommand;
import dev.vigil.engine.node.NodeDurable;

/// What one machine remembers: the engine's files, the configuration and its journal on disk, and the node daemon's word in `/run`, which
/// is gone with the power.
final class SimDisk {
    /// On a new disk incarnations begin by the clock, far above what there were.
    private static final long BY_THE_CLOCK = 1_000;

    private SimConfiguration files;
    private StackDurable durable = StackDurable.nothing();
    private long storedPeerinactNs;
    private long engineStarts;
    private NodeDurable run = NodeDurable.nothing();

    SimDisk(SimConfiguration files) {
        this.files = files;
    }

    SimConfiguration files() {
        return files;
    }

    StackDurable durable() {
        return durable;
    }

    void durable(StackDurable written) {
        durable = written;
    }

    /// The disk is another one, on which nothing is but the configuration that the cluster was set up with.
    void replaced(SimConfiguration other) {
        files = other;
        durable = StackDurable.nothing();
        storedPeerinactNs = 0;
        engineStarts += BY_THE_CLOCK;
    }

    NodeDurable run() {
        return run;
    }

    void run(NodeDurable written) {
        run = written;
    }

    void storedPeerinactNs(long ns) {
        storedPeerinactNs = ns;
    }

    /// The counter of incarnations goes on.
    long nextIncarnation() {
        return ++engineStarts;
    }

    /// The machine starts: `/run` is empty but for what is copied there from the disk.
    void booted() {
        run = new NodeDurable("", false, 0, false, NodeCommand.ViewOrder.NONE, storedPeerinactNs);
    }
}
