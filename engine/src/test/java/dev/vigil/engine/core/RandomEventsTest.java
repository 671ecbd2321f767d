package dev.vigil.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/// Thousands of events that nobody thought of in an order that nobody thought of: the core settles after each, and what must hold
/// holds; when the trouble ends, every group that can run does.
///
/// `-Dvigil.replay=17` runs one replay seed over all configurations, `-Dvigil.runs=2000` that many.
class RandomEventsTest {
    private static final List<String> SYSTEMS = List.of("a", "b", "c");
    private static final int EVENTS = 150;

    @TestFactory
    List<DynamicTest> whateverHappens() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        try (var files = Files.list(folder())) {
            files.filter(file -> file.toString().endsWith(".cf"))
                    .sorted()
                    .forEach(
                            file ->
                                    tests.add(
                                            DynamicTest.dynamicTest(
                                                    file.getFileName().toString(),
                                                    () -> seeds(Files.readString(file)))));
        }
        tests.add(DynamicTest.dynamicTest("rare things happened", this::rareThingsHappened));
        return tests;
    }

    /// Ids of the messages that must have been logged in some history, or the histories are too tame.
    private void rareThingsHappened() {
        if (System.getProperty("vigil.replay") != null) return;
        for (String rare :
                List.of(
                        "V-16-1-10044", // concurrency violation
                        "V-16-1-10061", // cannot fail over
                        "V-16-1-10151", // autodisabled
                        "V-16-1-10164", // taken down by a dependency
                        "V-16-1-10204", // stays offline after a fault
                        "V-16-1-10205", // group faulted
                        "V-16-1-10208", // switch
                        "V-16-1-10310", // waits for an administrator
                        "V-16-1-10313", // unable to offline
                        "V-16-1-10314", // refuses to go online
                        "V-16-1-10442", // autostart
                        "V-16-1-90023", // started outside
                        "V-16-1-90024")) // stopped outside
        assertTrue(logged.containsKey(rare), rare + " never happened: " + logged);
        assertTrue(logged.get("healed") > 20, "clusters hardly ever heal: " + logged);
    }

    private final SortedMap<String, Integer> logged = new TreeMap<>();

    private static Path folder() {
        return Path.of(System.getProperty("vigil.root"))
                .resolve("engine/src/test/resources/dev/vigil/engine/core");
    }

    private void seeds(String text) {
        String replay = System.getProperty("vigil.replay");
        int runs = Integer.getInteger("vigil.runs", 30);
        for (int seed = 0; seed < runs; seed++) {
            if (replay != null && seed != Integer.parseInt(replay)) continue;
            new Run(text, seed).play().forEach(umi -> logged.merge(umi, 1, Integer::sum));
        }
    }

    @Test
    void oneSeedGivesOneHistory() throws IOException {
        String text = Files.readString(folder().resolve("webauto.cf"));
        assertEquals(new Run(text, 8151).play(), new Run(text, 8151).play());
    }

    /// One history of a cluster.
    private static final class Run {
        private final List<String> trace = new ArrayList<>();
        private final Scene scene = new Scene();
        private final Random random;
        private final int seed;
        private final List<String> seen = new ArrayList<>();

        Run(String text, int seed) {
            this.seed = seed;
            random = new Random(seed);
            scene.view(SYSTEMS, List.of(), new TreeMap<>(), List.of(), SYSTEMS);
            for (String system : SYSTEMS) scene.ready(system, DiskConfiguration.VALID);
            scene.built("a", text);
        }

        List<String> play() {
            try {
                for (int i = 0; i < EVENTS; i++) happen();
                heal();
            } catch (RuntimeException | AssertionError failed) {
                throw new AssertionError(
                        "replay seed "
                                + seed
                                + ": "
                                + failed
                                + "\n"
                                + String.join(
                                        "\n",
                                        trace.subList(
                                                Math.max(0, trace.size() - 25), trace.size())),
                        failed);
            }
            collect();
            return seen;
        }

        private void note(String what) {
            trace.add(scene.state().events() + " " + what);
        }

        private <T> T any(List<T> list) {
            return list.get(random.nextInt(list.size()));
        }

        private void happen() {
            collect();
            int dice = random.nextInt(100);
            if (dice < 55) operation();
            else if (dice < 63) report();
            else if (dice < 66) view();
            else if (dice < 78) join();
            else if (dice < 84) timer();
            else command();
        }

        private void collect() {
            for (var action : scene.takeActions())
                if (action instanceof Action.Log(var message)) seen.add(message.umi());
        }

        private void operation() {
            var operations = List.copyOf(scene.state().operations().values());
            if (operations.isEmpty()) return;
            var each = any(operations);
            note("operation " + each);
            if (each.cancelled()) {
                scene.ended(each.resource(), each.system(), Outcome.CANCELLED, "");
                return;
            }
            if (!each.kind().moves()) {
                scene.apply(
                        new Event.OperationEnded(
                                each.system(),
                                each.incarnation(),
                                each.resource(),
                                each.id(),
                                Outcome.DONE,
                                ""));
                return;
            }
            int dice = random.nextInt(20);
            if (dice < 15) scene.done(each.resource(), each.system());
            else if (dice < 17) scene.failed(each.resource(), each.system(), "broken");
            else if (dice < 18)
                scene.ended(each.resource(), each.system(), Outcome.NEVER_BEGUN, "no lease");
            else if (dice < 19)
                scene.ended(each.resource(), each.system(), Outcome.REFUSED, "runs elsewhere");
            else scene.ended(each.resource(), each.system(), Outcome.DONE, "");
        }

        private void report() {
            var resources = List.copyOf(scene.state().topology().resources().values());
            var resource = any(resources);
            String system = any(SYSTEMS);
            if (!scene.state().system(system).member()) return;
            var state = any(List.of(Probe.FAULTED, Probe.OFFLINE, Probe.ONLINE, Probe.UNKNOWN));
            var flags = new Flag[0];
            if (random.nextInt(10) == 0) flags = new Flag[] {any(Arrays.asList(Flag.values()))};
            var cause = any(Arrays.asList(Cause.values()));
            note(
                    "reported "
                            + resource.name()
                            + "@"
                            + system
                            + " "
                            + state
                            + " "
                            + Arrays.toString(flags)
                            + " "
                            + cause);
            scene.reported(resource.name(), system, ResourceStatus.of(state, flags), cause, "", "");
        }

        private void view() {
            var members = new ArrayList<String>();
            var renewed = new ArrayList<String>();
            var lost = new TreeMap<String, Loss>();
            for (String system : SYSTEMS) {
                boolean member = scene.state().system(system).member();
                if (random.nextInt(4) > 0) {
                    members.add(system);
                    if (member && random.nextInt(8) == 0) renewed.add(system);
                } else if (member) {
                    lost.put(system, any(Arrays.asList(Loss.values())));
                }
            }
            if (members.isEmpty()
                    || members.stream()
                            .noneMatch(
                                    each ->
                                            scene.state().system(each).running()
                                                    && !renewed.contains(each))) return;
            note("view " + members + " renewed " + renewed + " lost " + lost);
            scene.view(
                    members,
                    renewed,
                    lost,
                    random.nextInt(5) == 0 ? List.of(members.getFirst()) : List.of(),
                    SYSTEMS);
        }

        private void join() {
            String system = any(SYSTEMS);
            note("step of " + system);
            switch (scene.state().sysState(system)) {
                case INITING ->
                        scene.ready(
                                system,
                                any(List.of(DiskConfiguration.VALID, DiskConfiguration.STALE)));
                case REMOTE_BUILD -> scene.loaded(system);
                case RUNNING, LEAVING -> scene.probed(system, List.of());
                case EXITING, EXITING_FORCIBLY -> {
                    if (scene.state().runningSystems().isEmpty()) return;
                    var members = new ArrayList<>(SYSTEMS);
                    members.removeIf(
                            each -> each.equals(system) || !scene.state().system(each).member());
                    scene.view(
                            members,
                            List.of(),
                            new TreeMap<>(java.util.Map.of(system, Loss.EXITED)),
                            List.of(),
                            SYSTEMS);
                }
                case UNKNOWN,
                        CURRENT_DISCOVER_WAIT,
                        CURRENT_PEER_WAIT,
                        STALE_DISCOVER_WAIT,
                        STALE_PEER_WAIT,
                        STALE_ADMIN_WAIT,
                        ADMIN_WAIT,
                        LOCAL_BUILD,
                        EXITED,
                        FAULTED -> {}
            }
        }

        private void timer() {
            var systems = List.copyOf(scene.state().systems().keySet());
            if (!systems.isEmpty() && random.nextInt(4) == 0)
                scene.links(
                        any(systems),
                        List.of(
                                any(systems) + "=net1,net2" + (random.nextBoolean() ? "-" : ""),
                                any(systems) + "=net1-,net2"));
            var timers = List.copyOf(scene.state().timers().keySet());
            if (!timers.isEmpty()) scene.apply(new Event.TimerFired(any(timers)));
            if (!scene.state().triggers().isEmpty() && random.nextBoolean())
                scene.triggerEnded(random.nextInt(2));
        }

        private void command() {
            String group = any(List.copyOf(scene.state().topology().groups().keySet()));
            String resource = any(List.copyOf(scene.state().topology().resources().keySet()));
            String system = any(SYSTEMS);
            var target = random.nextInt(3) == 0 ? Request.Target.ANY : new Request.Target(system);
            boolean flag = random.nextInt(4) == 0;
            var request =
                    any(
                            List.of(
                                    new Request.GroupOnline(group, target, false, flag, flag, ""),
                                    new Request.GroupOnline(group, target, false, false, false, ""),
                                    new Request.GroupOffline(group, target, flag, false, !flag),
                                    new Request.GroupSwitch(group, target, false),
                                    new Request.GroupFreeze(group, false),
                                    new Request.GroupUnfreeze(group, false),
                                    new Request.GroupUnfreeze(group, false),
                                    new Request.GroupAutoEnable(group, system),
                                    new Request.GroupClear(group, ""),
                                    new Request.GroupClearAdminWait(group, system, flag),
                                    new Request.GroupFlush(group, system, true),
                                    new Request.ResourceOnline(resource, system, false),
                                    new Request.ResourceOffline(
                                            resource, system, flag, !flag, flag),
                                    new Request.ResourceClear(resource, ""),
                                    new Request.SystemFreeze(system, false, flag),
                                    new Request.SystemUnfreeze(system, false),
                                    new Request.SystemUnfreeze(system, false),
                                    new Request.Stop(List.of(system), false, flag, !flag, false)));
            if (request instanceof Request.Stop && scene.state().runningSystems().size() < 3)
                return;
            note("request " + request);
            scene.apply(
                    new Event.Requested(
                            "r",
                            any(
                                    scene.state().runningSystems().isEmpty()
                                            ? SYSTEMS
                                            : scene.state().runningSystems()),
                            "root",
                            "",
                            request));
        }

        /// The trouble ends: all systems are there, agents do as they are told, operators clear up.
        private void heal() {
            note("heal");
            if (scene.state().runningSystems().isEmpty()) return;
            scene.view(SYSTEMS, List.of(), new TreeMap<>(), List.of(), SYSTEMS);
            for (String system : SYSTEMS) {
                var state = scene.state().sysState(system);
                if (state == SysState.LEAVING
                        || state == SysState.EXITING
                        || state == SysState.EXITING_FORCIBLY) return;
                if (state == SysState.INITING) scene.ready(system, DiskConfiguration.VALID);
                if (scene.state().sysState(system) == SysState.REMOTE_BUILD) scene.loaded(system);
            }
            for (String system : SYSTEMS)
                for (var resource : List.copyOf(scene.state().topology().resources().values())) {
                    var on = scene.state().resource(resource.name(), system);
                    var real =
                            resource.persistent()
                                    ? Probe.ONLINE
                                    : on.status().state().known()
                                            ? on.status().state()
                                            : Probe.OFFLINE;
                    scene.reported(
                            resource.name(), system, ResourceStatus.of(real), Cause.PROBE, "", "");
                }
            rest();
            String from = scene.state().runningSystems().getFirst();
            for (String group : List.copyOf(scene.state().topology().groups().keySet())) {
                ask(from, new Request.GroupUnfreeze(group, false));
                for (String system : SYSTEMS) {
                    ask(from, new Request.SystemUnfreeze(system, false));
                    ask(from, new Request.GroupAutoEnable(group, system));
                    ask(from, new Request.GroupFlush(group, system, true));
                }
                rest();
                ask(from, new Request.GroupClear(group, ""));
                rest();
            }
            for (var group : List.copyOf(scene.state().topology().groups().values())) {
                if (!group.children().isEmpty()) continue;
                ask(
                        from,
                        new Request.GroupOnline(
                                group.name(), Request.Target.ANY, false, true, false, ""));
                rest();
                boolean runs =
                        scene.state().activeSystems(group.name()).stream()
                                .anyMatch(
                                        system ->
                                                scene.state()
                                                                        .groupState(
                                                                                group.name(),
                                                                                system)
                                                                        .base()
                                                                == GroupState.Base.ONLINE
                                                        || !group.parents().isEmpty());
                boolean partial = !scene.state().activeSystems(group.name()).isEmpty();
                if (!runs && !partial)
                    throw new AssertionError(
                            "group "
                                    + group.name()
                                    + " does not come online: "
                                    + scene.state().group(group.name()));
            }
            for (var operation : scene.state().operations().values())
                throw new AssertionError("still pending: " + operation);
            seen.add("healed");
        }

        private void rest() {
            for (int i = 0; i < 50; i++) {
                scene.obey(List.of());
                var again =
                        scene.state().timers().values().stream()
                                .filter(each -> each.purpose() != Timer.Purpose.SHUTDOWN)
                                .findFirst();
                if (again.isEmpty() && scene.state().operations().isEmpty()) return;
                again.ifPresent(each -> scene.apply(new Event.TimerFired(each.id())));
            }
        }

        private void ask(String from, Request request) {
            note("ask " + request);
            scene.apply(new Event.Requested("r", from, "root", "", request));
        }
    }
}
