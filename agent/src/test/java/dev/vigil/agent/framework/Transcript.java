package dev.vigil.agent.framework;

import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.MonitorResult.Finding;
import dev.vigil.agent.ResourceDefinition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Plays a scenario: lines without indentation are what the machine is told, indented ones what it does.
///
/// `given NAME=VALUE ...` comes first: limits in seconds and counts, `Operations=`, and the words `noclean`, `leased`,
/// `ManageFaults=NONE`, `running` (the table says that it may run). `wait N` lets N seconds pass, with every deadline in them.
final class Transcript {
    private static final long SECOND = Policy.SECOND_NS;

    private final List<String> lines = new ArrayList<>();
    private ResourceMachine machine;
    private Policy policy;
    private long atNs;
    private long run;
    private EntryPoint running;

    /// The scenario with the machine's actions as they are.
    static String play(String scenario) {
        var transcript = new Transcript();
        for (String line : scenario.split("\n")) {
            if (line.startsWith(" ")) continue;
            transcript.lines.add(line);
            String told = line.replaceFirst("#.*", "").strip();
            if (!told.isEmpty()) transcript.tell(told);
        }
        return String.join("\n", transcript.lines) + "\n";
    }

    private void tell(String line) {
        String[] words = line.split(" ");
        String word = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "given" -> given(words);
            case "limits" -> {
                policy = policy(words);
                handle(new Event.PolicyChanged(atNs, policy));
            }
            case "enable" -> handle(new Event.Enabled(atNs));
            case "disable" -> handle(new Event.Disabled(atNs));
            case "online" -> handle(new Event.OnlineOrdered(atNs, word));
            case "offline" -> handle(new Event.OfflineOrdered(atNs, word));
            case "probe" -> handle(new Event.ProbeOrdered(atNs, word));
            case "cancel" -> handle(new Event.CancelOrdered(atNs, word));
            case "clear" -> handle(new Event.ClearOrdered(atNs, word));
            case "changed" -> handle(new Event.AttributeChanged(atNs, word));
            case "returned" -> handle(new Event.Returned(atNs, run, Integer.parseInt(word)));
            case "timed-out" -> handle(new Event.TimedOut(atNs, run));
            case "killed" -> handle(new Event.Killed(atNs, run));
            case "denied" -> handle(new Event.Denied(atNs, run, "no lease"));
            case "refused" -> handle(new Event.Refused(atNs, run, "it runs elsewhere"));
            case "found" -> found(word, words);
            case "noticed" -> handle(new Event.Noticed(atNs));
            case "watched" -> handle(new Event.Watched(atNs, true));
            case "lease-lost" -> handle(new Event.LeaseLost(atNs, "cut off"));
            case "lease-back" -> handle(new Event.LeaseRegained(atNs));
            case "probed-online" -> probed("online");
            case "probed-offline" -> probed("offline");
            case "went-online" -> wentOnline();
            case "wait" -> waitFor((long) (Double.parseDouble(word) * SECOND));
            default -> throw new IllegalArgumentException("no such line: " + line);
        }
    }

    private void given(String[] words) {
        atNs = 0;
        policy = policy(words);
        machine = new ResourceMachine("R", policy, List.of(words).contains("running"));
    }

    private static Policy policy(String[] words) {
        var definition = ResourceDefinition.plain("R", "T", "G");
        boolean clean = true;
        for (String word : words) {
            String[] parts = word.split("=");
            if (word.equals("noclean")) clean = false;
            else if (word.equals("leased")) definition = definition.withLeased(true);
            else if (word.equals("ManageFaults=NONE"))
                definition = definition.withManageFaults(false);
            else if (parts[0].equals("Operations"))
                definition = definition.withOperations(parts[1]);
            else if (parts.length == 2) {
                definition = definition.withLimit(parts[0], Integer.parseInt(parts[1]));
            }
        }
        return Policy.of(definition, clean, SECOND);
    }

    private void found(String word, String[] words) {
        int confidence = words.length > 2 ? Integer.parseInt(words[2]) : 100;
        Finding finding =
                switch (word) {
                    case "online" -> Finding.ONLINE;
                    case "offline" -> Finding.OFFLINE;
                    case "intentional" -> Finding.INTENTIONAL_OFFLINE;
                    case "unknown" -> Finding.UNKNOWN;
                    default -> throw new IllegalArgumentException(word);
                };
        handle(
                new Event.Monitored(
                        atNs,
                        run,
                        new MonitorResult(
                                finding, finding == Finding.ONLINE ? confidence : 0, "")));
    }

    /// Enabled, opened and looked at; the usual beginning, said in one line.
    private void probed(String found) {
        quietly("enable", "returned 0", "found " + found);
    }

    private void wentOnline() {
        quietly(
                "enable",
                "returned 0",
                "found offline",
                "online op0",
                "returned 0",
                "found online");
    }

    private void quietly(String... told) {
        int size = lines.size();
        for (String line : told) tell(line);
        while (lines.size() > size) lines.removeLast();
    }

    private void waitFor(long ns) {
        long end = atNs + ns;
        while (machine.nextDeadlineNs() <= end) {
            atNs = Math.max(atNs, machine.nextDeadlineNs());
            lines.add("  at " + seconds());
            handle(new Event.DeadlinePassed(atNs));
        }
        atNs = end;
    }

    private String seconds() {
        return String.format(Locale.ROOT, "%.2f s", atNs / 1e9);
    }

    private void handle(Event event) {
        for (Action action : machine.handle(event)) {
            if (action instanceof Action.Run started) {
                run = started.run();
                running = started.entryPoint();
            }
            lines.add("  " + text(action));
        }
    }

    private String text(Action action) {
        return switch (action) {
            case Action.Run started ->
                    "run "
                            + running.scriptName()
                            + started.reason().map(reason -> " " + reason).orElse("")
                            + (started.attribute().isEmpty() ? "" : " " + started.attribute())
                            + (started.operationId().isEmpty()
                                    ? ""
                                    : " for " + started.operationId())
                            + (started.urgent() ? " at once" : "");
            case Action.Kill _ -> "kill " + running.scriptName();
            case Action.ReportState(var status, var cause, var id, var reason) ->
                    status.text()
                            + " "
                            + cause
                            + (id.isEmpty() ? "" : " " + id)
                            + (reason.isEmpty() ? "" : " (" + reason + ")");
            case Action.ReportEnded(var id, var outcome, var reason) ->
                    "ended " + id + " " + outcome + (reason.isEmpty() ? "" : " (" + reason + ")");
            case Action.Log(var severity, var umi, var text) ->
                    "log " + severity + " " + umi + " " + text;
            case Action.Note(var mayRun) -> mayRun ? "note: may run" : "note: does not run";
            case Action.Watch _ -> "watch";
            case Action.Unwatch _ -> "unwatch";
            case Action.Detached _ -> "detached";
        };
    }
}
