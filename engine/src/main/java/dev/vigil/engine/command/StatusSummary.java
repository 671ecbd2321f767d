package dev.vigil.engine.command;

import dev.vigil.config.Group;
import dev.vigil.config.Resource;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.IState;
import dev.vigil.engine.core.SystemStatus;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// The sections of `hastatus -sum`. A section that has no rows is left out.
///
/// Source: VCS Administrator's Guide, "Querying status"; output of public transcripts.
final class StatusSummary {
    private static final Columns SYSTEMS = Columns.of(20, 20, 20);
    private static final Columns GROUPS = Columns.of(15, 20, 10, 15, 15);
    private static final Columns FROZEN = Columns.of(16);
    private static final Columns RESOURCES = Columns.of(15, 20, 20, 20);
    private static final Columns WAITING = Columns.of(15, 15, 20, 20, 16);
    private static final Columns WARNINGS = Columns.of(20, 20);
    private static final Columns DISABLED = Columns.of(15, 15, 20);

    private final ClusterState state;
    private final List<String> lines = new ArrayList<>();

    private StatusSummary(ClusterState state) {
        this.state = state;
    }

    /// @param warnings of the system that was asked
    static List<String> of(ClusterState state, String asked, List<String> warnings) {
        var summary = new StatusSummary(state);
        summary.systems();
        summary.groups();
        summary.frozen();
        summary.resources(
                "D",
                "RESOURCES FAILED",
                (resource, system) -> summary.state.resource(resource, system).faulted());
        summary.resources("E", "RESOURCES NOT PROBED", summary::unprobed);
        summary.waiting("F", "RESOURCES ONLINING", IState::onlining);
        summary.waiting("G", "RESOURCES OFFLINING", IState::offlining);
        summary.disabled();
        summary.warnings(asked, warnings);
        return summary.lines;
    }

    private void section(
            String letter,
            String title,
            Columns columns,
            List<String> header,
            List<List<String>> rows) {
        if (rows.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("-- " + title);
        lines.add("-- " + columns.line(header.toArray(String[]::new)));
        lines.add("");
        rows.forEach(row -> lines.add(letter + "  " + columns.line(row.toArray(String[]::new))));
    }

    private void warnings(String system, List<String> warnings) {
        var rows = new ArrayList<List<String>>();
        for (SystemStatus each : state.systems().values()) {
            if (each.member() && each.jeopardy()) {
                rows.add(List.of(each.name(), "in jeopardy: one link to it is left"));
            }
        }
        warnings.forEach(warning -> rows.add(List.of(system, warning)));
        section("W", "WARNINGS", WARNINGS, List.of("System", "Warning"), rows);
    }

    private void systems() {
        section(
                "A",
                "SYSTEM STATE",
                SYSTEMS,
                List.of("System", "State", "Frozen"),
                new SystemObjects(state)
                        .names().stream()
                                .map(
                                        name ->
                                                List.of(
                                                        name,
                                                        state.sysState(name).toString(),
                                                        state.systemFrozen(name) ? "1" : "0"))
                                .toList());
    }

    private void groups() {
        var rows = new ArrayList<List<String>>();
        for (String group : state.configuration().groups().keySet()) {
            for (String system : state.configuration().systemList(group).keySet()) {
                rows.add(
                        List.of(
                                group,
                                system,
                                yes(state.probed(group, system)),
                                yes(state.group(group).on(system).autoDisabled()),
                                state.groupState(group, system).text()));
            }
        }
        section(
                "B",
                "GROUP STATE",
                GROUPS,
                List.of("Group", "System", "Probed", "AutoDisabled", "State"),
                rows);
    }

    private static String yes(boolean holds) {
        return holds ? "Y" : "N";
    }

    private void frozen() {
        section(
                "C",
                "GROUPS FROZEN",
                FROZEN,
                List.of("Group"),
                state.configuration().groups().keySet().stream()
                        .filter(state::groupFrozen)
                        .map(List::of)
                        .toList());
    }

    /// Not reported from a system that is up; of one that is down nobody expects it.
    private boolean unprobed(String resource, String system) {
        return state.system(system).operates()
                && !state.probed(state.topology().resources().get(resource), system);
    }

    private void resources(
            String letter, String title, BiFunction<String, String, Boolean> chosen) {
        var rows = new ArrayList<List<String>>();
        for (Group group : state.configuration().groups().values()) {
            for (Resource resource : group.resources().values()) {
                for (String system : state.configuration().systemList(group.name()).keySet()) {
                    if (chosen.apply(resource.name(), system)) {
                        rows.add(List.of(group.name(), resource.type(), resource.name(), system));
                    }
                }
            }
        }
        section(letter, title, RESOURCES, List.of("Group", "Type", "Resource", "System"), rows);
    }

    private void waiting(String letter, String title, Predicate<IState> chosen) {
        var rows = new ArrayList<List<String>>();
        for (Group group : state.configuration().groups().values()) {
            for (Resource resource : group.resources().values()) {
                for (String system : state.configuration().systemList(group.name()).keySet()) {
                    IState waits = state.iState(resource.name(), system);
                    if (chosen.test(waits)) {
                        rows.add(
                                List.of(
                                        group.name(),
                                        resource.type(),
                                        resource.name(),
                                        system,
                                        waits.word()));
                    }
                }
            }
        }
        section(
                letter,
                title,
                WAITING,
                List.of("Group", "Type", "Resource", "System", "IState"),
                rows);
    }

    private void disabled() {
        section(
                "H",
                "RESOURCES DISABLED",
                DISABLED,
                List.of("Group", "Type", "Resource"),
                state.configuration().resources().stream()
                        .filter(each -> !state.topology().resources().get(each.name()).enabled())
                        .map(each -> List.of(each.group(), each.type(), each.name()))
                        .toList());
    }
}
