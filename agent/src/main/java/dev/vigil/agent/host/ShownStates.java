package dev.vigil.agent.host;

import dev.vigil.agent.AgentReport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// What engines are told of the resources' states. Written by the host's loop; [#snapshot()] may be asked on any thread.
///
/// A resource that is being started looks as if it were down, one that is being taken offline as if it were to stay up. An engine that has
/// just come and asks for everything would take it for that, so it is owed that state until it has settled.
final class ShownStates {
    private final Consumer<AgentReport> reports;
    private final ConcurrentSkipListMap<String, AgentReport.StateChanged> states =
            new ConcurrentSkipListMap<>();

    /// Resources that are on their way from what was last said of them.
    private final Set<String> unsettled = new ConcurrentSkipListSet<>();

    /// Those of them that an engine has asked for meanwhile.
    private final Set<String> owed = new ConcurrentSkipListSet<>();

    ShownStates(Consumer<AgentReport> reports) {
        this.reports = reports;
    }

    /// The current states of all that have settled. Of the others it is told by [#settle].
    List<AgentReport.StateChanged> snapshot() {
        var settled = new ArrayList<AgentReport.StateChanged>();
        states.forEach(
                (name, state) -> {
                    if (unsettled.contains(name)) owed.add(name);
                    else settled.add(state);
                });
        return settled;
    }

    /// A state that is told at once, unless it is the resource's first, or owed and not settled.
    void show(AgentReport.StateChanged state) {
        String name = state.resource();
        boolean fresh = states.put(name, state) == null;
        boolean later = owed.contains(name) && unsettled.contains(name);
        if (!fresh && !later) reports.accept(state);
    }

    /// A resource that no agent looks after: told at once.
    void showUnattended(AgentReport.StateChanged state) {
        states.put(state.resource(), state);
        reports.accept(state);
    }

    void forget(String name) {
        states.remove(name);
    }

    void unsettled(String name) {
        unsettled.add(name);
    }

    void settled(String name) {
        unsettled.remove(name);
    }

    /// Tells what was owed of resources that are not on their way any more.
    ///
    /// @param moving whether one still is
    void settle(Predicate<String> moving) {
        unsettled.removeIf(moving.negate());
        for (String name : List.copyOf(owed)) {
            if (unsettled.contains(name)) continue;
            owed.remove(name);
            Optional.ofNullable(states.get(name)).ifPresent(reports);
        }
    }
}
