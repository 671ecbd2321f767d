package dev.vigil.agent.host;

import dev.vigil.agent.AgentReport;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.ResourceStatus.Probe;

import org.awaitility.Awaitility;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/// Measures what a script entry point costs beyond the script: `main [RUNS]` prints medians and 95th percentiles.
///
/// To be run by hand, with the options of `lib/hanode.jvm`, on a machine with nothing else to do.
final class EntryPointBench {
    private static final int WARM_UP = 30;

    private static final ProcessExits EXITS = new ProcessExits();

    private EntryPointBench() {}

    public static void main(String[] arguments) throws Exception {
        int runs = arguments.length == 0 ? 200 : Integer.parseInt(arguments[0]);
        Path directory = Files.createTempDirectory("entry-point-bench");
        try {
            for (String shell : List.of("/bin/sh", "/bin/bash")) {
                Path script = directory.resolve("script");
                Files.writeString(script, "#!" + shell + "\nexit 0\n");
                Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
                measure(
                        shell + ": Java's ProcessBuilder alone",
                        runs,
                        () -> new ProcessBuilder(script.toString()).start().waitFor());
                measure(shell + ": program of an entry point", runs, () -> own(directory, script));
                steps(directory.resolve(shell.substring(5)), shell, runs);
            }
        } finally {
            try (var files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList())
                    Files.delete(file);
            }
        }
        System.exit(0);
    }

    private static Object own(Path directory, Path script)
            throws IOException, InterruptedException {
        return new OwnedProcesses(EXITS, directory, 65_536)
                .run(List.of(script.toString()), Map.of(), Duration.ofMinutes(1));
    }

    /// An order for online, from its arrival in the host to the report of its end: the scripts online and monitor.
    private static void steps(Path directory, String shell, int runs) throws Exception {
        var bench = new TestHost(directory);
        String up = "$(dirname $0)/up".replace("$(dirname $0)", directory.toString());
        script(bench, shell, "online", ": >" + up);
        script(bench, shell, "offline", "rm " + up);
        script(bench, shell, "monitor", "[ -f " + up + " ] && exit 110; exit 100");
        bench.start().host().configure(List.of(ResourceDefinition.plain("r", "Bench", "g")));
        bench.awaitState("r", Probe.OFFLINE);
        var times = new ArrayList<Long>();
        for (int i = -WARM_UP; i < runs; i++) {
            long begun = System.nanoTime();
            await(bench, bench.online("r"));
            if (i >= 0) times.add(System.nanoTime() - begun);
            await(bench, bench.offline("r"));
            bench.reports.clear();
        }
        bench.close();
        print(shell + ": step of a chain (online, monitor)", times);
    }

    private static void script(TestHost bench, String shell, String name, String body)
            throws IOException {
        bench.script("Bench", name, body);
        Path file = bench.path("agents/Bench/" + name);
        Files.writeString(file, Files.readString(file).replace("#!/bin/sh", "#!" + shell));
    }

    private static void await(TestHost bench, String id) {
        Awaitility.await()
                .pollInSameThread()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofNanos(20_000))
                .until(() -> bench.reports.stream().anyMatch(report -> ends(report, id)));
    }

    private static boolean ends(AgentReport report, String id) {
        return report instanceof AgentReport.OperationEnded end && end.operationId().equals(id);
    }

    private static void measure(String what, int runs, Callable<?> task) throws Exception {
        var times = new ArrayList<Long>();
        for (int i = -WARM_UP; i < runs; i++) {
            long begun = System.nanoTime();
            task.call();
            if (i >= 0) times.add(System.nanoTime() - begun);
        }
        print(what, times);
    }

    private static void print(String what, List<Long> times) {
        times.sort(null);
        System.out.printf(
                "%-52s %7.2f ms %7.2f ms%n",
                what, times.get(times.size() / 2) / 1e6, times.get(times.size() * 95 / 100) / 1e6);
    }
}
