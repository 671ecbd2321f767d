package dev.vigil.engine.command;

import dev.vigil.config.Group;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.GroupState;
import dev.vigil.engine.core.IState;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/// `hastatus` without `-sum`: first everything, then a row for whatever is not as it was.
///
/// @param groups the groups to show; all when empty
/// @param sound whether to ring the bell at changes
/// @param begun whether everything has been shown
/// @param shown the message last shown, by the row's other columns
record StatusStream(
        Set<String> groups, boolean sound, boolean begun, SequencedMap<String, String> shown)
        implements Watcher {
    private static final Columns ROW = Columns.of(15, 20, 20, 20);
    private static final Columns KEY = Columns.of(15, 20, 20);
    private static final String RULE = "-".repeat(73);
    private static final String BELL = "\u0007";

    StatusStream {
        shown = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(shown));
    }

    /// A stream that has shown nothing yet.
    static StatusStream from(Set<String> groups, boolean sound, ClusterState state) {
        if (state.configuration().groups().keySet().containsAll(groups)) {
            return new StatusStream(groups, sound, false, new LinkedHashMap<>());
        }
        throw new IllegalStateException("of " + groups + " some are not configured");
    }

    @Override
    public Sight see(ClusterState state) {
        SequencedMap<String, String> upper = systemsAndGroups(state);
        SequencedMap<String, String> lower = resources(state);
        var all = new LinkedHashMap<>(upper);
        all.putAll(lower);
        var next = new StatusStream(groups, sound, true, all);
        return new More(begun ? changes(all) : everything(upper, lower), next);
    }

    private List<String> everything(
            SequencedMap<String, String> upper, SequencedMap<String, String> lower) {
        var lines = new ArrayList<String>();
        lines.add("attempting to connect....");
        lines.add("attempting to connect....connected");
        lines.add("");
        lines.add("");
        lines.add(ROW.line("group", "resource", "system", "message").stripTrailing());
        lines.add(ROW.line("-".repeat(15), "-".repeat(20), "-".repeat(20), "-".repeat(20)));
        upper.forEach((columns, message) -> lines.add(row(columns, message)));
        if (!lower.isEmpty()) {
            lines.add(RULE);
            lower.forEach((columns, message) -> lines.add(row(columns, message)));
        }
        return lines;
    }

    private List<String> changes(SequencedMap<String, String> now) {
        var lines = new ArrayList<String>();
        now.forEach(
                (columns, message) -> {
                    if (!message.equals(shown.getOrDefault(columns, ""))) {
                        lines.add(row(columns, message) + (sound ? BELL : ""));
                    }
                });
        if (!lines.isEmpty()) {
            lines.addFirst(RULE);
        }
        return lines;
    }

    private static String row(String columns, String message) {
        return (columns + message).stripTrailing();
    }

    private static String columns(String group, String resource, String system) {
        return KEY.line(group, resource, system) + " ";
    }

    private SequencedMap<String, String> systemsAndGroups(ClusterState state) {
        var rows = new LinkedHashMap<String, String>();
        for (String system : new SystemObjects(state).names()) {
            rows.put(columns("", "", system), state.sysState(system).toString());
        }
        for (String group : state.configuration().groups().keySet()) {
            if (!groups.isEmpty() && !groups.contains(group)) {
                continue;
            }
            for (String system : state.configuration().systemList(group).keySet()) {
                rows.put(columns(group, "", system), message(state, group, system));
            }
        }
        return rows;
    }

    private static String message(ClusterState state, String group, String system) {
        GroupState found = state.groupState(group, system);
        String way = found.starting() ? "STARTING " : found.stopping() ? "STOPPING " : "";
        return way
                + found.base()
                + (found.faulted() ? " FAULTED" : "")
                + (state.group(group).on(system).autoDisabled() ? " AUTODISABLED" : "");
    }

    private SequencedMap<String, String> resources(ClusterState state) {
        var rows = new LinkedHashMap<String, String>();
        for (Group group : state.configuration().groups().values()) {
            if (!groups.isEmpty() && !groups.contains(group.name())) {
                continue;
            }
            for (String resource : group.resources().keySet()) {
                for (String system : state.configuration().systemList(group.name()).keySet()) {
                    rows.put(
                            columns("", resource, system),
                            resourceMessage(state, resource, system));
                }
            }
        }
        return rows;
    }

    private static String resourceMessage(ClusterState state, String resource, String system) {
        IState waits = state.iState(resource, system);
        return switch (waits) {
            case NOT_WAITING -> state.resource(resource, system).status().text().replace('|', ' ');
            case W_ONLINE -> "WAITING FOR ONLINE";
            case W_ONLINE_CHILDREN -> "WAITING FOR CHILDREN ONLINE";
            case W_OFFLINE, W_OFFLINE_PATH -> "WAITING FOR OFFLINE";
            case W_OFFLINE_PARENT -> "WAITING FOR PARENT OFFLINE";
            case W_OFFLINE_REVERSE -> "WAITING FOR OFFLINE REVERSE";
            case W_ONLINE_REVERSE -> "WAITING FOR ONLINE REVERSE";
        };
    }

    @Override
    public Answer.Printed expired() {
        return Answer.Printed.of(List.of());
    }
}
