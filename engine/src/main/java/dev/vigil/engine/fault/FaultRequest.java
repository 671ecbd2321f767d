package dev.vigil.engine.fault;

import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.host.EntryFaults;

import java.util.List;
import java.util.Objects;

/// What an operator asks of the node daemon's fault injection.
public sealed interface FaultRequest {
    /// All of it.
    double MOST_PERCENT = 100;

    /// Nothing is stopped for longer.
    double DAY_S = 86_400;

    /// Nothing comes later than a day, in milliseconds.
    long MOST_DELAY_MS = 86_400_000L;

    /// What can be wrong with traffic.
    enum Kind {
        /// Nothing gets through.
        CUT,
        /// Everything is late; the amount is milliseconds.
        DELAY,
        /// Some of it is lost; the amount is per cent.
        LOSE,
        /// Some of it arrives twice; the amount is per cent.
        DUPLICATE
    }

    /// Which directions are meant.
    enum Way {
        /// What comes in.
        IN,
        /// What goes out.
        OUT,
        /// Both.
        BOTH;

        /// One or two.
        public List<Direction> directions() {
            return switch (this) {
                case IN -> List.of(Direction.IN);
                case OUT -> List.of(Direction.OUT);
                case BOTH -> List.of(Direction.values());
            };
        }
    }

    /// Which daemons are meant.
    enum Daemons {
        /// The engine.
        HAD,
        /// The node daemon.
        HANODE,
        /// Both at once.
        BOTH
    }

    /// Part of the traffic.
    ///
    /// @param links tags; none: all
    /// @param peers names of systems; none: all others
    record Traffic(List<String> links, List<String> peers, Way way) {
        /// All of it.
        public static final Traffic ALL = new Traffic(List.of(), List.of(), Way.BOTH);

        /// Copies the lists; what was left out means all.
        public Traffic {
            links = links == null ? List.of() : List.copyOf(links);
            peers = peers == null ? List.of() : List.copyOf(peers);
            way = way == null ? Way.BOTH : way;
        }

        /// Whether it is all there is.
        public boolean all() {
            return links.isEmpty() && peers.isEmpty() && way == Way.BOTH;
        }
    }

    /// Whether it changes nothing that worked: allowed everywhere.
    default boolean harmless() {
        return this instanceof Query || this instanceof Heal;
    }

    /// What is in force?
    record Query() implements FaultRequest {}

    /// From now on something is wrong with some traffic, beside what is already.
    ///
    /// @param amount what it means depends on the kind
    record Disturb(Kind kind, double amount, Traffic traffic) implements FaultRequest {
        /// What was left out means all traffic, and all of it.
        ///
        /// @throws IllegalArgumentException if the amount makes no sense
        public Disturb {
            Objects.requireNonNull(kind, "kind");
            if (traffic == null) traffic = Traffic.ALL;
            if (amount == 0 && kind != Kind.DELAY) amount = MOST_PERCENT;
            if (!(amount > 0) || amount > (kind == Kind.DELAY ? MOST_DELAY_MS : MOST_PERCENT))
                throw new IllegalArgumentException("amount " + amount + " of " + kind);
        }
    }

    /// Nothing is wrong any more with some traffic; with all of it, also entry points do again what they should.
    record Heal(Traffic traffic) implements FaultRequest {
        /// What was left out means all.
        public Heal {
            if (traffic == null) traffic = Traffic.ALL;
        }
    }

    /// Daemons stop (SIGSTOP) and go on after a while.
    record Pause(Daemons daemons, double seconds) implements FaultRequest {
        /// @throws IllegalArgumentException if the time is none, or longer than a day
        public Pause {
            Objects.requireNonNull(daemons, "daemons");
            if (!(seconds > 0 && seconds <= DAY_S))
                throw new IllegalArgumentException("seconds " + seconds);
        }
    }

    /// Daemons are killed (SIGKILL).
    record Kill(Daemons daemons) implements FaultRequest {
        /// Checks that nothing is missing.
        public Kill {
            Objects.requireNonNull(daemons, "daemons");
        }
    }

    /// An entry point of a resource misbehaves on this system.
    ///
    /// @param says what a monitor that lies finds; nothing for other behaviours
    /// @param times how often; 0: until healed
    record Misbehave(
            String resource,
            EntryPoint entry,
            EntryFaults.Behaviour behaviour,
            EntryFaults.Lie says,
            int times)
            implements FaultRequest {
        /// A monitor that lies and is told nothing finds nothing out.
        ///
        /// @throws IllegalArgumentException if the number of times makes no sense
        public Misbehave {
            Objects.requireNonNull(resource, "resource");
            Objects.requireNonNull(entry, "entry");
            Objects.requireNonNull(behaviour, "behaviour");
            if (says == null) says = EntryFaults.Lie.UNKNOWN;
            if (times < 0) throw new IllegalArgumentException("times " + times);
        }
    }
}
