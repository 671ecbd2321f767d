package dev.vigil.agent.host;

import dev.vigil.agent.ActionResult;
import dev.vigil.agent.Agent;
import dev.vigil.agent.Call;
import dev.vigil.agent.CleanReason;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.ProcessOwner;
import dev.vigil.agent.ResourceDefinition;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A type whose entry points are scripts in a directory, with VCS's calling convention.
///
/// `<directory>/online <resource> <arguments>` and so on; clean gets its reason before the arguments. The exit code of `monitor`
/// is the state: 100 offline, 101 to 110 online with confidence 10 to 100, 200 intentional offline, anything else unknown. That
/// of `online` and `offline` is the seconds to wait before looking. Scripts named `online.sh` or `online.pl` will do as well.
///
/// Source: VCS Agent Developer's Guide, "Script entry points".
final class ScriptAgent implements Agent {
    private static final List<String> EXTENSIONS = List.of("", ".sh", ".pl");
    private static final int LOGGED_BYTES = 2048;

    private final Path directory;
    private final boolean positional;
    private final Map<String, String> environment;

    /// @param directory where the scripts are
    /// @param positional whether arguments are passed as to agents of V40 and earlier
    /// @param environment VCS_HOME and the like
    ScriptAgent(Path directory, boolean positional, Map<String, String> environment) {
        this.directory = directory;
        this.positional = positional;
        this.environment = environment;
    }

    /// Whether a directory holds an agent: a monitor, that is.
    static boolean isIn(Path directory) {
        return find(directory, EntryPoint.MONITOR.scriptName()).isPresent();
    }

    @Override
    public boolean hasClean(ResourceDefinition resource) {
        return find(directory, EntryPoint.CLEAN.scriptName()).isPresent();
    }

    @Override
    public void open(Call call) throws Exception {
        runIfThere(call, List.of());
    }

    @Override
    public void close(Call call) throws Exception {
        runIfThere(call, List.of());
    }

    @Override
    public void attrChanged(Call call, String attribute) throws Exception {
        runIfThere(call, List.of(attribute));
    }

    @Override
    public MonitorResult monitor(Call call) throws Exception {
        Optional<Path> script = find(directory, EntryPoint.MONITOR.scriptName());
        if (script.isEmpty()) {
            return MonitorResult.unknown(
                    "there is no executable script " + directory.resolve("monitor"));
        }
        ProcessOwner.Ended ended = run(call, script.get(), List.of());
        int code = ended.exitCode();
        if (code == 100) return MonitorResult.offline();
        if (code > 100 && code <= 110) return MonitorResult.online((code - 100) * 10, "");
        if (code == 200) return MonitorResult.intentionalOffline("");
        String output = ended.output().strip();
        return MonitorResult.unknown(
                "monitor exited with " + code + (output.isEmpty() ? "" : ": " + output));
    }

    @Override
    public int online(Call call) throws Exception {
        return seconds(call);
    }

    @Override
    public int offline(Call call) throws Exception {
        return seconds(call);
    }

    private int seconds(Call call) throws Exception {
        Optional<ProcessOwner.Ended> ended = runIfThere(call, List.of());
        if (ended.isEmpty()) {
            call.log().log(
                    "WARNING",
                    "V-16-2-13375",
                    "Entry point script "
                            + directory.resolve(call.entryPoint().scriptName())
                            + " not found or not executable");
        }
        return ended.map(ProcessOwner.Ended::exitCode).orElse(0);
    }

    @Override
    public int clean(Call call, CleanReason reason) throws Exception {
        return runIfThere(call, List.of(Integer.toString(reason.number())))
                .map(ProcessOwner.Ended::exitCode)
                .orElse(1);
    }

    @Override
    public ActionResult action(Call call, String token, List<String> arguments) throws Exception {
        Path actions = directory.resolve("actions");
        Optional<Path> script = find(actions, token);
        if (script.isEmpty()) {
            return new ActionResult(1, "there is no executable script " + actions.resolve(token));
        }
        var words = new ArrayList<String>();
        words.add(script.get().toString());
        words.add(call.resource().name());
        words.addAll(arguments(call));
        words.add(Integer.toString(arguments.size()));
        words.addAll(arguments);
        ProcessOwner.Ended ended = call.processes().run(words, environment(call), noLimit(call));
        return new ActionResult(ended.exitCode(), ended.output());
    }

    private Optional<ProcessOwner.Ended> runIfThere(Call call, List<String> first)
            throws Exception {
        Optional<Path> script = find(directory, call.entryPoint().scriptName());
        if (script.isEmpty()) return Optional.empty();
        ProcessOwner.Ended ended = run(call, script.get(), first);
        String output = ended.output().strip();
        if (!output.isEmpty()) {
            call.log().log(
                    "WARNING",
                    "V-16-2-13001",
                    "Resource("
                            + call.resource().name()
                            + "): Output of the completed operation ("
                            + call.entryPoint().scriptName()
                            + ")\n"
                            + bounded(output));
        }
        return Optional.of(ended);
    }

    private ProcessOwner.Ended run(Call call, Path script, List<String> first)
            throws IOException, InterruptedException {
        var words = new ArrayList<String>();
        words.add(script.toString());
        words.add(call.resource().name());
        words.addAll(first);
        words.addAll(arguments(call));
        return call.processes().run(words, environment(call), noLimit(call));
    }

    private List<String> arguments(Call call) {
        var neighbours = call.neighbours().get();
        var words =
                new ArrayList<>(
                        positional
                                ? ArgListValues.positional(call.resource(), neighbours)
                                : ArgListValues.tuples(call.resource(), neighbours));
        if (call.flag("AEPTimeout")) {
            words.add("AEPTimeout");
            words.add("1");
            words.add(Long.toString(call.timeout().toSeconds()));
        }
        return words;
    }

    private Map<String, String> environment(Call call) {
        var variables = new LinkedHashMap<>(environment);
        variables.put("VCS_LOG_AGENT_NAME", call.resource().type());
        variables.put("VCS_LOG_RESOURCE_NAME", call.resource().name());
        variables.put("VCS_LOG_ENTRY_POINT", call.entryPoint().scriptName());
        variables.put("VCS_LOG_SCRIPT_NAME", call.entryPoint().scriptName());
        variables.put("VCS_SYSTEM", call.resource().system().getOrDefault("SysName", ""));
        return variables;
    }

    /// The framework ends the entry point, and all its programs with it; this limit only has to be longer.
    private static Duration noLimit(Call call) {
        return call.timeout().multipliedBy(2).plusMinutes(1);
    }

    private static String bounded(String output) {
        return output.length() <= LOGGED_BYTES
                ? output
                : output.substring(0, LOGGED_BYTES) + "\n(cut here)";
    }

    private static Optional<Path> find(Path directory, String name) {
        return EXTENSIONS.stream()
                .map(extension -> directory.resolve(name + extension))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
