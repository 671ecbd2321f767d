package dev.vigil.agent.bundled;

import dev.vigil.agent.Agent;
import dev.vigil.agent.Call;
import dev.vigil.agent.CleanReason;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.host.ProcessExits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Process and ProcessOnOnly: a program that is started in the background, and known by its command line or by a file with its
/// process id.
///
/// Attributes: PathName, Arguments (single blanks), PidFile, UserName, Priority; IgnoreArgs for ProcessOnOnly.
///
/// Source: VCS Bundled Agents Reference Guide, "Process agent" and "ProcessOnOnly agent".
final class ProcessAgent implements Agent {
    private static final int MAX_PATH = 256;
    private static final long PAUSE_MS = 2;
    private static final long START_MS = 1000;

    private final ProcessExits exits;

    /// The processes found last; looked at first, since going through all of /proc takes its time.
    private final Map<String, List<Long>> lastSeen = new ConcurrentHashMap<>();

    ProcessAgent(ProcessExits exits) {
        this.exits = exits;
    }

    @Override
    public MonitorResult monitor(Call call) throws IOException {
        Optional<String> wrong = mistake(call);
        if (wrong.isPresent()) return MonitorResult.unknown(wrong.get());
        List<Long> pids = find(call);
        if (!pids.isEmpty()) return MonitorResult.online();
        return MonitorResult.offline("no process " + commandLine(call).text());
    }

    @Override
    public int online(Call call) throws IOException, InterruptedException {
        Optional<String> wrong = mistake(call);
        if (wrong.isPresent()) throw new IOException(wrong.get());
        if (!find(call).isEmpty()) return 0;
        Path program = Path.of(call.text("PathName"));
        if (!Files.isExecutable(program) || Files.isDirectory(program)) {
            throw new IOException("PathName " + program + " is no executable file");
        }
        var command = new ArrayList<>(List.of(program.toString()));
        command.addAll(CommandLine.words(arguments(call)));
        long pid =
                call.processes()
                        .startDetached(
                                UserCommand.direct(call.text("UserName"), niceness(call), command),
                                Map.of());
        awaitStart(call, pid);
        return 0;
    }

    /// Between the start and the moment when the process shows its own command line lie some milliseconds: waiting for that here
    /// makes the first look the last.
    private void awaitStart(Call call, long pid) throws IOException, InterruptedException {
        long until = System.nanoTime() + START_MS * 1_000_000;
        while (ProcessTable.runs(pid, "") && System.nanoTime() - until < 0) {
            if (ProcessTable.matches(pid, commandLine(call), "")) {
                lastSeen.put(call.resource().name(), List.of(pid));
                return;
            }
            Thread.sleep(PAUSE_MS);
        }
    }

    @Override
    public int offline(Call call) throws IOException, InterruptedException {
        Processes.terminate(find(call), Processes.patience(call));
        return 0;
    }

    @Override
    public int clean(Call call, CleanReason reason) throws IOException, InterruptedException {
        List<Long> left = Processes.kill(find(call));
        if (left.isEmpty()) return 0;
        call.log().log("ERROR", "V-16-2-13911", "processes " + left + " can't be killed");
        return 1;
    }

    @Override
    public void close(Call call) {
        lastSeen.remove(call.resource().name());
    }

    @Override
    public Optional<AutoCloseable> watch(Call call, Runnable changed) throws IOException {
        return Processes.watch(
                exits, lastSeen.getOrDefault(call.resource().name(), List.of()), changed);
    }

    private List<Long> find(Call call) throws IOException {
        String name = call.resource().name();
        String user = UserCommand.effective(call.text("UserName"));
        List<Long> found;
        if (!call.text("PidFile").isBlank()) {
            found = inPidFile(Path.of(call.text("PidFile")), user);
        } else {
            CommandLine wanted = commandLine(call);
            found = new ArrayList<>();
            for (long pid : lastSeen.getOrDefault(name, List.of())) {
                if (ProcessTable.matches(pid, wanted, user)) found.add(pid);
            }
            // What must be stopped must be found completely.
            boolean all = call.entryPoint() != EntryPoint.MONITOR;
            if (all || found.isEmpty()) found = ProcessTable.find(wanted, user);
        }
        if (found.isEmpty()) lastSeen.remove(name);
        else lastSeen.put(name, List.copyOf(found));
        return found;
    }

    private static List<Long> inPidFile(Path file, String user) throws IOException {
        try {
            String text = Files.readString(file).strip();
            if (!text.matches("\\d{1,10}")) return List.of();
            long pid = Long.parseLong(text);
            return ProcessTable.runs(pid, user) ? List.of(pid) : List.of();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static CommandLine commandLine(Call call) {
        if (call.flag("IgnoreArgs")) return new CommandLine(call.text("PathName"), true);
        return CommandLine.of(call.text("PathName"), arguments(call));
    }

    private static String arguments(Call call) {
        return call.text("Arguments");
    }

    private static Optional<String> mistake(Call call) {
        String path = call.text("PathName");
        if (path.isBlank()) return Optional.of("PathName is not set");
        if (!path.startsWith("/")) return Optional.of("PathName is not a full path: " + path);
        if (path.length() > MAX_PATH) {
            return Optional.of("PathName is longer than " + MAX_PATH + " characters");
        }
        return Optional.empty();
    }

    /// Priority 10 is the usual one; on Linux it is a nice value.
    private static int niceness(Call call) {
        ResourceDefinition resource = call.resource();
        return resource.text("Priority").isBlank() ? 0 : call.number("Priority", 0);
    }
}
