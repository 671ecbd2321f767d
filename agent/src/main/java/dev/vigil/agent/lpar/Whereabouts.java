package dev.vigil.agent.lpar;

import dev.vigil.agent.AgentLog;
import dev.vigil.agent.lpar.HmcAnswer.Ran;
import dev.vigil.agent.lpar.PartitionState.Reading;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds out whether a partition may be started on one managed system: it must be off, or not exist, on every other one.
///
/// Every managed system counts that any HMC knows, and every one on which the cluster has a system. Each has to be accounted for by an
/// HMC that sees it:
///
/// | state of the other managed system | partition there | start |
/// |---|---|---|
/// | Power Off | whatever is listed | allowed: without power nothing runs |
/// | any other in which its partitions can be listed | absent or Not Activated | allowed |
/// | | anything else | refused: it runs, or may run, there |
/// | No Connection, or its partitions can't be listed | | refused: cannot be known |
/// | listed by no HMC that answers | | refused: cannot be known |
final class Whereabouts {
    private final Consoles consoles;
    private final List<HmcAddress> hmcs;
    private final Duration limit;
    private final AgentLog log;

    /// @param limit how long one command may take
    Whereabouts(Consoles consoles, List<HmcAddress> hmcs, Duration limit, AgentLog log) {
        this.consoles = consoles;
        this.hmcs = hmcs;
        this.limit = limit;
        this.log = log;
    }

    /// Why a partition must not be started on `here`.
    ///
    /// @param mustKnow further managed systems that have to be accounted for
    /// @return one line for the operator; empty if it may be started
    Optional<String> objection(String partition, String here, Collection<String> mustKnow) {
        List<String> silent = new ArrayList<>();
        SequencedMap<String, List<Seen>> seen = listSystems(silent);
        if (seen.isEmpty()) {
            return Optional.of(
                    "LPAR "
                            + partition
                            + " is not started: no HMC says where it runs now: "
                            + String.join("; ", silent));
        }
        if (!seen.containsKey(here)) {
            return Optional.of(
                    "LPAR "
                            + partition
                            + " is not started: no HMC that answers manages the server "
                            + here
                            + " (PhysicalServer of this system); known are "
                            + String.join(", ", seen.keySet())
                            + withTrouble(silent));
        }
        var others = new TreeSet<>(seen.keySet());
        others.addAll(mustKnow);
        others.remove(here);
        List<String> unclear = new ArrayList<>();
        for (String other : others) {
            switch (at(partition, other, seen.getOrDefault(other, List.of()))) {
                case Finding.Free ignored -> {}
                case Finding.Taken(String state, String hmc) -> {
                    return Optional.of(
                            "LPAR "
                                    + partition
                                    + " still runs on server "
                                    + other
                                    + " (state "
                                    + state
                                    + ", says HMC "
                                    + hmc
                                    + "); it is not started on "
                                    + here
                                    + ": shut it down on "
                                    + other
                                    + " first");
                }
                case Finding.Unclear(String why) -> unclear.add(why);
            }
        }
        if (!unclear.isEmpty()) {
            return Optional.of(
                    "LPAR "
                            + partition
                            + " is not started on "
                            + here
                            + ", as it may run elsewhere: "
                            + String.join("; ", unclear)
                            + withTrouble(silent));
        }
        return Optional.empty();
    }

    /// One HMC's view of a managed system.
    private record Seen(HmcAddress hmc, String state) {}

    private sealed interface Finding {
        record Free() implements Finding {}

        record Taken(String state, String hmc) implements Finding {}

        record Unclear(String why) implements Finding {}
    }

    private SequencedMap<String, List<Seen>> listSystems(List<String> silent) {
        SequencedMap<String, List<Seen>> seen = new TreeMap<>();
        for (HmcAddress hmc : hmcs) {
            switch (consoles.askOne(hmc, HmcCommands.systems(), limit, log)) {
                case HmcAnswer.NoAnswer none -> silent.add(none.message());
                case Ran ran when !ran.accepted() -> silent.add(ran.message());
                case Ran ran -> {
                    try {
                        for (List<String> row : HmcOutput.rows(ran.out(), ',')) {
                            if (row.size() == 2) {
                                seen.computeIfAbsent(row.getFirst(), name -> new ArrayList<>())
                                        .add(new Seen(hmc, row.getLast()));
                            }
                        }
                    } catch (HmcFormatException e) {
                        silent.add(
                                "HMC "
                                        + hmc.name()
                                        + " printed what cannot be read: "
                                        + e.getMessage());
                    }
                }
            }
        }
        return seen;
    }

    private Finding at(String partition, String system, List<Seen> views) {
        List<String> reasons = new ArrayList<>();
        for (Seen view : views) {
            if (view.state.equals("Power Off")) {
                return new Finding.Free();
            }
            if (view.state.equals("No Connection")) {
                reasons.add("HMC " + view.hmc.name() + " has no connection to server " + system);
                continue;
            }
            switch (consoles.askOne(
                    view.hmc, HmcCommands.partition(system, partition), limit, log)) {
                case HmcAnswer.NoAnswer none -> reasons.add(none.message());
                case Ran ran when ran.refusedWith(HmcCommands.PARTITION_NOT_FOUND) -> {
                    return new Finding.Free();
                }
                case Ran ran when !ran.accepted() ->
                        reasons.add(
                                "server "
                                        + system
                                        + " is in state "
                                        + view.state
                                        + ", "
                                        + ran.message());
                case Ran ran -> {
                    String printed = ran.out().strip();
                    Reading reading =
                            PartitionState.of(printed)
                                    .map(PartitionState::reading)
                                    .orElse(Reading.UNCLEAR);
                    if (reading == Reading.OFF) {
                        return new Finding.Free();
                    }
                    if (reading != Reading.UNCLEAR) {
                        return new Finding.Taken(printed, view.hmc.name());
                    }
                    reasons.add(
                            "on server "
                                    + system
                                    + " ("
                                    + view.state
                                    + ") it is in state '"
                                    + printed
                                    + "', says HMC "
                                    + view.hmc.name());
                }
            }
        }
        return new Finding.Unclear(
                reasons.isEmpty()
                        ? "no HMC that answers manages server " + system
                        : String.join("; ", reasons));
    }

    private static String withTrouble(List<String> silent) {
        return silent.isEmpty() ? "" : " (" + String.join("; ", silent) + ")";
    }
}
