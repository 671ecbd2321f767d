package dev.vigil.engine.command;

import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.fault.FaultAnswer;
import dev.vigil.engine.fault.FaultRequest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Plays a transcript: directives that bring a cluster into a state, commands, and what is seen of them.
///
/// | line | meaning |
/// |---|---|
/// | `# ...` | a remark |
/// | `given FILE` | a new cluster, its systems RUNNING with the configuration of FILE |
/// | `given FILE unbuilt` | a new cluster whose systems have not read any configuration |
/// | `given nothing` | no engine at all |
/// | `probed` | each resource is reported from each system: OFFLINE, and ONLINE if it is persistent |
/// | `report RES@SYS STATE [FLAG ...]` | an agent reports |
/// | `ended RES@SYS OUTCOME` | the pending order of a resource has ended |
/// | `lost SYS CRASH\|JEOPARDY\|DDNA\|EXITED` | a view opens without a system |
/// | `by USER` | who types from here on |
/// | `on SYS` | where is typed from here on |
/// | `quietly COMMAND` | a command of which nothing is shown |
/// | `$ COMMAND` | a command; below it what is seen: `> ` on stdout, `! ` on stderr, `= ` what it comes to |
///
/// A seen line that ends in a blank is shown with `¶` after it. Directives under a command that watches show it the new state.
final class Transcript {
    private final TestCluster cluster;
    private final List<String> played = new ArrayList<>();
    private Caller caller = Caller.root();
    private String system = "sysA";
    private Optional<Answer.Watch> watching = Optional.empty();

    Transcript(Path directory) {
        cluster = new TestCluster(directory);
    }

    List<String> play(List<String> lines) {
        for (String line : lines) {
            if (line.startsWith("> ") || line.startsWith("! ") || line.startsWith("= ")) {
                continue;
            }
            if (line.equals(">") || line.equals("!")) {
                continue;
            }
            played.add(line);
            play(line);
        }
        return played;
    }

    private void play(String line) {
        if (line.isBlank() || line.startsWith("#")) {
            return;
        }
        List<String> words = words(line);
        switch (words.getFirst()) {
            case "$" -> {
                watching = Optional.empty();
                show(run(words.subList(1, words.size())));
            }
            case "quietly" -> {
                run(words.subList(1, words.size()));
                watching.ifPresent(this::watch);
            }
            case "by" ->
                    caller = new Caller(words.get(1), words.get(1).equals("root"), "localhost");
            case "on" -> system = words.get(1);
            case "expired" -> show(watching.orElseThrow().watcher().expired());
            default -> {
                if (words.getFirst().equals("given")) {
                    caller = Caller.root();
                    system = "sysA";
                    watching = Optional.empty();
                }
                cluster.directive(words);
                watching.ifPresent(this::watch);
            }
        }
    }

    private Answer run(List<String> argv) {
        Answer answer = CommandLine.run(argv, caller, system, cluster.state());
        return answer instanceof Answer.Submit submit ? cluster.submit(submit, system) : answer;
    }

    private void show(Answer answer) {
        switch (answer) {
            case Answer.Printed printed -> {
                print(printed.out(), printed.err());
                played.add("= exit " + printed.exit());
            }
            case Answer.Submit submit -> played.add("= waits for " + submit.request());
            case Answer.Watch watch -> watch(watch);
            case Answer.Ask ask -> show(answered(ask));
        }
    }

    private void print(List<String> out, List<String> err) {
        out.forEach(line -> played.add(mark(("> " + line))));
        err.forEach(line -> played.add(mark(("! " + line))));
    }

    private static String mark(String line) {
        boolean blank = line.isBlank() || line.length() == 2;
        return !blank && Character.isWhitespace(line.charAt(line.length() - 1))
                ? line + "¶"
                : line.stripTrailing();
    }

    private void watch(Answer.Watch watch) {
        ClusterState state = cluster.state().orElseThrow();
        switch (watch.watcher().see(state)) {
            case Watcher.Done(var last) -> {
                watching = Optional.empty();
                show(last);
            }
            case Watcher.More(var out, var next) -> {
                print(out, List.of());
                String limit =
                        watch.timeoutMs().isPresent()
                                ? " for " + watch.timeoutMs().getAsLong() + " ms"
                                : "";
                played.add("= watches" + limit);
                watching = Optional.of(new Answer.Watch(next, watch.timeoutMs()));
            }
        }
    }

