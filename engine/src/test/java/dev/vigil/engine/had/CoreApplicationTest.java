package dev.vigil.engine.had;

import static dev.vigil.engine.had.TestCore.CONFIGURATION;
import static dev.vigil.engine.had.TestCore.apply;
import static dev.vigil.engine.had.TestCore.builtByA;
import static dev.vigil.engine.had.TestCore.fresh;
import static dev.vigil.engine.had.TestCore.names;
import static dev.vigil.engine.had.TestCore.reported;
import static dev.vigil.engine.had.TestCore.running;
import static dev.vigil.engine.had.TestCore.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.config.AttributeDefinition;
import dev.vigil.config.Dimension;
import dev.vigil.config.GroupDependency;
import dev.vigil.config.ValueType;
import dev.vigil.engine.core.Action;
import dev.vigil.engine.core.Cause;
import dev.vigil.engine.core.DiskConfiguration;
import dev.vigil.engine.core.DiskVersion;
import dev.vigil.engine.core.Event;
import dev.vigil.engine.core.Flag;
import dev.vigil.engine.core.Loss;
import dev.vigil.engine.core.Operation;
import dev.vigil.engine.core.Outcome;
import dev.vigil.engine.core.Probe;
import dev.vigil.engine.core.Request;
import dev.vigil.engine.core.ResourceStatus;
import dev.vigil.engine.core.SeenLinks;
import dev.vigil.engine.core.SysState;
import dev.vigil.engine.gab.LossKind;
import dev.vigil.engine.log.ItemId;
import dev.vigil.engine.node.Json;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The core behind the log: events survive their codec, a snapshot is the state, and copies that take one go on alike.
class CoreApplicationTest {
    private static final Request.Target ANY = Request.Target.ANY;

    private static final List<Request> REQUESTS =
            List.of(
                    new Request.GroupOnline("g", new Request.Target("a"), true, false, true, "b"),
                    new Request.GroupOffline("g", ANY, false, true, false),
                    new Request.GroupSwitch("g", ANY, true),
                    new Request.GroupMigrate("g", ANY),
                    new Request.GroupFreeze("g", true),
                    new Request.GroupUnfreeze("g", false),
                    new Request.GroupEnable("g", "a", true),
                    new Request.GroupEnableResources("g", false),
                    new Request.GroupAutoEnable("g", "a"),
                    new Request.GroupClear("g", ""),
                    new Request.GroupClearAdminWait("g", "a", true),
                    new Request.GroupFlush("g", "a", true),
                    new Request.ResourceOnline("r", "a", false),
                    new Request.ResourceOffline("r", "a", true, false, true),
                    new Request.ResourceClear("r", "a"),
                    new Request.ResourceProbe("r", "a"),
                    new Request.ResourceAction("r", "t", List.of("x", "y z"), "a"),
                    new Request.SystemFreeze("a", true, true),
                    new Request.SystemUnfreeze("a", false),
                    new Request.SystemForce("a"),
                    new Request.SystemLoad("a", 7),
                    new Request.Stop(List.of("a"), false, false, true, true),
                    new Request.OpenConfiguration(),
                    new Request.DumpConfiguration(true),
                    new Request.AddAttribute(
                            "T",
                            "A",
                            ValueType.INTEGER,
                            Dimension.VECTOR,
                            AttributeDefinition.Kind.STATIC,
                            List.of("1")),
                    new Request.LinkGroups(
                            "p",
                            "c",
                            GroupDependency.Category.ONLINE,
                            GroupDependency.Location.LOCAL,
                            GroupDependency.Rigidity.FIRM),
                    new Request.Batch(
                            List.of(
                                    new Request.AddGroup("g"),
                                    new Request.Modify(
                                            Request.ObjectKind.GROUP,
                                            "g",
                                            "SystemList",
                                            Request.Edit.ADD,
                                            List.of("a", "0"),
                                            ""),
                                    new Request.Override("r", "MonitorInterval"))));

    @Test
    void everyEventSurvivesItsCodec() throws IOException {
        var json = new Json(Event.class, Request.class);
        for (Event event : events()) {
            var again = json.read(json.bytes(event), Event.class);
            assertEquals(event, again);
        }
    }

    private static List<Event> events() {
        var events = new ArrayList<Event>();
        events.add(
                new Event.ViewOpened(
                        3,
                        new TreeMap<>(Map.of("a", 4L, "b", 5L)),
                        new TreeMap<>(Map.of("c", Loss.CRASH)),
                        new TreeSet<>(List.of("b")),
                        new TreeMap<>(Map.of("a", 0))));
        events.add(
                new Event.SystemReady(
                        "a", 4, DiskConfiguration.VALID, true, new DiskVersion(7, 9, true)));
        events.add(
                new Event.ConfigurationBuilt(
                        "a", 4, new TreeMap<>(Map.of("main.cf", "x\n\"y\"")), true, true));
        events.add(
                new Event.LinksSeen(
                        "a",
                        4,
                        new SeenLinks(
                                new TreeMap<>(
                                        Map.of(
                                                "b",
                                                new TreeMap<>(
                                                        Map.of("net1", true, "net2", false)))))));
        events.add(new Event.ConfigurationRefused("a", 4, List.of("line 1")));
        events.add(new Event.SnapshotLoaded("a", 4));
        events.add(
                new Event.ResourceReported(
                        "a",
                        4,
                        "r",
                        ResourceStatus.of(Probe.ONLINE, Flag.STATE_UNKNOWN),
                        Cause.ORDERED,
                        "17",
                        "why",
                        1));
        events.add(new Event.OperationEnded("a", 4, "r", "17", Outcome.REFUSED, "why"));
        events.add(new Event.ActionEnded("a", 4, "r", "17", 1, "text"));
        events.add(new Event.TimerFired("t1"));
        events.add(new Event.TriggerEnded("g1", "a", 0));
        for (Request request : REQUESTS)
            events.add(new Event.Requested("r1", "a", "root", "hagrp", request));
        return events;
    }

