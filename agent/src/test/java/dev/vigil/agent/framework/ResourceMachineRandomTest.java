package dev.vigil.agent.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.agent.AgentReport.Outcome;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.ResourceStatus.Probe;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// One resource that misbehaves in every way at random, an engine that orders at random, a lease that comes and goes; and what must
/// hold all the same. `-Dvigil.replay=N` runs one replay seed and prints its trace, `-Dvigil.seeds=N` runs more of them.
class ResourceMachineRandomTest {
    private static final int SEEDS = Integer.getInteger("vigil.seeds", 400);
    private static final int STEPS = 300;

    @Test
    void promisesHoldWhateverHappens() {
        Integer replay = Integer.getInteger("vigil.replay");
        if (replay != null) {
            var world = new World(replay);
            try {
                world.live();
            } finally {
                world.trace.forEach(System.out::println);
            }
            return;
        }
        for (int seed = 0; seed < SEEDS; seed++) {
            var world = new World(seed);
            orExplain(seed, world::live);
        }
    }

    @Test
    void aReplaySeedGivesTheSameRunAgain() {
        var first = new World(7);
        var second = new World(7);
        first.live();
        second.live();
        assertEquals(first.trace, second.trace);
    }

    private static void orExplain(int seed, Executable run) {
        try {
            run.execute();
        } catch (Throwable e) {
            throw new AssertionError(
                    "replay seed "
                            + seed
                            + ": mvn -pl agent -am test -Dtest=ResourceMachineRandomTest"
                            + " -Dvigil.replay="
                            + seed,
                    e);
        }
    }

    /// The resource, its agent and the engine.
    private static final class World {
        private final Random random;
        private final ResourceMachine machine;
        private final List<String> trace = new ArrayList<>();
        private final Map<String, Integer> expected = new TreeMap<>();
        private final Map<String, Integer> ended = new TreeMap<>();
        private final Map<String, Boolean> offlines = new TreeMap<>();
        private Optional<Action.Run> running = Optional.empty();
        private boolean noted;
        private boolean leaseLost;
        private boolean calm;
        private boolean enabled;

        /// What is so, whatever anybody believes.
        private boolean up;

        private long atNs;
        private int orders;

        World(int seed) {
            random = new Random(seed);
            var definition =
                    ResourceDefinition.plain("R", "T", "G")
                            .withLeased(random.nextInt(4) > 0)
                            .withManageFaults(random.nextInt(6) > 0)
                            .withLimit("RestartLimit", random.nextInt(3))
                            .withLimit("OnlineRetryLimit", random.nextInt(3))
                            .withLimit("ToleranceLimit", random.nextInt(2))
                            .withLimit("OnlineWaitLimit", random.nextInt(3))
                            .withLimit("OfflineWaitLimit", random.nextInt(2))
                            .withLimit("CleanRetryLimit", random.nextInt(3))
                            .withLimit("FaultOnMonitorTimeouts", random.nextInt(3))
                            .withLimit("MonitorInterval", 1 + random.nextInt(10));
            machine =
                    new ResourceMachine("R", Policy.of(definition, true, Policy.SECOND_NS), false);
        }

        void live() {
            for (int step = 0; step < STEPS; step++) {
                atNs += random.nextInt(1_000_000_000);
                step();
            }
            settle();
        }

        private void step() {
            switch (random.nextInt(16)) {
                case 0 -> {
                    enabled = true;
                    tell(new Event.Enabled(atNs));
                }
                case 1 -> {
                    if (random.nextInt(4) > 0) return;
                    enabled = false;
                    tell(new Event.Disabled(atNs));
                }
                case 2, 3 -> order(true);
                case 4, 5 -> order(false);
                case 6 -> cancel();
                case 7 -> tell(new Event.ProbeOrdered(atNs, "p"));
                case 8 -> tell(new Event.ClearOrdered(atNs, "c"));
                case 9 -> {
                    up = random.nextInt(4) == 0;
                    trace.add("by itself: " + (up ? "up" : "down"));
                    tell(new Event.Noticed(atNs));
                }
                case 10 -> lease();
                default -> {
                    if (running.isPresent()) answer();
                    else deadline();
                }
            }
        }

        private void order(boolean online) {
            String id = (online ? "on" : "off") + ++orders;
            expected.merge(id, 1, Integer::sum);
            if (online) tell(new Event.OnlineOrdered(atNs, id));
            else {
                offlines.put(id, true);
                tell(new Event.OfflineOrdered(atNs, id));
            }
        }

