package dev.vigil.engine.api;

import dev.vigil.config.ConfigurationReader;
import dev.vigil.engine.command.FencingReport;
import dev.vigil.engine.command.PortReport;
import dev.vigil.engine.core.Action;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.DiskConfiguration;
import dev.vigil.engine.core.DiskVersion;
import dev.vigil.engine.core.Engine;
import dev.vigil.engine.core.Event;
import dev.vigil.engine.core.Request;
import dev.vigil.engine.core.Step;
import dev.vigil.engine.fault.FaultAnswer;
import dev.vigil.engine.fault.FaultEdge;
import dev.vigil.engine.fault.FaultReport;
import dev.vigil.engine.gab.View;
import dev.vigil.engine.had.StackStatus;
import dev.vigil.engine.node.LoserReport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// An engine behind its API with the real core, whose events need no agreement. It remembers what went wrong in it.
final class FuzzedEngine {
    private final AtomicInteger reached = new AtomicInteger();
    private final List<String> mistakes = new CopyOnWriteArrayList<>();
    private volatile ClusterState state = ClusterState.EMPTY;

    FuzzedEngine(Path configuration) {
        try {
            var files = new TreeMap<>(Map.of("main.cf", Files.readString(configuration)));
            var members = new TreeMap<String, Long>();
            var ids = new TreeMap<String, Integer>();
            for (String system : ConfigurationReader.read(files).orThrow().systems().keySet()) {
                ids.put(system, ids.size());
                members.put(system, 1L);
            }
            apply(new Event.ViewOpened(1, members, new TreeMap<>(), new TreeSet<>(), ids));
            for (String system : members.keySet())
                apply(
                        new Event.SystemReady(
                                system, 1, DiskConfiguration.VALID, false, DiskVersion.NONE));
            String builder = members.firstKey();
            apply(new Event.ConfigurationBuilt(builder, 1, files, true, false));
            for (String system : members.tailMap(builder + "\0").keySet())
                apply(new Event.SnapshotLoaded(system, 1));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private List<Action> apply(Event event) {
        Step step = Engine.apply(state, event);
        state = step.state();
        return step.actions();
    }

    /// How many requests and faults have come.
    int reached() {
        return reached.get();
    }

    /// What the engine threw.
    List<String> mistakes() {
        return mistakes;
    }

    EngineDoor door() {
        return (EngineDoor)
                Proxy.newProxyInstance(
                        EngineDoor.class.getClassLoader(),
                        new Class<?>[] {EngineDoor.class},
                        (proxy, method, arguments) -> answer(method.getName(), arguments));
    }

    @SuppressWarnings("unchecked")
    private Object answer(String method, Object[] arguments) {
        switch (method) {
            case "submit" -> {
                return submit(
                        (Request) arguments[0],
                        (String) arguments[2],
                        (BiConsumer<Integer, List<String>>) arguments[3]);
            }
            case "control" -> {
                reached.incrementAndGet();
                ((BiConsumer<Boolean, String>) arguments[1]).accept(true, "");
            }
            case "fault" -> {
                reached.incrementAndGet();
                ((Consumer<FaultAnswer>) arguments[1]).accept(new FaultAnswer(true, List.of()));
            }
            case "log", "abandon" -> {}
            default -> {
                return known(method);
            }
        }
        return null;
    }

    private Object known(String method) {
        return switch (method) {
            case "system" -> "sysA";
            case "state" -> state;
            case "status" -> status();
            case "links", "timers" -> Optional.empty();
            case "zeroLinks", "journalFails" -> false;
            case "ports" -> PortReport.NONE;
            case "fencing" -> FencingReport.outside("Disabled");
            case "faults" -> FaultReport.NONE;
            case "faultyMessages" -> FaultEdge.Counts.NONE;
            case "refusedConnections" -> new TreeMap<>();
            case "warnings" -> List.of();
            case "loser" -> LoserReport.NONE;
            default -> throw new UnsupportedOperationException(method);
        };
    }

    private static StackStatus status() {
        return new StackStatus(
                View.NONE,
                true,
                true,
                true,
                false,
                "",
                0,
                0,
                0,
                List.of(),
                List.of(),
                Optional.empty());
    }

    private String submit(
            Request request, String command, BiConsumer<Integer, List<String>> replied) {
        String id = "r" + reached.incrementAndGet();
        List<Action> actions;
        try {
            actions = apply(new Event.Requested(id, "sysA", "root", command, request));
        } catch (RuntimeException mistake) {
            mistakes.add(mistake + " at " + request);
            return id;
        }
        for (Action action : actions) {
            if (action instanceof Action.Reply(var to, int exitCode, var messages) && to.equals(id))
                replied.accept(exitCode, messages);
        }
        return id;
    }
}
