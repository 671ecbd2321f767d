package dev.vigil.samples.namespaces;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs commands of this machine.
final class Shell {
    private static final long WITHIN_S = 60;

    private Shell() {}

    /// What a command printed, and its exit status.
    record Ended(int exit, String text) {}

    static Ended run(Map<String, String> environment, List<String> command) {
        try {
            Path output = Files.createTempFile("vigil-lab", ".out");
            try {
                var builder = new ProcessBuilder(command).redirectErrorStream(true);
                builder.environment().keySet().removeIf(name -> name.startsWith("VIGIL_"));
                builder.environment().putAll(environment);
                Process process =
                        builder.redirectOutput(output.toFile())
                                .redirectInput(Path.of("/dev/null").toFile())
                                .start();
                if (!process.waitFor(WITHIN_S, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new AssertionError(String.join(" ", command) + " does not end");
                }
                return new Ended(
                        process.exitValue(), Files.readString(output, StandardCharsets.ISO_8859_1));
            } finally {
                Files.delete(output);
            }
        } catch (IOException failed) {
            return new Ended(127, failed.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", stopped);
        }
    }

    /// Runs a command that must succeed.
    static String must(String... command) {
        Ended ended = run(Map.of(), List.of(command));
        if (ended.exit() != 0) throw new AssertionError(String.join(" ", command) + ": " + ended);
        return ended.text();
    }

    /// Runs a command whose outcome does not matter.
    static String may(String... command) {
        return run(Map.of(), List.of(command)).text();
    }

    static boolean can(String... command) {
        return run(Map.of(), List.of(command)).exit() == 0;
    }
}