        /// The newest order, mostly; sometimes one that was never given.
        private void cancel() {
            boolean known = random.nextInt(3) > 0 && orders > 0;
            String id = known ? lastOrder() : "ghost" + ++orders;
            boolean again = ended.containsKey(id);
            if (!known || again) expected.merge(id, 1, Integer::sum);
            tell(new Event.CancelOrdered(atNs, id));
        }

        private String lastOrder() {
            return expected.containsKey("on" + orders)
                    ? "on" + orders
                    : expected.containsKey("off" + orders) ? "off" + orders : "ghost" + orders;
        }

        private void lease() {
            leaseLost = !leaseLost;
            if (leaseLost) tell(new Event.LeaseLost(atNs, "random"));
            else tell(new Event.LeaseRegained(atNs));
        }

        private void deadline() {
            long next = machine.nextDeadlineNs();
            if (next == ResourceMachine.NEVER) return;
            atNs = Math.max(atNs, next);
            tell(new Event.DeadlinePassed(atNs));
        }

        private void answer() {
            Action.Run run = running.orElseThrow();
            running = Optional.empty();
            int luck = calm ? 0 : random.nextInt(10);
            tell(luck == 9 ? new Event.TimedOut(atNs, run.run()) : ended(run, luck));
        }

        /// Luck 0 to 4: it does what it should.
        private Event ended(Action.Run run, int luck) {
            long number = run.run();
            boolean works = luck < 5;
            return switch (run.entryPoint()) {
                case ONLINE -> {
                    if (luck == 6) yield new Event.Denied(atNs, number, "random");
                    if (luck == 7) yield new Event.Refused(atNs, number, "random");
                    assertTrue(noted, "started without a note");
                    up |= works;
                    yield new Event.Returned(atNs, number, luck == 8 ? 3 : 0);
                }
                case OFFLINE -> {
                    up &= !works;
                    yield new Event.Returned(atNs, number, 0);
                }
                case CLEAN -> {
                    up &= !works;
                    yield new Event.Returned(atNs, number, works ? 0 : 1);
                }
                // It may not know; but it does not lie.
                case MONITOR ->
                        new Event.Monitored(
                                atNs,
                                number,
                                luck == 8
                                        ? MonitorResult.unknown("random")
                                        : up ? MonitorResult.online() : MonitorResult.offline());
                case OPEN, CLOSE, ACTION, INFO, ATTR_CHANGED, SHUTDOWN, MIGRATE ->
                        new Event.Returned(atNs, number, 0);
            };
        }

        private void tell(Event event) {
            trace.add(atNs / 1_000_000 + " " + event);
            var killed = new ArrayList<Long>();
            for (Action action : machine.handle(event)) {
                trace.add("    " + action);
                switch (action) {
                    case Action.Run run -> {
                        assertTrue(running.isEmpty(), "two entry points at once");
                        boolean start = run.entryPoint() == EntryPoint.ONLINE;
                        assertFalse(
                                start && leaseLost && machine.stopping(), "a start without lease");
                        running = Optional.of(run);
                    }
                    case Action.Kill(var number, _) -> killed.add(number);
                    case Action.ReportEnded(var id, var outcome, _) -> {
                        ended.merge(id, 1, Integer::sum);
                        boolean first = ended.get(id) == 1;
                        if (first && offlines.containsKey(id) && outcome == Outcome.DONE) {
                            assertFalse(up, id + " is DONE, and the resource is up");
                        }
                    }
                    case Action.Note(var mayRun) -> noted = mayRun;
                    case Action.ReportState _,
                            Action.Log _,
                            Action.Watch _,
                            Action.Unwatch _,
                            Action.Detached _ -> {}
                }
            }
            for (long number : killed) {
                if (running.isPresent() && running.get().run() == number) {
                    running = Optional.empty();
                    tell(new Event.Killed(atNs, number));
                }
            }
        }

        /// From now on everything works; then everything must come to its end.
        private void settle() {
            calm = true;
            trace.add("all is well from now on");
            if (leaseLost) lease();
            if (!enabled) {
                enabled = true;
                tell(new Event.Enabled(atNs));
            }
            quiet();
            for (var entry : expected.entrySet()) {
                assertEquals(
                        entry.getValue(), ended.getOrDefault(entry.getKey(), 0), entry.getKey());
            }
            order(false);
            String id = "off" + orders;
            quiet();
            assertEquals(1, ended.getOrDefault(id, 0), "the last order");
            assertFalse(up, "ordered offline");
            assertFalse(machine.mayRun());
            tell(new Event.ClearOrdered(atNs, "c"));
            quiet();
            assertEquals(Probe.OFFLINE, machine.status().state());
        }

        private void quiet() {
            for (int i = 0; i < 200; i++) {
                if (running.isPresent()) answer();
                else deadline();
            }
        }
    }
}
