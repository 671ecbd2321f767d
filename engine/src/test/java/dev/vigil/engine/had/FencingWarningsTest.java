package dev.vigil.engine.had;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.fence.LoserSettings;
import dev.vigil.engine.fence.PointStanding;
import dev.vigil.engine.fence.PointStanding.State;
import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.fence.VxfenMode;
import dev.vigil.engine.gab.View;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

class FencingWarningsTest {
    private static final SortedMap<Integer, String> NAMES = names();

    @Test
    void whatIsNotSafeIsSaidAtTheStart() {
        var file =
                new VxfenMode(
                        VxfenMode.Mode.DISABLED,
                        List.of(),
                        List.of(),
                        List.of("from the file"),
                        LoserSettings.NONE,
                        new TreeMap<>());
        List<String> said = FencingWarnings.of(file, QuorumMode.DISABLED);
        assertEquals("from the file", said.getFirst());
        assertTrue(said.getLast().contains("fencing is disabled"), said::toString);
        assertTrue(
                FencingWarnings.of(file, QuorumMode.UNARBITRATED)
                        .getLast()
                        .contains("two systems without a coordination point"));
        assertEquals(1, FencingWarnings.of(file, QuorumMode.MAJORITY).size());
    }

    @Test
    void whoseLossStopsTheOthersIsNamed() {
        assertEquals(List.of(), majority(0, 1, 2));
        assertEquals(List.of(), majority(0, 1, 2, 3));
        assertEquals(List.of(), majority(1));
        assertEquals(
                List.of(
                        "the loss of south stops the cluster: who is left of south, west is no"
                                + " majority; start another system"),
                majority(1, 2));
    }

    @Test
    void missingPointsAreNamedAndWhatTheyCost() {
        assertEquals(List.of(), customized(State.REGISTERED, State.REGISTERED, State.REGISTERED));
        assertEquals(
                List.of(
                        "coordination point cp2:443: why",
                        "when one more coordination point fails, the loss of a system stops this"
                                + " one"),
                customized(State.REGISTERED, State.UNREACHABLE, State.REGISTERED));
        assertEquals(
                List.of(
                        "coordination point cp1:443: why",
                        "coordination point cp2:443: why",
                        "1 of 3 coordination points have the key of this system: the loss of a"
                                + " system stops this one"),
                customized(State.REFUSED, State.UNREACHABLE, State.REGISTERED));
        assertEquals(List.of(), customized(State.REGISTERED));
    }

    private static List<String> majority(Integer... members) {
        return FencingWarnings.of(view(QuorumMode.MAJORITY, members), NAMES, List.of());
    }

    private static List<String> customized(State... states) {
        List<PointStanding> points = new ArrayList<>();
        for (State state : states)
            points.add(
                    new PointStanding(
                            "cp" + (points.size() + 1) + ":443",
                            state,
                            state == State.REGISTERED ? "" : "why"));
        return FencingWarnings.of(view(QuorumMode.CUSTOMIZED, 0, 1), NAMES, points);
    }

    private static View view(QuorumMode mode, Integer... members) {
        SortedMap<Integer, Long> incarnations = new TreeMap<>();
        for (int each : members) incarnations.put(each, 1L);
        View none = View.NONE;
        return new View(
                none.id(),
                none.base(),
                incarnations,
                none.peerinactNs(),
                none.marginNs(),
                mode,
                none.fresh(),
                none.stateful(),
                none.prefix(),
                none.prefixHash(),
                none.joined(),
                none.lost(),
                none.owedNs(),
                none.jeopardy(),
                none.engineless());
    }

    private static SortedMap<Integer, String> names() {
        SortedMap<Integer, String> names = new TreeMap<>();
        names.put(0, "north");
        names.put(1, "south");
        names.put(2, "west");
        names.put(3, "east");
        return names;
    }
}
