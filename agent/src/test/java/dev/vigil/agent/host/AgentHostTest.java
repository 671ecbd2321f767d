package dev.vigil.agent.host;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.agent.Agent;
import dev.vigil.agent.AgentOrder;
import dev.vigil.agent.AgentReport;
import dev.vigil.agent.AgentReport.Outcome;
import dev.vigil.agent.Call;
import dev.vigil.agent.CleanReason;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.OrderStamp;
import dev.vigil.agent.RefusedException;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.ResourceStatus.Flag;
import dev.vigil.agent.ResourceStatus.Probe;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// The host with agents that behave and agents that do not.
@Timeout(180)
class AgentHostTest {
    @TempDir Path directory;
    private TestHost bench;

    @BeforeEach
    void prepare() {
        bench = new TestHost(directory);
    }

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void aResourceGoesOnlineAndOffline() throws Exception {
        bench.start().host().configure(List.of(bench.file("f")));
        bench.awaitState("f", Probe.OFFLINE);
        assertEquals(Outcome.DONE, bench.awaitEnd(bench.online("f")));
        assertTrue(Files.exists(bench.path("f")));
        assertEquals(Probe.ONLINE, bench.state("f"));
        assertEquals(Outcome.DONE, bench.awaitEnd(bench.offline("f")));
        assertFalse(Files.exists(bench.path("f")));
        assertEquals(Probe.OFFLINE, bench.state("f"));
    }

    @Test
    void aFileThatVanishesIsNoticedAtOnceAndTheResourceRestarted() throws Exception {
        bench.start().host().configure(List.of(bench.file("f").withLimit("RestartLimit", 1)));
        bench.awaitState("f", Probe.OFFLINE);
        bench.awaitEnd(bench.online("f"));
        Files.delete(bench.path("f"));
        await().until(() -> said("Agent is restarting (attempt number 1 of 1)"));
        bench.awaitState("f", Probe.ONLINE);
        await().until(() -> bench.snapshot("f").status().flags().isEmpty());
        Files.delete(bench.path("f"));
        bench.awaitState("f", Probe.FAULTED);
    }

    @Test
    void withoutPermitNothingIsStarted() throws Exception {
        bench.permit = (_, _) -> false;
        bench.start().host().configure(List.of(bench.file("f")));
        bench.awaitState("f", Probe.OFFLINE);
        AgentReport.OperationEnded end = bench.awaitEnded(bench.online("f"));
        assertEquals(Outcome.NEVER_BEGUN, end.outcome());
        assertFalse(Files.exists(bench.path("f")));
        assertEquals(Probe.OFFLINE, bench.state("f"));
        bench.permit = (_, _) -> true;
        assertEquals(Outcome.DONE, bench.awaitEnd(bench.online("f")));
    }

