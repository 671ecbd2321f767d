package dev.vigil.engine.tls;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SequencedSet;

/// The few who may wait at a door at once: for one more, who has waited longest makes room. So they cost little, and who comes now gets in.
/// Belongs to one thread.
///
/// @param <T> how they are told apart
public final class Turnover<T> {
    private final int most;
    private final SequencedSet<T> present = new LinkedHashSet<>();

    /// @param most who may be there at once
    public Turnover(int most) {
        this.most = most;
    }

    /// One more has come.
    ///
    /// @return who has to go
    public Optional<T> admit(T one) {
        present.add(one);
        return present.size() > most ? Optional.of(present.removeFirst()) : Optional.empty();
    }

    /// One has gone, or waits no longer.
    ///
    /// @return whether it was there
    public boolean left(T one) {
        return present.remove(one);
    }
}