    /// What a daemon with two systems, one of them half gone, would answer.
    private static Answer.Printed answered(Answer.Ask ask) {
        return switch (ask) {
            case Answer.Ask.Links links -> links.print().apply(links());
            case Answer.Ask.ZeroCounters zero -> zero.done();
            case Answer.Ask.Timers timers -> timers.print().apply(timers());
            case Answer.Ask.SetTimer timer ->
                    timer.print()
                            .apply(
                                    timers().timers().containsKey(timer.name())
                                            ? Optional.empty()
                                            : Optional.of("no timer " + timer.name()));
            case Answer.Ask.Ports ports -> ports.print().apply(ports());
            case Answer.Ask.Fencing fencing -> fencing.print().apply(fencing());
            case Answer.Ask.Seed seed -> seed.print().apply(Optional.of("seeded already"));
            case Answer.Ask.Fault fault -> fault.print().apply(faultAnswer(fault.request()));
            case Answer.Ask.WriteLog log -> {
                Answer.Printed written = log.written();
                yield new Answer.Printed(
                        written.exit(),
                        List.of("(logged) " + log.severity() + " " + log.umi() + " " + log.text()),
                        written.err());
            }
        };
    }

    /// What was understood; of the two systems that answer here, one allows nothing.
    private static FaultAnswer faultAnswer(FaultRequest request) {
        return request instanceof FaultRequest.Kill
                ? FaultAnswer.refused("nothing may be broken here")
                : new FaultAnswer(true, List.of(request.toString()));
    }

    private static LinkReport links() {
        return new LinkReport(
                0,
                1234,
                List.of(
                        new LinkReport.Node(
                                0,
                                "sysA",
                                true,
                                List.of(
                                        link("net1", LinkReport.Health.UP, "127.11.0.1", -1),
                                        link("net2", LinkReport.Health.UP, "127.12.0.1", -1))),
                        new LinkReport.Node(
                                1,
                                "sysB",
                                true,
                                List.of(
                                        link("net1", LinkReport.Health.TROUBLE, "127.11.0.2", 2040),
                                        link("net2", LinkReport.Health.DOWN, "127.12.0.2", 17000))),
                        new LinkReport.Node(
                                12,
                                "sysM",
                                false,
                                List.of(
                                        link("net1", LinkReport.Health.DOWN, "", -1),
                                        link("net2", LinkReport.Health.DOWN, "", -1)))),
                List.of(wire("net1", false, "127.11.0.1"), wire("net2", true, "127.12.0.1")),
                new java.util.TreeMap<>(
                        java.util.Map.of("signature", 3L, "old_session", 2L, "foreign", 1L)));
    }

    private static LinkReport.Link link(
            String tag, LinkReport.Health health, String address, long silentMs) {
        return new LinkReport.Link(
                tag, health, address, silentMs < 0 ? 0 : 71, silentMs < 0 ? 0 : 64, silentMs);
    }

    private static LinkReport.Wire wire(String tag, boolean lowPriority, String address) {
        return new LinkReport.Wire(
                tag, "eth1", lowPriority, 8192, 50000, address, "", 71, 14200, 70, 13600, 1);
    }

    private static TimerReport timers() {
        var timers = new java.util.LinkedHashMap<String, Long>();
        timers.put("heartbeat", 50L);
        timers.put("heartbeatlo", 100L);
        timers.put("peertrouble", 200L);
        timers.put("peerinact", 1600L);
        timers.put("timetoreqhb", 1400L);
        var flow = new java.util.LinkedHashMap<String, Long>();
        flow.put("lowwater", 40L);
        return new TimerReport(timers, flow, 1200);
    }

    private static PortReport ports() {
        return new PortReport(
                List.of(
                        new PortReport.Port('a', 0x26cd2cL, set(0, 1, 12), set(1), set()),
                        new PortReport.Port('b', 0x26cd2dL, set(0, 1, 12), set(), set()),
                        new PortReport.Port('h', 0xa36e0003L, set(0), set(), set(1, 12))),
                3);
    }

    private static FencingReport fencing() {
        var members = new TreeMap<>(Map.of(0, "sysA", 1, "sysB"));
        return new FencingReport(
                "Customized",
                "cps",
                0,
                members,
                List.of(
                        new FencingReport.Point(
                                "cp1:443", "registered", new TreeSet<>(members.values())),
                        new FencingReport.Point(
                                "cp2:443",
                                "unreachable: no answer within 1000 ms",
                                new TreeSet<>())),
                "Clean",
                "/dev/watchdog0, armed, 12000 ms",
                List.of("2 coordination points bear the loss of 0"));
    }

    private static SortedSet<Integer> set(Integer... ids) {
        return new TreeSet<>(List.of(ids));
    }

    /// Words as a shell would make them: blanks separate, quotes keep together.
    private static List<String> words(String line) {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean quoted = false;
        boolean begun = false;
        for (char c : line.toCharArray()) {
            if (c == '\'') {
                quoted = !quoted;
                begun = true;
            } else if (c == ' ' && !quoted) {
                if (begun) {
                    words.add(word.toString());
                    word.setLength(0);
                    begun = false;
                }
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
