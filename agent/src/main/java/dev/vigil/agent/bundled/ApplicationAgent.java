package dev.vigil.agent.bundled;

import dev.vigil.agent.Agent;
import dev.vigil.agent.Call;
import dev.vigil.agent.CleanReason;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.ProcessOwner;
import dev.vigil.agent.host.ProcessExits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Application: anything with a program to start it and a program to stop it; known by a program that looks, by files with
/// process ids, by processes in the process table, or all of these.
///
/// Attributes: StartProgram, StopProgram, CleanProgram, MonitorProgram, PidFiles, MonitorProcesses, User, UseSUDash, EnvFile.
///
/// Source: VCS Bundled Agents Reference Guide, "Application agent".
final class ApplicationAgent implements Agent {
    private static final String OUTPUT = "V-16-2-13001";
    private static final int LOGGED_CHARACTERS = 2048;

    private final ProcessExits exits;

    ApplicationAgent(ProcessExits exits) {
        this.exits = exits;
    }

    /// MonitorProgram has the first word; then every process must be there.
    @Override
    public MonitorResult monitor(Call call) throws IOException, InterruptedException {
        Optional<String> wrong = mistake(call);
        if (wrong.isPresent()) return MonitorResult.unknown(wrong.get());
        MonitorResult result = MonitorResult.online();
        if (!call.text("MonitorProgram").isBlank()) {
            result = monitorProgram(call);
            if (result.finding() != MonitorResult.Finding.ONLINE) return result;
        }
        for (String file : call.list("PidFiles")) {
            Optional<Long> pid = inFile(file);
            if (pid.isEmpty()) return MonitorResult.offline("no process id in " + file);
            if (!ProcessTable.runs(pid.get(), "")) {
                return MonitorResult.offline("process " + pid.get() + " of " + file + " is gone");
            }
        }
        for (String process : call.list("MonitorProcesses")) {
            if (ProcessTable.find(CommandLine.of(process, ""), user(call)).isEmpty()) {
                return MonitorResult.offline("no process " + process);
            }
        }
        return result;
    }

    private MonitorResult monitorProgram(Call call) throws IOException, InterruptedException {
        ProcessOwner.Ended ended = run(call, call.text("MonitorProgram"));
        int code = ended.exitCode();
        if (code == 100) return MonitorResult.offline("MonitorProgram says so");
        if (code > 100 && code <= 110) return MonitorResult.online((code - 100) * 10, "");
        if (code == 200) return MonitorResult.intentionalOffline("MonitorProgram says so");
        return MonitorResult.unknown(
                "MonitorProgram exited with "
                        + code
                        + ", which is no state: "
                        + bounded(ended.output()));
    }

    @Override
    public int online(Call call) throws IOException, InterruptedException {
        Optional<String> wrong = mistake(call);
        if (wrong.isPresent()) throw new IOException(wrong.get());
        logged(call, "StartProgram");
        return 0;
    }

    @Override
    public int offline(Call call) throws IOException, InterruptedException {
        Optional<String> wrong = mistake(call);
        if (wrong.isPresent()) throw new IOException(wrong.get());
        logged(call, "StopProgram");
        return 0;
    }

    @Override
    public int clean(Call call, CleanReason reason) throws IOException, InterruptedException {
        if (!call.text("CleanProgram").isBlank()) logged(call, "CleanProgram");
        List<Long> left = Processes.kill(processes(call));
        if (left.isEmpty()) return 0;
        call.log().log("ERROR", "V-16-2-13911", "processes " + left + " can't be killed");
        return 1;
    }

    @Override
    public Optional<AutoCloseable> watch(Call call, Runnable changed) throws IOException {
        return Processes.watch(exits, processes(call), changed);
    }

    /// The processes that are known to be the application's; only those of its user.
    private static Set<Long> processes(Call call) throws IOException {
        var pids = new LinkedHashSet<Long>();
        for (String file : call.list("PidFiles")) {
            Optional<Long> pid = inFile(file);
            if (pid.isPresent() && ProcessTable.runs(pid.get(), user(call))) pids.add(pid.get());
        }
        for (String process : call.list("MonitorProcesses")) {
            pids.addAll(ProcessTable.find(CommandLine.of(process, ""), user(call)));
        }
        return pids;
    }

    private static Optional<Long> inFile(String file) throws IOException {
        try {
            String text = Files.readString(Path.of(file)).strip();
            return text.matches("\\d{1,10}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private void logged(Call call, String attribute) throws IOException, InterruptedException {
        ProcessOwner.Ended ended = run(call, call.text(attribute));
        String output = ended.output().strip();
        if (ended.exitCode() == 0 && output.isEmpty()) return;
        call.log().log(
                ended.exitCode() == 0 ? "INFO" : "WARNING",
                OUTPUT,
                attribute
                        + " exited with "
                        + ended.exitCode()
                        + (output.isEmpty() ? "" : "\n" + bounded(output)));
    }

    private ProcessOwner.Ended run(Call call, String program)
            throws IOException, InterruptedException {
        // The framework ends the entry point in time; this limit only has to be longer.
        Duration limit = call.timeout().multipliedBy(2);
        return call.processes()
                .run(
                        UserCommand.shell(
                                user(call), call.flag("UseSUDash"), call.text("EnvFile"), program),
                        Map.of(),
                        limit);
    }

    private static String user(Call call) {
        return UserCommand.effective(call.text("User"));
    }

    private static Optional<String> mistake(Call call) {
        if (call.text("StartProgram").isBlank()) return Optional.of("StartProgram is not set");
        if (call.text("StopProgram").isBlank()) return Optional.of("StopProgram is not set");
        boolean blind =
                call.text("MonitorProgram").isBlank()
                        && call.list("PidFiles").isEmpty()
                        && call.list("MonitorProcesses").isEmpty();
        return blind
                ? Optional.of("none of MonitorProgram, PidFiles and MonitorProcesses is set")
                : Optional.empty();
    }

    private static String bounded(String output) {
        String text = output.strip();
        return text.length() <= LOGGED_CHARACTERS
                ? text
                : text.substring(0, LOGGED_CHARACTERS) + "\n(cut here)";
    }
}
