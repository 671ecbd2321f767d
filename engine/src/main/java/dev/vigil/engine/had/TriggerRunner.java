package dev.vigil.engine.had;

import dev.vigil.engine.node.SystemPaths;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/// Runs trigger scripts: the operator's in `<conf>/triggers`, else the shipped ones in `<home>/triggers`.
///
/// Its output goes to the
/// engine's log. It runs beside the engine and is killed after its time.
///
/// Source: Cluster Server Administrator's Guide, "About event triggers".
final class TriggerRunner {
    /// A trigger that takes longer hangs; VCS has no limit, and one hung script then holds up those after it.
    private static final long LIMIT_S = 300;

    private static final int LONGEST_OUTPUT = 16_384;

    private final SystemPaths paths;
    private final List<Path> shipped;
    private final Consumer<LogLine> log;

    /// @param shipped directories with the triggers of the product and the sample, searched after the operator's
    TriggerRunner(SystemPaths paths, List<Path> shipped, Consumer<LogLine> log) {
        this.paths = paths;
        this.shipped = List.copyOf(shipped);
        this.log = log;
    }

    /// Runs a trigger in the background.
    ///
    /// @param path TriggerPath of the group or resource, relative to the product's home; "" for the usual places
    /// @param ended is given the exit code, 0 if there is no such trigger; on another thread
    void run(String name, String path, List<String> arguments, IntConsumer ended) {
        Optional<Path> script = find(name, path);
        if (script.isEmpty()) {
            ended.accept(0);
            return;
        }
        Thread.ofVirtual()
                .name("trigger-" + name)
                .start(() -> ended.accept(run(script.get(), arguments)));
    }

    private Optional<Path> find(String name, String path) {
        List<Path> places = new ArrayList<>();
        if (!path.isEmpty()) places.add(paths.home().resolve(path));
        places.add(paths.conf().resolve("triggers"));
        places.addAll(shipped);
        return places.stream()
                .map(place -> place.resolve(name))
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .findFirst();
    }

    private int run(Path script, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(script.toString());
        command.addAll(arguments);
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            var environment = builder.environment();
            environment.put("VCS_HOME", paths.home().toString());
            environment.put("VCS_CONF", paths.conf().toString());
            environment.put("VCS_LOG", paths.log().toString());
            environment.merge(
                    "PATH", paths.home().resolve("bin").toString(), (old, bin) -> bin + ":" + old);
            // Not through a pipe: what the trigger leaves running would keep that open.
            Path output = Files.createTempFile(paths.run(), "trigger-", ".out");
            try {
                Process process = builder.redirectOutput(output.toFile()).start();
                process.getOutputStream().close();
                Thread watch = Thread.ofVirtual().start(() -> endAfterLimit(process, script));
                int code = process.waitFor();
                watch.interrupt();
                say(script, beginning(output), code);
                return code;
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException failed) {
            log.accept(
                    new LogLine(
                            LogLine.Severity.ERROR,
                            "V-16-1-10237",
                            "Trigger " + script + " cannot be run: " + failed.getMessage()));
            return 1;
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static String beginning(Path output) throws IOException {
        try (var in = Files.newInputStream(output)) {
            return new String(in.readNBytes(LONGEST_OUTPUT));
        }
    }

    private void endAfterLimit(Process process, Path script) {
        try {
            if (process.waitFor(LIMIT_S, java.util.concurrent.TimeUnit.SECONDS)) return;
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            log.accept(
                    new LogLine(
                            LogLine.Severity.ERROR,
                            "V-16-1-10238",
                            "Trigger " + script + " was killed after " + LIMIT_S + " seconds"));
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(Path script, String output, int code) {
        String name = script.getFileName().toString();
        for (String line : output.strip().split("\n")) {
            if (!line.isBlank())
                log.accept(
                        new LogLine(LogLine.Severity.NOTICE, "V-16-1-10236", name + ": " + line));
        }
        if (code != 0)
            log.accept(
                    new LogLine(
                            LogLine.Severity.WARNING,
                            "V-16-1-10239",
                            "Trigger " + name + " ended with status " + code));
    }
}