    @Test
    void theNoteIsOnDiskBeforeThePermitIsAsked() throws Exception {
        var noted = new AtomicBoolean();
        bench.permit =
                (_, _) -> {
                    try {
                        String running = Files.readString(bench.path("run/table.running"));
                        noted.set(running.contains("\"f\""));
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                    return true;
                };
        bench.start().host().configure(List.of(bench.file("f")));
        bench.awaitState("f", Probe.OFFLINE);
        bench.awaitEnd(bench.online("f"));
        assertTrue(noted.get());
    }

    @Test
    void anOrderOlderThanTheNewestIsDropped() throws Exception {
        bench.start().host().configure(List.of(bench.file("f")));
        bench.awaitState("f", Probe.OFFLINE);
        bench.awaitEnd(bench.online("f"));
        bench.awaitEnd(bench.offline("f"));
        bench.host().order(new AgentOrder.Online(new OrderStamp(5, 6, "oldView"), "f"));
        assertEquals(Outcome.NEVER_BEGUN, bench.awaitEnd("oldView"));
        bench.host().order(new AgentOrder.Online(new OrderStamp(4, 9, "oldEngine"), "f"));
        assertEquals(Outcome.NEVER_BEGUN, bench.awaitEnd("oldEngine"));
        assertFalse(Files.exists(bench.path("f")));
        bench.host().order(new AgentOrder.Online(new OrderStamp(6, 1, "newEngine"), "f"));
        assertEquals(Outcome.DONE, bench.awaitEnd("newEngine"));
    }

    @Test
    void theSameOrderTwiceIsOneOrder() throws Exception {
        bench.start().host().configure(List.of(bench.file("f")));
        bench.awaitState("f", Probe.OFFLINE);
        String id = bench.online("f");
        bench.awaitEnd(id);
        bench.awaitEnd(bench.offline("f"));
        bench.host().order(new AgentOrder.Online(bench.stamp(id), "f"));
        bench.host().order(new AgentOrder.Probe(bench.stamp("p"), "f"));
        await().until(() -> bench.reports.stream().anyMatch(this::isAnswerToP));
        assertFalse(Files.exists(bench.path("f")));
    }

    private boolean isAnswerToP(AgentReport report) {
        return report instanceof AgentReport.StateChanged state && state.operationId().equals("p");
    }

    @Test
    void aTypeWithoutAgentIsNotProbedAndSaysWhereItWasLookedFor() throws Exception {
        bench.start().host().configure(List.of(ResourceDefinition.plain("x", "Unheard", "g")));
        await().until(() -> !bench.host().snapshot().isEmpty());
        AgentReport.StateChanged state = bench.snapshot("x");
        assertEquals(Probe.NOT_PROBED, state.status().state());
        assertTrue(state.status().has(Flag.STATE_UNKNOWN));
        assertTrue(state.reason().contains("agents/Unheard/monitor"), state.reason());
        assertEquals(Outcome.NEVER_BEGUN, bench.awaitEnd(bench.online("x")));
        assertEquals(Outcome.NEVER_BEGUN, bench.awaitEnd(bench.online("nobody")));
    }

    @Test
    void anAgentThatRefusesEndsTheOrderWithItsReason() throws Exception {
        bench.agents.put(
                "Picky",
                () ->
                        new Stub() {
                            @Override
                            public int online(Call call) throws RefusedException {
                                throw new RefusedException("it runs on frame2");
                            }
                        });
        bench.start().host().configure(List.of(ResourceDefinition.plain("x", "Picky", "g")));
        bench.awaitState("x", Probe.OFFLINE);
        AgentReport.OperationEnded end = bench.awaitEnded(bench.online("x"));
        assertEquals(Outcome.REFUSED, end.outcome());
        assertEquals("it runs on frame2", end.reason());
        assertEquals(Probe.OFFLINE, bench.state("x"));
    }

    @Test
    void anAgentThatThrowsHarmsNobody() throws Exception {
        bench.agents.put(
                "Broken",
                () ->
                        new Stub() {
                            @Override
                            public void open(Call call) {
                                throw new IllegalStateException("open is broken");
                            }

                            @Override
                            public MonitorResult monitor(Call call) throws IOException {
                                throw new IOException("nobody answers");
                            }
                        });
        bench.start()
                .host()
                .configure(List.of(ResourceDefinition.plain("x", "Broken", "g"), bench.file("f")));
        bench.awaitState("f", Probe.OFFLINE);
        await().until(() -> bench.snapshot("x").status().has(Flag.STATE_UNKNOWN));
        assertTrue(bench.snapshot("x").reason().contains("nobody answers"));
    }

    @Test
    void anAgentThatRunsIntoAnErrorHasFailed() throws Exception {
        bench.agents.put(
                "Deep",
                () ->
                        new Stub() {
                            @Override
                            public MonitorResult monitor(Call call) {
                                throw new StackOverflowError("too deep");
                            }
                        });
        bench.start()
                .host()
                .configure(List.of(ResourceDefinition.plain("x", "Deep", "g"), bench.file("f")));
        await().until(() -> bench.snapshot("x").reason().contains("too deep"));
        assertTrue(bench.snapshot("x").status().has(Flag.STATE_UNKNOWN));
        bench.awaitState("f", Probe.OFFLINE);
    }

    @Test
    void anAgentThatIgnoresItsEndIsLeftBehind() throws Exception {
        var release = new CountDownLatch(1);
        var cleaned = new AtomicInteger();
        bench.agents.put(
                "Deaf",
                () ->
                        new Stub() {
                            @Override
                            public int online(Call call) {
                                awaitDeafly(release);
                                return 0;
                            }

                            @Override
                            public int clean(Call call, CleanReason reason) {
                                cleaned.incrementAndGet();
                                return 0;
                            }
                        });
        var deaf =
                ResourceDefinition.plain("x", "Deaf", "g")
                        .withLimit("OnlineTimeout", 1)
                        .withLeased(true);
        bench.start().host().configure(List.of(deaf));
        bench.awaitState("x", Probe.OFFLINE);
        assertEquals(Outcome.FAILED, bench.awaitEnd(bench.online("x")));
        assertEquals(1, cleaned.get());
        assertEquals(Probe.FAULTED, bench.state("x"));
        assertTrue(bench.host().anythingLeasedMayRun(), "what is left behind may still start it");
        release.countDown();
        await().until(() -> !bench.host().anythingLeasedMayRun());
    }

    @Test
    void whatADeafOnlineStartsAfterTheLeaseWasLostIsStoppedAllTheSame() throws Exception {
        var inside = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var up = new AtomicBoolean();
        bench.agents.put(
                "Deaf",
                () ->
                        new Stub() {
                            @Override
                            public MonitorResult monitor(Call call) {
                                return up.get() ? MonitorResult.online() : MonitorResult.offline();
                            }

                            @Override
                            public int online(Call call) {
                                inside.countDown();
                                awaitDeafly(release);
                                up.set(true);
                                return 0;
                            }

                            @Override
                            public int clean(Call call, CleanReason reason) {
                                up.set(false);
                                return 0;
                            }
                        });
        bench.start()
                .host()
                .configure(List.of(ResourceDefinition.plain("x", "Deaf", "g").withLeased(true)));
        bench.awaitState("x", Probe.OFFLINE);
        String id = bench.online("x");
        inside.await();
        bench.host().stopLeased("cut off");
        assertEquals(Outcome.FAILED, bench.awaitEnd(id));
        assertTrue(bench.host().anythingLeasedMayRun());
        release.countDown();
        bench.awaitLeasedIdle();
        await().until(() -> !up.get() && !bench.host().anythingLeasedMayRun());
    }

    /// Its online and offline do not end before they are let go.
    private static final class Held extends Stub {
        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private final AtomicBoolean up = new AtomicBoolean();

        @Override
        public MonitorResult monitor(Call call) {
            return up.get() ? MonitorResult.online() : MonitorResult.offline();
        }

        @Override
        public int online(Call call) throws InterruptedException {
            return turn(true);
        }

        @Override
        public int offline(Call call) throws InterruptedException {
            return turn(false);
        }

        private int turn(boolean on) throws InterruptedException {
            inside.countDown();
            release.await();
            up.set(on);
            return 0;
        }
    }

    private void tellsANewEngineOnlyTheEnd(Held held, Consumer<String> order, Probe end)
            throws Exception {
        bench.agents.put("Held", () -> held);
        bench.start().host().configure(List.of(ResourceDefinition.plain("x", "Held", "g")));
        bench.awaitState("x", held.up.get() ? Probe.ONLINE : Probe.OFFLINE);
        order.accept("x");
        held.inside.await();
        bench.reports.clear();
        assertEquals(List.of(), bench.host().snapshot());
        held.release.countDown();
        bench.awaitState("x", end);
        assertTrue(
                bench.reports.stream()
                        .allMatch(
                                said ->
                                        !(said instanceof AgentReport.StateChanged state)
                                                || state.status().state() == end));
    }

    @Test
    void anEngineThatComesInTheMiddleOfAStartIsNotToldThatItIsDown() throws Exception {
        tellsANewEngineOnlyTheEnd(new Held(), bench::online, Probe.ONLINE);
    }

    /// An engine that does not know of the stop would take the resource for one that stays up, and its end for a fault or for nothing.
    @Test
    void anEngineThatComesInTheMiddleOfAStopIsNotToldThatItIsUp() throws Exception {
        var held = new Held();
        held.up.set(true);
        tellsANewEngineOnlyTheEnd(held, bench::offline, Probe.OFFLINE);
    }

    private static void awaitDeafly(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                // This is what being deaf means.
                continue;
            }
        }
    }

    @Test
    void leaseLostWhileOnlineRuns() throws Exception {
        var inside = new CountDownLatch(1);
        var cleaned = new AtomicInteger();
        bench.agents.put(
                "Slow",
                () ->
                        new Stub() {
                            @Override
                            public int online(Call call) throws InterruptedException {
                                inside.countDown();
                                new CountDownLatch(1).await();
                                return 0;
                            }

                            @Override
                            public int clean(Call call, CleanReason reason) {
                                cleaned.incrementAndGet();
                                return 0;
                            }
                        });
        var slow = ResourceDefinition.plain("x", "Slow", "g").withLeased(true);
        bench.start().host().configure(List.of(slow));
        bench.awaitState("x", Probe.OFFLINE);
        String id = bench.online("x");
        inside.await();
        assertTrue(bench.host().anythingLeasedMayRun());
        bench.host().stopLeased("cut off");
        bench.awaitLeasedIdle();
        assertFalse(bench.host().anythingLeasedMayRun());
        assertEquals(Outcome.FAILED, bench.awaitEnd(id));
        assertEquals(1, cleaned.get());
        assertEquals(Outcome.NEVER_BEGUN, bench.awaitEnd(bench.online("x")));
    }

    @Test
    void leaseLostStopsWhatIsLeasedAndNothingElse() throws Exception {
        var leased = bench.file("leased").withLeased(true);
        var free = bench.file("free");
        bench.start().host().configure(List.of(leased, free));
        bench.awaitState("leased", Probe.OFFLINE);
        bench.awaitState("free", Probe.OFFLINE);
        bench.awaitEnd(bench.online("leased"));
        bench.awaitEnd(bench.online("free"));
        bench.host().stopLeased("cut off");
        bench.awaitLeasedIdle();
        assertFalse(Files.exists(bench.path("leased")));
        assertTrue(Files.exists(bench.path("free")));
        assertEquals(Probe.OFFLINE, bench.state("leased"));
        bench.host().resume();
        assertEquals(Outcome.DONE, bench.awaitEnd(bench.online("leased")));
    }

    @Test
    void aFreshHostKnowsFromItsTableWhatRuns() throws Exception {
        bench.start().host().configure(List.of(bench.file("f").withLeased(true), bench.file("g")));
        bench.awaitState("f", Probe.OFFLINE);
        bench.awaitEnd(bench.online("f"));
        bench.close();
        assertTrue(Files.exists(bench.path("f")), "ending the host touches nothing");
        bench.start();
        assertTrue(bench.host().anythingLeasedMayRun(), "at once, before any look");
        bench.awaitState("f", Probe.ONLINE);
        bench.awaitState("g", Probe.OFFLINE);
        assertEquals(5, bench.host().newestOrder().engineIncarnation());
    }

    @Test
    void aFreshHostWithoutLeaseStopsWhatItsTableSays() throws Exception {
        bench.start().host().configure(List.of(bench.file("f").withLeased(true)));
        bench.awaitState("f", Probe.OFFLINE);
        bench.awaitEnd(bench.online("f"));
        bench.close();
        bench.start().host().stopLeased("the lease is over");
        bench.awaitLeasedIdle();
        assertFalse(Files.exists(bench.path("f")));
    }

    @Test
    void aTableThatIsNoTableIsNotIgnored() throws Exception {
        Files.createDirectories(bench.path("run"));
        Files.writeString(bench.path("run/table"), "{ broken");
        var error = assertThrows(IOException.class, bench::start);
        assertTrue(error.getMessage().contains("run/table can't be read"), error.getMessage());
    }

    @Test
    void damagedNotesMeanThatEverythingMayRun() throws Exception {
        var looking = new Semaphore(1);
        bench.agents.put(
                "Held",
                () ->
                        new Stub() {
                            @Override
                            public MonitorResult monitor(Call call) throws InterruptedException {
                                looking.acquire();
                                return MonitorResult.offline();
                            }
                        });
        bench.start()
                .host()
                .configure(List.of(ResourceDefinition.plain("x", "Held", "g").withLeased(true)));
        bench.awaitState("x", Probe.OFFLINE);
        bench.close();
        Files.writeString(bench.path("run/table.running"), "");
        bench.start();
        assertTrue(bench.host().anythingLeasedMayRun(), "at once, before any look");
        looking.release();
        bench.awaitState("x", Probe.OFFLINE);
        await().until(() -> !bench.host().anythingLeasedMayRun());
    }

    @Test
    void removedResourcesAreClosedAndLeftAsTheyAre() throws Exception {
        bench.start().host().configure(List.of(bench.file("f"), bench.file("g")));
        bench.awaitState("f", Probe.OFFLINE);
        bench.awaitState("g", Probe.OFFLINE);
        bench.awaitEnd(bench.online("f"));
        bench.host().configure(List.of(bench.file("g")));
        await().until(() -> bench.host().snapshot().size() == 1);
        assertTrue(Files.exists(bench.path("f")));
        await().until(() -> !Files.readString(bench.path("run/table.running")).contains("\"f\""));
        bench.host().configure(List.of(bench.file("f"), bench.file("g")));
        bench.awaitState("f", Probe.ONLINE);
    }

    @Test
    void cancelEndsARunningOnline() throws Exception {
        var inside = new CountDownLatch(1);
        bench.agents.put(
                "Slow",
                () ->
                        new Stub() {
                            @Override
                            public int online(Call call) throws InterruptedException {
                                inside.countDown();
                                new CountDownLatch(1).await();
                                return 0;
                            }
                        });
        bench.start().host().configure(List.of(ResourceDefinition.plain("x", "Slow", "g")));
        bench.awaitState("x", Probe.OFFLINE);
        String id = bench.online("x");
        inside.await();
        bench.host().order(new AgentOrder.Cancel(bench.stamp("c"), "x", id));
        assertEquals(Outcome.CANCELLED, bench.awaitEnd(id));
        bench.host().order(new AgentOrder.Cancel(bench.stamp("c2"), "x", "never"));
        assertEquals(Outcome.NEVER_BEGUN, bench.awaitEnd("never"));
    }

    @Test
    void noMoreEntryPointsOfATypeThanNumThreads() throws Exception {
        var inside = new AtomicInteger();
        var most = new AtomicInteger();
        var leave = new Semaphore(0);
        bench.agents.put(
                "Counting",
                () ->
                        new Stub() {
                            @Override
                            public MonitorResult monitor(Call call) throws InterruptedException {
                                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                                leave.acquire();
                                inside.decrementAndGet();
                                return MonitorResult.offline();
                            }
                        });
        var all = new ArrayList<ResourceDefinition>();
        for (int i = 0; i < 30; i++) {
            all.add(ResourceDefinition.plain("r" + i, "Counting", "g").withLimit("NumThreads", 3));
        }
        bench.start().host().configure(all);
        for (int looked = 0; looked < 30; looked += 3) {
            await("three at once").until(() -> inside.get() == 3 && leave.availablePermits() == 0);
            leave.release(3);
        }
        for (int i = 0; i < 30; i++) bench.awaitState("r" + i, Probe.OFFLINE);
        assertEquals(3, most.get());
    }

    @Test
    void twoHundredResourcesAtOnce() throws Exception {
        var all = new ArrayList<ResourceDefinition>();
        for (int i = 0; i < 200; i++) all.add(bench.file("r" + i).withLeased(true));
        bench.start().host().configure(all);
        for (int i = 0; i < 200; i++) bench.awaitState("r" + i, Probe.OFFLINE);
        var ids = new ArrayList<String>();
        for (int i = 0; i < 200; i++) ids.add(bench.online("r" + i));
        for (String id : ids) assertEquals(Outcome.DONE, bench.awaitEnd(id));
        bench.host().stopLeased("cut off");
        bench.awaitLeasedIdle();
        for (int i = 0; i < 200; i++) assertFalse(Files.exists(bench.path("r" + i)));
    }

    /// With the host's clock stopped no deadline comes: whatever happens was waited for by nothing but events.
    @Test
    void betweenAnOrderAndItsEndNoTimeIsWaitedFor() throws Exception {
        bench.agents.put("Instant", Instant::new);
        bench.script("Script", "online", "touch " + bench.path("up"));
        bench.script("Script", "offline", "rm " + bench.path("up"));
        bench.script("Script", "monitor", "[ -f " + bench.path("up") + " ] && exit 110; exit 100");
        long atNs = System.nanoTime();
        bench.clockNs = () -> atNs;
        bench.start()
                .host()
                .configure(
                        List.of(
                                ResourceDefinition.plain("x", "Instant", "g"),
                                ResourceDefinition.plain("y", "Script", "g")));
        for (String name : List.of("x", "y")) {
            bench.awaitState(name, Probe.OFFLINE);
            assertEquals(Outcome.DONE, bench.awaitEnd(bench.online(name)));
            assertEquals(Probe.ONLINE, bench.state(name));
            assertEquals(Outcome.DONE, bench.awaitEnd(bench.offline(name)));
            assertEquals(Probe.OFFLINE, bench.state(name));
        }
    }

    @Test
    void actionsAreOnlyThoseThatTheTypeSupports() throws Exception {
        bench.script("Acting", "monitor", "exit 100");
        bench.script("Acting", "actions/hello", "echo $# $4 $5; exit 3");
        var acting =
                ResourceDefinition.plain("x", "Acting", "g")
                        .with("SupportedActions", "hello")
                        .withDimension("SupportedActions", "keylist");
        bench.start().host().configure(List.of(acting));
        bench.awaitState("x", Probe.OFFLINE);
        bench.host()
                .order(new AgentOrder.Action(bench.stamp("a1"), "x", "hello", List.of("a", "b")));
        AgentReport.ActionEnded answer = awaitAction("a1");
        assertEquals(3, answer.exitCode());
        assertEquals("4 b", answer.output().strip());
        bench.host().order(new AgentOrder.Action(bench.stamp("a2"), "x", "rm", List.of()));
        assertEquals(1, awaitAction("a2").exitCode());
    }

    private AgentReport.ActionEnded awaitAction(String id) {
        return await().until(
                        () ->
                                bench.reports.stream()
                                        .filter(AgentReport.ActionEnded.class::isInstance)
                                        .map(AgentReport.ActionEnded.class::cast)
                                        .filter(end -> end.operationId().equals(id))
                                        .findFirst()
                                        .orElse(null),
                        end -> end != null);
    }

    private boolean said(String text) {
        return bench.reports.stream()
                .anyMatch(
                        report ->
                                report instanceof AgentReport.Message message
                                        && message.text().contains(text));
    }

    /// Never online.
    private static class Stub implements Agent {
        @Override
        public MonitorResult monitor(Call call) throws Exception {
            return MonitorResult.offline();
        }

        @Override
        public int clean(Call call, CleanReason reason) {
            return 0;
        }
    }

    /// Does at once what it is told.
    private static final class Instant implements Agent {
        private volatile boolean online;

        @Override
        public MonitorResult monitor(Call call) {
            return online ? MonitorResult.online() : MonitorResult.offline();
        }

        @Override
        public int online(Call call) {
            online = true;
            return 0;
        }

        @Override
        public int offline(Call call) {
            online = false;
            return 0;
        }

        @Override
        public int clean(Call call, CleanReason reason) {
            online = false;
            return 0;
        }
    }
}
