package dev.vigil.engine.had;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.command.FencingReport;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.fence.PointRequest;
import dev.vigil.engine.fence.PointStanding;
import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.gab.View;
import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.node.MachineClock;
import dev.vigil.engine.tls.ClusterKeys;

import io.vertx.core.Vertx;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/// Two systems with one coordination point, where nobody listens.
@Timeout(60)
class FencingEdgeTest {
    private static final String POINT = "127.0.0.1:1";

    @TempDir private Path directory;
    private final Vertx vertx = Vertx.vertx();
    private final List<Throwable> broken = new CopyOnWriteArrayList<>();
    private HadLoop loop;
    private FencingEdge edge;

    @BeforeEach
    void open() throws Exception {
        var files =
                new TestFiles(
                        directory,
                        """
                        vxfen_mode=customized
                        cps1=[127.0.0.1]:1
                        LoserAction=panic
                        """);
        var keys = ClusterKeys.read(files.keysOf("north"));
        loop = new HadLoop(vertx, new MachineClock(), broken::add);
        edge = new FencingEdge(EngineFiles.read(files.paths()), keys, loop);
    }

    @AfterEach
    void close() {
        vertx.close();
        assertEquals(List.of(), broken);
    }

    private static StackStatus status(boolean member, List<String> misfits) {
        View view =
                new View(
                        new ViewId(3, 0, 64),
                        ViewId.NONE,
                        new TreeMap<>(Map.of(0, 7L, 1, 8L)),
                        0,
                        0,
                        QuorumMode.CUSTOMIZED,
                        false,
                        new TreeSet<>(),
                        0,
                        0,
                        new TreeSet<>(),
                        new TreeMap<>(),
                        new TreeMap<>(),
                        new TreeSet<>(),
                        new TreeSet<>());
        return new StackStatus(
                view,
                member,
                member,
                member,
                false,
                "",
                0,
                0,
                0,
                List.of(new PointStanding(POINT, PointStanding.State.REGISTERED, "")),
                misfits,
                Optional.empty());
    }

    @Test
    void whatIsShownHasModeMembersPointsAndWhatBecomesOfALoser() {
        List<String> warnings = edge.warnings(status(true, List.of("west is not taken in")));
        FencingReport report =
                edge.report(status(true, List.of()), "/dev/watchdog0, armed, 12000 ms", warnings);
        assertEquals("Customized", report.mode());
        assertEquals("cps", report.mechanism());
        assertEquals(Map.of(0, "north", 1, "south"), report.members());
        assertEquals("registered", report.points().getFirst().state());
        assertEquals("Panic", report.loserAction());
        assertTrue(
                warnings.getFirst().startsWith("there is one coordination point"),
                warnings::toString);
        assertEquals("west is not taken in", warnings.getLast());
    }

    @Test
    void whoIsNoMemberShowsHisModeAlone() {
        FencingReport report = edge.report(status(false, List.of()), "", List.of());
        assertEquals(Map.of(), report.members());
        assertEquals("Customized", report.mode());
    }

    @Test
    void nobodyIsWeighedBeforeThereIsAConfiguration() {
        assertEquals(Optional.empty(), edge.weights(ClusterState.EMPTY));
    }

    @Test
    void everyQuestionIsAnsweredOnceOnTheLoop() {
        var answers = new CopyOnWriteArrayList<String>();
        List<PointAnswer> last = new ArrayList<>();
        loop.execute(
                () -> {
                    edge.open();
                    edge.ask(
                            POINT,
                            5,
                            new PointRequest.ReadKeys(),
                            (point, request, answer) -> {
                                last.add(answer);
                                answers.add(point + " " + request);
                            });
                });
        await().until(() -> !answers.isEmpty());
        assertEquals(List.of(POINT + " 5"), answers);
        assertInstanceOf(PointAnswer.Unreachable.class, last.getFirst());
    }
}
