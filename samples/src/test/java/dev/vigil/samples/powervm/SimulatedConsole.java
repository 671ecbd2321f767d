package dev.vigil.samples.powervm;

import dev.vigil.samples.powervm.shell.Shell;
import dev.vigil.samples.powervm.shell.ShellInput;
import dev.vigil.samples.powervm.shell.ShellOutput;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// An estate with one console, without SSH, in a time of its own: commands take none, and it passes when told to.
final class SimulatedConsole implements AutoCloseable {

    /// Boots and shutdowns take their usual time; answers take none.
    static final Timings TIMINGS =
            new Timings(0, 0, 0, 3_000, 20_000, 10_000, 8_000, 4_000, 0, 60_000, 10_000, 2_000);

    private static final long START_MS = 1_000_000;

    /// 2026-11-21 12:00:00 UTC at the start.
    private static final long EPOCH_OFFSET_MS = 1_795_262_400_000L - START_MS;

    /// What a command line came to.
    record Seen(int exit, String text) {}

    private final AtomicLong clockMs = new AtomicLong(START_MS);
    private final EstateRunner runner;
    private final Control control;
    private final Shell shell;
    private final Shell lab;

    SimulatedConsole(Definition definition, Path dir) throws IOException {
        runner =
                new EstateRunner(
                        FirstEstate.of(definition, START_MS, EPOCH_OFFSET_MS),
                        new Passage(TIMINGS),
                        clockMs::get,
                        new EstateStore(dir.resolve("estate-state.json")),
                        (before, after) -> {});
        control = new Control(runner, TIMINGS);
        shell =
                new Shell(
                        new ConsolePrograms(
                                runner,
                                new Operations(TIMINGS),
                                definition,
                                definition.consoles().getFirst(),
                                "hscroot"),
                        Map.of());
        lab = new Shell(new LabPrograms(control), Map.of());
    }

    /// The sample estate.
    static Definition sample() throws IOException, DefinitionFile.Invalid {
        var root = Path.of(System.getProperty("vigil.root", ".."));
        return DefinitionFile.read(Files.readString(root.resolve("samples/powervm/estate.json")));
    }

    Seen type(String line) throws InterruptedException {
        return run(shell, line);
    }

    /// What a command line prints, which must succeed.
    String output(String line) throws InterruptedException {
        var seen = type(line);
        if (seen.exit() != 0) {
            throw new AssertionError(line + ": exit " + seen.exit() + ", " + seen.text());
        }
        return seen.text();
    }

    /// What the user `lab` types.
    Seen lab(String line) throws InterruptedException {
        return run(lab, line);
    }

    private static Seen run(Shell in, String line) throws InterruptedException {
        var text = new StringBuilder();
        var result = in.run(line, new ShellInput(""), new ShellOutput(text::append, text::append));
        return new Seen(result.status(), text.toString());
    }

    void pass(long ms) {
        clockMs.addAndGet(ms);
    }

    Estate estate() {
        return runner.now();
    }

    /// The history in a form that reads well.
    List<String> history() {
        return estate().history().stream()
                .map(
                        e ->
                                "%d %s %s %s %s"
                                        .formatted(
                                                e.atMs() - START_MS,
                                                e.what(),
                                                e.server(),
                                                e.name(),
                                                e.detail())
                                        .strip()
                                        .replaceAll(" +", " "))
                .toList();
    }

    @Override
    public void close() {
        runner.close();
    }
}
