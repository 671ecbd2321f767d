package dev.vigil.engine.command;

import dev.vigil.config.ConfigurationReader;
import dev.vigil.engine.core.Action;
import dev.vigil.engine.core.Cause;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.DiskConfiguration;
import dev.vigil.engine.core.DiskVersion;
import dev.vigil.engine.core.Engine;
import dev.vigil.engine.core.Event;
import dev.vigil.engine.core.Flag;
import dev.vigil.engine.core.Loss;
import dev.vigil.engine.core.Outcome;
import dev.vigil.engine.core.Probe;
import dev.vigil.engine.core.ResourceInfo;
import dev.vigil.engine.core.ResourceStatus;
import dev.vigil.engine.core.SeenLinks;
import dev.vigil.engine.core.Step;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The decision core on its own, driven by directives of a [Transcript]: what happens to a cluster, without a cluster.
final class TestCluster {
    private static final long FIRST_INCARNATION = 1;

    private final Path directory;
    private Optional<ClusterState> state = Optional.empty();
    private final TreeMap<String, Long> members = new TreeMap<>();
    private final TreeMap<String, Integer> nodeIds = new TreeMap<>();
    private final List<Action.Reply> replies = new ArrayList<>();
    private long view;
    private long requests;

    TestCluster(Path directory) {
        this.directory = directory;
    }

    /// The state as commands see it; empty without an engine.
    Optional<ClusterState> state() {
        return state;
    }

    void directive(List<String> words) {
        String subject = words.size() > 1 ? words.get(1) : "";
        switch (words.getFirst()) {
            case "given" -> given(subject, words.contains("unbuilt"));
            case "probed" -> probed();
            case "report" -> report(subject, Probe.valueOf(words.get(2)), flags(words));
            case "ended" -> ended(subject, Outcome.valueOf(words.get(2)));
            case "lost" -> lost(subject, Loss.valueOf(words.get(2)));
            case "jeopardy" -> jeopardy(words.get(1), words.get(2));
            default -> throw new IllegalArgumentException("no such directive: " + words);
        }
    }

    private void given(String file, boolean unbuilt) {
        state = Optional.empty();
        members.clear();
        nodeIds.clear();
        view = 0;
        if (file.equals("nothing")) {
            return;
        }
        state = Optional.of(ClusterState.EMPTY);
        String text = text(directory.resolve(file));
        var files = new TreeMap<>(java.util.Map.of("main.cf", text));
        var configuration = ConfigurationReader.read(files).orThrow();
        for (String system : configuration.systems().keySet()) {
            nodeIds.put(system, nodeIds.size());
            members.put(system, FIRST_INCARNATION);
        }
        open(new TreeMap<>());
        for (String system : members.keySet()) {
            apply(
                    new Event.SystemReady(
                            system,
                            FIRST_INCARNATION,
                            unbuilt ? DiskConfiguration.STALE : DiskConfiguration.VALID,
                            false,
                            DiskVersion.NONE));
        }
        if (unbuilt) {
            return;
        }
        String builder = members.firstKey();
        apply(new Event.ConfigurationBuilt(builder, FIRST_INCARNATION, files, false, false));
        members.keySet().stream()
                .filter(system -> !system.equals(builder))
                .forEach(system -> apply(new Event.SnapshotLoaded(system, FIRST_INCARNATION)));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void open(SortedMap<String, Loss> lost) {
        apply(new Event.ViewOpened(++view, members, lost, new TreeSet<>(), nodeIds));
    }

    private void probed() {
        ClusterState now = state.orElseThrow();
        for (ResourceInfo each : now.topology().resources().values()) {
            boolean persistent = each.operations() == ResourceInfo.Operations.NONE;
            for (String system : now.topology().groups().get(each.group()).systems()) {
                if (members.containsKey(system)) {
                    report(
                            each.name() + "@" + system,
                            persistent ? Probe.ONLINE : Probe.OFFLINE,
                            new Flag[0]);
                }
            }
        }
    }

    private static Flag[] flags(List<String> words) {
        return words.stream().skip(3).map(Flag::valueOf).toArray(Flag[]::new);
    }

    private void report(String where, Probe probe, Flag[] flags) {
        String[] at = where.split("@");
        String order =
                state.orElseThrow()
                        .operation(at[0], at[1])
                        .map(dev.vigil.engine.core.Operation::id)
                        .orElse("");
        apply(
                new Event.ResourceReported(
                        at[1],
                        members.get(at[1]),
                        at[0],
                        ResourceStatus.of(probe, flags),
                        order.isEmpty() ? Cause.UNEXPECTED : Cause.ORDERED,
                        order,
                        "",
                        state.orElseThrow().view()));
    }

    private void ended(String where, Outcome outcome) {
        String[] at = where.split("@");
        String order = state.orElseThrow().operation(at[0], at[1]).orElseThrow().id();
        apply(
                new Event.OperationEnded(
                        at[1], members.get(at[1]), at[0], order, outcome, "as told"));
    }

    private void lost(String system, Loss loss) {
        members.remove(system);
        open(new TreeMap<>(java.util.Map.of(system, loss)));
    }

    /// The first system hears another on its second link only.
    private void jeopardy(String observer, String system) {
        SortedMap<String, Boolean> links =
                new TreeMap<>(java.util.Map.of("net1", false, "net2", true));
        apply(
                new Event.LinksSeen(
                        observer,
                        members.get(observer),
                        new SeenLinks(new TreeMap<>(java.util.Map.of(system, links)))));
    }

    /// Puts a request through the core.
    ///
    /// @return the printed reply, or the request itself while none has come
    Answer submit(Answer.Submit submit, String system) {
        String id = "r" + ++requests;
        replies.clear();
        apply(new Event.Requested(id, system, "root", submit.fired(), submit.request()));
        return replies.stream()
                .filter(reply -> reply.requestId().equals(id))
                .findFirst()
                .<Answer>map(reply -> submit.reply(reply.exitCode(), reply.messages()))
                .orElse(submit);
    }

    private void apply(Event event) {
        Step step = Engine.apply(state.orElseThrow(), event);
        state = Optional.of(step.state());
        for (Action action : step.actions()) {
            if (action instanceof Action.Reply reply) {
                replies.add(reply);
            }
        }
    }
}