    @Test
    void aSnapshotIsTheState() {
        var first = running();
        var second = new CoreApplication(names());
        second.restore(0, first.snapshot().get());
        assertEquals(first.state(), second.state());
        var event = reported(1, "a", "app", Probe.FAULTED);
        assertEquals(
                first.apply(1, new ItemId(0, 1, 9), first.encode(event)),
                second.apply(2, new ItemId(0, 1, 9), second.encode(event)));
        assertEquals(first.state(), second.state());
    }

    @Test
    void aSnapshotIsOfTheTimeItWasAskedFor() throws IOException {
        var first = running();
        var then = first.state();
        var snapshot = first.snapshot();
        first.viewOpened(0, view(2, Map.of(0, 1L), Map.of(1, LossKind.CRASH)));
        byte[] made = snapshot.get();
        var second = new CoreApplication(names());
        second.prepare(made);
        second.restore(0, made);
        assertEquals(then, second.state());
    }

    @Test
    void whatWasPreparedOfAnotherSnapshotIsNotTaken() throws IOException {
        var first = running();
        byte[] old = first.snapshot().get();
        first.viewOpened(0, view(2, Map.of(0, 1L), Map.of(1, LossKind.CRASH)));
        var second = new CoreApplication(names());
        second.prepare(old);
        second.restore(0, first.snapshot().get());
        assertEquals(first.state(), second.state());
    }

    @Test
    void equalStatesHaveEqualDigests() {
        var first = running();
        var second = new CoreApplication(names());
        second.restore(0, first.snapshot().get());
        assertEquals(first.digest().getAsLong(), second.digest().getAsLong());
        var before = first.digest();
        first.viewOpened(0, view(2, Map.of(0, 1L), Map.of(1, LossKind.CRASH)));
        assertNotEquals(first.digest().getAsLong(), second.digest().getAsLong());
        assertEquals(before.getAsLong(), second.digest().getAsLong());
    }

    @Test
    void aRestoredEngineIsAskedForWhatIsOutstanding() {
        var first = running();
        first.viewOpened(0, view(2, Map.of(0, 1L, 1, 2L), Map.of()));
        first.apply(
                0,
                new ItemId(1, 2, 1),
                first.encode(
                        new Event.SystemReady(
                                "b", 2, DiskConfiguration.VALID, true, DiskVersion.NONE)));
        var second = new CoreApplication(names());
        var effects = second.restore(0, first.snapshot().get());
        assertTrue(effects.contains(new Action.BuildRemotely("b", 2)), effects.toString());
        assertTrue(
                effects.stream()
                        .anyMatch(
                                each ->
                                        each instanceof Action.Order order
                                                && order.operation().kind()
                                                        == Operation.Kind.ONLINE),
                effects.toString());
    }

    @Test
    void whoWasNotArbitratedIsAutodisabledAsInJeopardy() {
        var core = running();
        core.viewOpened(0, view(2, Map.of(1, 1L), Map.of(0, LossKind.UNARBITRATED)));
        assertEquals(SysState.FAULTED, core.state().sysState("a"));
        assertTrue(core.state().group("web").on("a").autoDisabled());
    }

    @Test
    void anOperationOfAFreshHistoryHasAnotherIdThanAnyBefore() {
        var first = running();
        var again = new CoreApplication(names());
        again.viewOpened(0, fresh(9, Map.of(0, 2L, 1, 1L), Map.of()));
        apply(again, builtByA(2));
        assertEquals(first.state().operations().keySet(), again.state().operations().keySet());
        assertTrue(
                first.state().operations().values().stream()
                        .map(Operation::id)
                        .noneMatch(
                                id ->
                                        again.state().operations().values().stream()
                                                .anyMatch(each -> each.id().equals(id))));
    }

    @Test
    void whatASystemThatNobodyRemembersMayBeRunningIsAutodisabled() {
        var core = new CoreApplication(names());
        core.viewOpened(0, fresh(9, Map.of(0, 2L), Map.of(1, LossKind.UNARBITRATED)));
        apply(
                core,
                List.of(
                        new Event.SystemReady(
                                "a", 2, DiskConfiguration.VALID, true, DiskVersion.NONE),
                        new Event.ConfigurationBuilt(
                                "a",
                                2,
                                new TreeMap<>(Map.of("main.cf", CONFIGURATION)),
                                false,
                                false),
                        reported(2, "a", "app", Probe.OFFLINE)));
        assertTrue(core.state().group("web").on("b").autoDisabled());
        assertEquals(Map.of(), core.state().operations());
    }

    @Test
    void aFreshHistoryForgetsTheOldOne() {
        var core = running();
        core.viewOpened(0, fresh(9, Map.of(0, 7L), Map.of()));
        assertEquals(SysState.INITING, core.state().sysState("a"));
        assertEquals(false, core.state().configured());
    }
}
