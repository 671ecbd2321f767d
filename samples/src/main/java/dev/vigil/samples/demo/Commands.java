package dev.vigil.samples.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Types operators' commands, as a person at a system would.
///
/// @param home where `bin` is
public record Commands(Path home) {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /// What a command printed, and its exit status.
    public record Typed(int exit, String out, String err) {
        /// All that it printed.
        public String text() {
            return (out + err).strip();
        }

        public boolean ok() {
            return exit == 0;
        }
    }

    /// Types a command at a system.
    ///
    /// @throws IOException if it can't be run or hangs
    public Typed at(String system, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(home.resolve("bin").resolve(words[0]).toString());
        command.addAll(List.of(words).subList(1, words.length));
        var builder = new ProcessBuilder(command);
        forget(builder);
        if (!system.isEmpty()) {
            builder.environment().put("VIGIL_SYSTEM", system);
        }
        return run(builder, LIMIT);
    }

    /// Runs the launcher, its output being shown as it comes.
    ///
    /// @return its exit status
    public int vigil(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(home.resolve("vigil").toString());
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).inheritIO();
        forget(builder);
        return builder.start().waitFor();
    }

    /// Runs a program with more environment.
    Typed with(String variable, String value, List<String> command)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command);
        forget(builder);
        builder.environment().put(variable, value);
        return run(builder, LIMIT);
    }

    /// Whatever system the caller's shell talks to, these commands talk to their own.
    private static void forget(ProcessBuilder builder) {
        builder.environment().keySet().removeIf(name -> name.startsWith("VIGIL_"));
    }

    private static Typed run(ProcessBuilder builder, Duration limit)
            throws IOException, InterruptedException {
        Process process = builder.start();
        process.getOutputStream().close();
        var err =
                CompletableFuture.supplyAsync(
                        () -> drained(process.getErrorStream()), Thread::startVirtualThread);
        var out =
                CompletableFuture.supplyAsync(
                        () -> drained(process.getInputStream()), Thread::startVirtualThread);
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            throw new IOException(
                    String.join(" ", builder.command())
                            + " did not end within "
                            + limit.toSeconds()
                            + " s");
        }
        return new Typed(process.exitValue(), out.join(), err.join());
    }

    private static String drained(java.io.InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException closed) {
            return "";
        }
    }
}
