package dev.vigil.agent.host;

import dev.vigil.agent.AgentLog;
import dev.vigil.agent.AgentReport;
import dev.vigil.agent.Call;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.ResourceDefinition;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.function.Consumer;

/// What every call of an entry point is given: the log of its type, the runner of its programs, the other resources.
final class Calls {
    private static final Logger LOG = LoggerFactory.getLogger(Calls.class);
    private static final int OUTPUT_BYTES = 65_536;
    private static final int LOG_FILE_BYTES = 33_554_432;

    private final Path work;
    private final AgentLogFiles logs;
    private final Map<String, Call.Neighbour> neighbours;
    private final Consumer<AgentReport> reports;
    private final ProcessExits exits = new ProcessExits();

    /// @param work directory for the output of programs
    /// @param neighbours a view of all resources, safe for any thread
    /// @param reports told, from any thread, what entry points log
    Calls(
            Path work,
            AgentLogFiles logs,
            Map<String, Call.Neighbour> neighbours,
            Consumer<AgentReport> reports) {
        this.work = work;
        this.logs = logs;
        this.neighbours = Collections.unmodifiableMap(neighbours);
        this.reports = reports;
    }

    /// A runner of programs for one call.
    OwnedProcesses processes() {
        return new OwnedProcesses(exits, work, OUTPUT_BYTES);
    }

    /// A call of an entry point of a resource as it is defined now.
    Call of(
            ResourceDefinition definition,
            EntryPoint entryPoint,
            long timeoutNs,
            OwnedProcesses processes) {
        String prefix =
                definition.type() + ":" + definition.name() + ":" + entryPoint.scriptName() + ":";
        AgentLog log =
                (severity, umi, text) -> {
                    log(definition, severity, umi, prefix + text);
                    reports.accept(new AgentReport.Message(severity, umi, prefix + text));
                };
        return new Call(
                definition,
                entryPoint,
                Duration.ofNanos(timeoutNs),
                log,
                processes,
                () -> neighbours);
    }

    /// Nothing is logged any more.
    void close() {
        logs.close();
    }

    /// Writes into the log of the resource's type.
    void log(ResourceDefinition definition, String severity, String umi, String text) {
        try {
            long bytes = definition.limit("LogFileSize", LOG_FILE_BYTES);
            logs.write(definition.type(), bytes, severity, umi, text);
        } catch (IOException e) {
            LOG.error(
                    "{} {} {} (and its log file can't be written: {})",
                    severity,
                    umi,
                    text,
                    e.toString());
        }
    }
}
