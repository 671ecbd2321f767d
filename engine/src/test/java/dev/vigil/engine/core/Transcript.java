package dev.vigil.engine.core;

import java.util.ArrayList;
import java.util.List;

/// What changed between two states, and what was asked for, as a scenario shows it.
final class Transcript {
    private Transcript() {}

    static List<String> of(
            ClusterState before, ClusterState after, List<Action> actions, boolean verbose) {
        List<String> lines = new ArrayList<>();
        systems(before, after, lines);
        for (var group : after.topology().groups().values()) {
            if (!before.topology().groups().containsKey(group.name())) continue;
            for (String system : group.systems()) group(before, after, group, system, lines);
            decisions(before, after, group.name(), lines);
        }
        for (var action : actions) {
            String line = line(action, verbose);
            if (!line.isEmpty()) lines.add(line);
        }
        return lines;
    }

    private static void systems(ClusterState before, ClusterState after, List<String> lines) {
        for (var system : after.systems().values()) {
            var was = before.sysState(system.name());
            if (was != system.state())
                lines.add(system.name() + "  " + was + " -> " + system.state());
        }
    }

    private static void group(
            ClusterState before,
            ClusterState after,
            GroupInfo group,
            String system,
            List<String> lines) {
        if (!before.topology().groups().get(group.name()).mayRunOn(system)) return;
        String was = state(before, group.name(), system);
        String now = state(after, group.name(), system);
        if (was.equals(now)) return;
        String why = after.group(group.name()).targets().getOrDefault(system, "");
        boolean arrives =
                !before.group(group.name()).targets().containsKey(system) && !why.isEmpty();
        lines.add(
                group.name()
                        + "@"
                        + system
                        + "  "
                        + was
                        + " -> "
                        + now
                        + (arrives ? ": " + why : ""));
    }

    private static String state(ClusterState state, String group, String system) {
        var on = state.group(group).on(system);
        return state.groupState(group, system).text() + (on.autoDisabled() ? "|AUTODISABLED" : "");
    }

    /// Decisions that no change of state shows.
    private static void decisions(
            ClusterState before, ClusterState after, String group, List<String> lines) {
        for (var each : after.group(group).decisions()) {
            if (each.event() <= before.events()) continue;
            if (each.what().startsWith("waits") || each.what().startsWith("stays"))
                lines.add(group + " " + each.what() + ": " + each.why());
            if (each.what().startsWith("stays"))
                each.considered().forEach(line -> lines.add("    " + line));
        }
    }

    private static String line(Action action, boolean verbose) {
        return switch (action) {
            case Action.Order(var system, _, _, var operation) ->
                    "> " + system + ": " + verb(operation) + " " + operation.resource();
            case Action.Cancel(var system, _, _, var operation) ->
                    "> " + system + ": cancel " + verb(operation) + " " + operation.resource();
            case Action.Look(var system, _, _, var resource) ->
                    "> " + system + ": look at " + resource;
            case Action.Reply(_, var exit, var messages) ->
                    "< exit "
                            + exit
                            + (messages.isEmpty() ? "" : ": " + String.join(" / ", messages));
            case Action.Log(var message) -> log(message, verbose);
            case Action.RunTrigger(var system, var id, var name, _, var arguments) ->
                    "> "
                            + system
                            + ": trigger "
                            + name
                            + " "
                            + String.join(" ", arguments)
                            + (id.isEmpty() ? "" : " (awaited)");
            case Action.StartTimer(_, var durationMs) -> "> timer " + durationMs + " ms";
            case Action.CancelTimer _ -> "";
            case Action.BuildLocally(var system, _) -> "> " + system + ": build from its files";
            case Action.BuildRemotely(var system, _) -> "> " + system + ": build from the others";
            case Action.Reconfigure _ -> "";
            case Action.MarkStale(var stale) -> "> all: " + (stale ? "mark" : "unmark") + " .stale";
            case Action.DumpConfiguration(var files) ->
                    "> all: write " + String.join(" ", files.keySet());
            case Action.StopEngine(var system, _, var force) ->
                    "> " + system + ": stop engine" + (force ? " by force" : "");
        };
    }

    private static String verb(Operation operation) {
        return switch (operation.kind()) {
            case ONLINE -> "online";
            case OFFLINE -> "offline";
            case CLEAR_FAULT -> "clear fault of";
            case ACTION -> "action " + operation.token() + " on";
        };
    }

    private static String log(Message message, boolean verbose) {
        return switch (message.severity()) {
            case CRITICAL, ERROR, WARNING -> "! " + message.umi() + " " + message.text();
            case NOTICE -> verbose ? "! " + message.umi() + " " + message.text() : "";
            case INFO -> "";
        };
    }
}
