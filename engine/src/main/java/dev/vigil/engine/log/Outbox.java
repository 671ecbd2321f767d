package dev.vigil.engine.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What this system has offered and not yet seen applied: offered in order, one batch under way at a time, again in every new view.
public final class Outbox {
    private static final int BATCH = 64;
    private static final int BATCH_BYTES = 256 * 1024;

    private final int system;
    private final long incarnation;
    private final List<byte[]> waiting = new ArrayList<>();
    private long firstCounter = 1;
    private boolean underWay;

    /// An empty one.
    public Outbox(int system, long incarnation) {
        this.system = system;
        this.incarnation = incarnation;
    }

    /// Takes one more item.
    ///
    /// @return its name
    public ItemId add(byte[] payload) {
        waiting.add(payload.clone());
        return new ItemId(system, incarnation, firstCounter + waiting.size() - 1);
    }

    /// The next batch, unless one is under way or nothing waits.
    public Optional<byte[]> next() {
        if (underWay || waiting.isEmpty()) {
            return Optional.empty();
        }
        var batch = new ArrayList<byte[]>();
        int bytes = 0;
        for (byte[] payload : waiting) {
            if (batch.size() == BATCH
                    || (!batch.isEmpty() && bytes + payload.length > BATCH_BYTES)) {
                break;
            }
            batch.add(payload);
            bytes += payload.length;
        }
        underWay = true;
        return Optional.of(
                new Element(new ItemId(system, incarnation, firstCounter), batch).encode());
    }

    /// An element was applied (or left out) on this system; when it is of this incarnation, its batch has come home.
    ///
    /// @return whether it is
    public boolean cameHome(byte[] encoded, Origins origins) {
        ItemId first = Element.decode(encoded).first();
        boolean ours = first.system() == system && first.incarnation() == incarnation;
        if (ours) {
            underWay = false;
            forget(origins);
        }
        return ours;
    }

    /// Nothing is under way any more: a new view, in which all that waits is offered again.
    public void restart(Origins origins) {
        underWay = false;
        forget(origins);
    }

    /// Whether a history has all that this engine has seen applied of its own. Where parts of a cluster have gone their own ways it may have
    /// been in the other part: what it offers next would follow nothing here, and be left out for ever.
    public boolean isKnownTo(Origins origins) {
        return origins.appliedOf(system, incarnation) >= firstCounter - 1;
    }

    /// How many items wait to be applied.
    public int size() {
        return waiting.size();
    }

    private void forget(Origins origins) {
        long applied = origins.appliedOf(system, incarnation);
        while (!waiting.isEmpty() && firstCounter <= applied) {
            waiting.removeFirst();
            firstCounter++;
        }
    }
}
