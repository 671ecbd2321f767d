package dev.vigil.engine.node;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/// A place that another process has, and gives up.
@Timeout(60)
class OnlyOneTest {
    private static final String PLACE = "cleaner";

    @TempDir Path run;

    /// Takes the place, says so, and keeps it until it is ended.
    public static final class Other {
        private Other() {}

        /// Its one argument is the directory.
        public static void main(String[] arguments) throws IOException {
            OnlyOne place = OnlyOne.take(Path.of(arguments[0]), PLACE);
            System.out.println("taken");
            place.keep();
        }
    }

    private Process other() throws IOException {
        Process other =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Other.class.getName(),
                                run.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertEquals("taken", other.inputReader().readLine());
        return other;
    }

    @Test
    void whoWaitsForAPlaceGoesOnWhenItsHolderHasEnded() throws IOException {
        Process other = other();
        try {
            var told = new AtomicLong();
            var waiter =
                    CompletableFuture.runAsync(
                            () -> {
                                try {
                                    OnlyOne.awaitNobody(run, PLACE, () -> 1, 2, told::set);
                                } catch (IOException failed) {
                                    throw new IllegalStateException(failed);
                                }
                            });
            await().until(() -> told.get() == other.pid());
            assertTrue(!waiter.isDone());
            other.destroyForcibly();
            await().until(waiter::isDone);
            waiter.join();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void nobodyWaitsForLongerThanMayBe() throws IOException {
        Process other = other();
        try {
            var told = new AtomicLong();
            OnlyOne.awaitNobody(run, PLACE, () -> 2, 2, told::set);
            assertEquals(other.pid(), told.get());
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void nobodyWaitsForAPlaceThatWasGivenUp() throws IOException {
        OnlyOne.take(run, PLACE).close();
        OnlyOne.awaitNobody(run, PLACE, () -> 1, 2, _ -> fail("nobody has it"));
    }
}
