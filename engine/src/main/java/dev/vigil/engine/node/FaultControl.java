package dev.vigil.engine.node;

import dev.vigil.agent.host.EntryFaults;
import dev.vigil.engine.fault.Direction;
import dev.vigil.engine.fault.FaultAnswer;
import dev.vigil.engine.fault.FaultEdge;
import dev.vigil.engine.fault.FaultPlan;
import dev.vigil.engine.fault.FaultReport;
import dev.vigil.engine.fault.FaultRequest;
import dev.vigil.engine.fault.TrafficFaults;
import dev.vigil.engine.had.LogLine;
import dev.vigil.engine.llt.LltHosts;
import dev.vigil.engine.llt.LltTab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/// The faults injected on this system: whether that is allowed, what is in force. Belongs to the node daemon's loop, and ends with it.
final class FaultControl {
    private static final double PERCENT = 0.01;

    private final SystemPaths paths;
    private final List<String> links;
    private final int self;
    private final LltHosts hosts;
    private final FaultEdge edge;
    private final EntryFaults entries;
    private final DaemonSignals signals;
    private final Consumer<LogLine> log;
    private TrafficFaults traffic = TrafficFaults.NONE;
    private long injected;

    /// @param edge lets the heartbeats through
    /// @param entries makes entry points misbehave
    FaultControl(
            SystemPaths paths,
            LltTab tab,
            LltHosts hosts,
            FaultEdge edge,
            EntryFaults entries,
            DaemonSignals signals,
            Consumer<LogLine> log) {
        this.paths = paths;
        this.links = tab.links().stream().map(link -> link.tag()).toList();
        this.self = tab.node();
        this.hosts = hosts;
        this.edge = edge;
        this.entries = entries;
        this.signals = signals;
        this.log = log;
    }

    /// The file that has to be there before anything is broken. It is looked for each time, and no command of the cluster makes it.
    private Path allowed() {
        return paths.conf().resolve("hafault.allow");
    }

    /// Carries a request out, or says why not.
    FaultAnswer carryOut(FaultRequest request) {
        if (!request.harmless() && !Files.isRegularFile(allowed())) return forbidden();
        try {
            FaultAnswer answer = obey(request);
            if (answer.done() && !(request instanceof FaultRequest.Query)) loudly(request);
            return answer;
        } catch (IOException failed) {
            return FaultAnswer.refused(failed.getMessage());
        }
    }

    private FaultAnswer forbidden() {
        return FaultAnswer.refused(
                "nothing may be broken on system "
                        + hosts.names().get(self)
                        + ", as there is no file "
                        + allowed()
                        + "; on a system that is meant for tests make one: touch "
                        + allowed());
    }

    private FaultAnswer obey(FaultRequest request) throws IOException {
        switch (request) {
            case FaultRequest.Query ignored -> {}
            case FaultRequest.Disturb disturb -> disturb(disturb);
            case FaultRequest.Heal(var which) -> heal(which);
            case FaultRequest.Misbehave fault ->
                    entries.put(
                            new EntryFaults.Fault(
                                    fault.resource(),
                                    fault.entry(),
                                    fault.behaviour(),
                                    fault.says(),
                                    fault.times()));
            case FaultRequest.Pause(var daemons, var seconds) -> {
                return new FaultAnswer(true, List.of(signals.pause(daemons, seconds)));
            }
            case FaultRequest.Kill(var daemons) -> {
                return new FaultAnswer(true, List.of(signals.kill(daemons)));
            }
        }
        return new FaultAnswer(true, lines());
    }

    private void disturb(FaultRequest.Disturb wanted) throws IOException {
        Selection which = selection(wanted.traffic());
        double share = wanted.amount() * PERCENT;
        follow(
                traffic.changed(
                        which.links,
                        which.peers,
                        which.directions,
                        effect ->
                                switch (wanted.kind()) {
                                    case CUT -> effect.withCut();
                                    case DELAY -> effect.withDelay((long) wanted.amount());
                                    case LOSE -> effect.withLoss(share);
                                    case DUPLICATE -> effect.withDuplicates(share);
                                }));
    }

    private void heal(FaultRequest.Traffic wanted) throws IOException {
        if (wanted.all()) entries.clear();
        Selection which = selection(wanted);
        follow(traffic.healed(which.links, which.peers, which.directions));
    }

    private void follow(TrafficFaults faults) {
        traffic = faults;
        edge.follow(faults.paths().isEmpty() ? FaultPlan.NONE : faults);
    }

    private record Selection(List<String> links, List<Integer> peers, List<Direction> directions) {}

    private Selection selection(FaultRequest.Traffic wanted) throws IOException {
        for (String link : wanted.links()) {
            if (!links.contains(link))
                throw new IOException(
                        "there is no link " + link + "; links are " + String.join(", ", links));
        }
        List<Integer> peers = new ArrayList<>();
        for (String name : wanted.peers()) peers.add(peer(name));
        return new Selection(
                wanted.links().isEmpty() ? links : wanted.links(),
                peers.isEmpty()
                        ? hosts.names().keySet().stream().filter(id -> id != self).toList()
                        : peers,
                wanted.way().directions());
    }

    private int peer(String name) throws IOException {
        return hosts.names().entrySet().stream()
                .filter(host -> host.getValue().equals(name) && host.getKey() != self)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(
                        () -> new IOException("there is no other system " + name + " in llthosts"));
    }

    private void loudly(FaultRequest request) {
        if (!(request instanceof FaultRequest.Heal)) injected++;
        log.accept(
                new LogLine(
                        LogLine.Severity.WARNING,
                        "V-15-2-1030",
                        "hafault: "
                                + done(request)
                                + "; in force now: "
                                + (lines().isEmpty() ? "nothing" : String.join("; ", lines()))));
    }

    private static String done(FaultRequest request) {
        return switch (request) {
            case FaultRequest.Query ignored -> "asked";
            case FaultRequest.Disturb(var kind, var amount, var where) ->
                    word(kind) + " on " + where;
            case FaultRequest.Heal(var where) -> "healed " + where;
            case FaultRequest.Pause(var daemons, var seconds) ->
                    word(daemons) + " paused for " + seconds + " s";
            case FaultRequest.Kill(var daemons) -> word(daemons) + " killed";
            case FaultRequest.Misbehave fault ->
                    fault.entry().scriptName()
                            + " of "
                            + fault.resource()
                            + " made to "
                            + word(fault.behaviour());
        };
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (TrafficFaults.Path path : traffic.paths()) {
            lines.add(
                    "link "
                            + path.link()
                            + (path.direction() == Direction.IN ? " from " : " to ")
                            + hosts.names().get(path.peer())
                            + ": "
                            + path.effect().text());
        }
        for (EntryFaults.Fault fault : entries.all()) lines.add(fault.text());
        return lines;
    }

    /// What the engine has to know.
    FaultReport report() {
        return new FaultReport(traffic, lines(), injected, edge.counts(), entries.taken());
    }
}
