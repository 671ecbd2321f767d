package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// Holds where real-time priority may be had, and where not.
class RealTimeTest {
    private static final int PRIORITY = 3;

    private record Seen(Optional<String> refused, int before, int after, int thread, int process) {}

    /// `policy` of proc(5): the words after the name in brackets begin with the third.
    private static int policy(String stat) {
        String[] words = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Integer.parseInt(words[41 - 3]);
    }

    private static int own() throws IOException {
        return policy(Files.readString(Path.of("/proc/thread-self/stat")));
    }

    private static int ofThread() throws Exception {
        var found = new CompletableFuture<Integer>();
        Thread.ofPlatform()
                .start(
                        () -> {
                            try {
                                found.complete(own());
                            } catch (IOException unreadable) {
                                found.completeExceptionally(unreadable);
                            }
                        });
        return found.get();
    }

    private static int ofProcess() throws IOException {
        Process cat = new ProcessBuilder("cat", "/proc/self/stat").start();
        return policy(new String(cat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
    }

    private static Seen raised(int priority) throws Exception {
        var seen = new CompletableFuture<Seen>();
        Thread.ofPlatform()
                .start(
                        () -> {
                            try {
                                int before = own();
                                var refused = new RealTime().raise(priority);
                                seen.complete(
                                        new Seen(refused, before, own(), ofThread(), ofProcess()));
                            } catch (Exception failed) {
                                seen.completeExceptionally(failed);
                            }
                        });
        return seen.get();
    }

    @Test
    void theLoopHasItAndWhatItStartsHasNot() throws Exception {
        Seen seen = raised(PRIORITY);
        int roundRobin = 2;
        assertEquals(seen.refused().isEmpty() ? roundRobin : seen.before(), seen.after());
        assertEquals(0, seen.thread());
        assertEquals(0, seen.process());
        seen.refused().ifPresent(why -> assertTrue(why.contains("CAP_SYS_NICE"), why));
        List<Integer> raised = new ArrayList<>();
        try (var tasks = Files.list(Path.of("/proc/self/task"))) {
            for (Path task : (Iterable<Path>) tasks::iterator) {
                if (Files.readString(task.resolve("comm")).strip().equals("VM Thread"))
                    raised.add(policy(Files.readString(task.resolve("stat"))));
            }
        }
        assertEquals(List.of(seen.refused().isEmpty() ? roundRobin : 0), raised);
    }

    @Test
    void aPriorityThatThereIsNotIsRefusedWithAReason() throws Exception {
        Seen seen = raised(1_000);
        assertTrue(seen.refused().orElseThrow().contains("VIGIL_RT_PRIORITY"), seen.toString());
        assertEquals(seen.before(), seen.after());
    }
}
