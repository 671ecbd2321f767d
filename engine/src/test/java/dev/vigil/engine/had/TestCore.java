package dev.vigil.engine.had;

import dev.vigil.engine.core.Cause;
import dev.vigil.engine.core.DiskConfiguration;
import dev.vigil.engine.core.DiskVersion;
import dev.vigil.engine.core.Event;
import dev.vigil.engine.core.Probe;
import dev.vigil.engine.core.ResourceStatus;
import dev.vigil.engine.gab.LossKind;
import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.log.ItemId;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// A core of two systems, a and b, with one group `web` of one resource `app`, for tests.
final class TestCore {
    static final String CONFIGURATION =
            """
            type FileOnOff (
            	static str ArgList[] = { PathName }
            	str PathName
            	)

            cluster demo (
            	)

            system a (
            	)

            system b (
            	)

            group web (
            	SystemList = { a = 0, b = 1 }
            	AutoStartList = { a, b }
            	)

            	FileOnOff app (
            		PathName = "/tmp/app"
            		)
            """;

    private TestCore() {}

    static TreeMap<Integer, String> names() {
        return new TreeMap<>(Map.of(0, "a", 1, "b"));
    }

    static ViewChange view(long number, Map<Integer, Long> members, Map<Integer, LossKind> lost) {
        return view(number, false, members, lost);
    }

    static ViewChange fresh(long number, Map<Integer, Long> members, Map<Integer, LossKind> lost) {
        return view(number, true, members, lost);
    }

    private static ViewChange view(
            long number, boolean fresh, Map<Integer, Long> members, Map<Integer, LossKind> lost) {
        return new ViewChange(
                new ViewId(number, 0, 1),
                fresh,
                new TreeMap<>(members),
                new TreeSet<>(members.keySet()),
                new TreeMap<>(lost),
                new TreeSet<>());
    }

    static Event reported(long incarnation, String system, String resource, Probe probe) {
        return new Event.ResourceReported(
                system,
                incarnation,
                resource,
                ResourceStatus.of(probe),
                Cause.FIRST_PROBE,
                "",
                "",
                1);
    }

    /// Two systems, all probed, `web` starting on a.
    static CoreApplication running() {
        var core = new CoreApplication(names());
        core.viewOpened(0, view(1, Map.of(0, 1L, 1, 1L), Map.of()));
        apply(core, builtByA(1));
        return core;
    }

    static List<Event> builtByA(long incarnation) {
        return List.of(
                new Event.SystemReady(
                        "a", incarnation, DiskConfiguration.VALID, false, DiskVersion.NONE),
                new Event.SystemReady("b", 1, DiskConfiguration.VALID, false, DiskVersion.NONE),
                new Event.ConfigurationBuilt(
                        "a",
                        incarnation,
                        new TreeMap<>(Map.of("main.cf", CONFIGURATION)),
                        false,
                        false),
                new Event.SnapshotLoaded("b", 1),
                reported(incarnation, "a", "app", Probe.OFFLINE),
                reported(1, "b", "app", Probe.OFFLINE));
    }

    static void apply(CoreApplication core, List<Event> events) {
        long counter = 0;
        for (var event : events) core.apply(0, new ItemId(0, 1, ++counter), core.encode(event));
    }
}
