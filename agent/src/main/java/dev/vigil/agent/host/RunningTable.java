package dev.vigil.agent.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.vigil.agent.OrderStamp;
import dev.vigil.agent.ResourceDefinition;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What may be running on this system, on disk: enough for a fresh node daemon to look at it and to stop it without an engine.
///
/// Two files, each replaced as a whole: the definitions, which change rarely, and the names of what may be running, which are
/// written before every start.
///
/// Both survive the death of the node daemon as soon as they are written. The first is also synced to the disk. The second is not,
/// as that would cost every start some milliseconds for nothing: when the machine itself goes down, so does all that ran on it.
/// Should it be found damaged afterwards, everything counts as maybe running, and is looked at.
final class RunningTable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningTable.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The larger file.
    record Definitions(int version, SortedMap<String, ResourceDefinition> resources) {}

    /// The smaller file.
    record Running(int version, OrderStamp newest, SortedSet<String> resources) {}

    private final Path definitionsFile;
    private final Path runningFile;
    private SortedMap<String, ResourceDefinition> definitions = new TreeMap<>();
    private final SortedSet<String> running = new TreeSet<>();
    private OrderStamp newest = new OrderStamp(0, 0, "");

    private RunningTable(Path file) {
        definitionsFile = file;
        runningFile = file.resolveSibling(file.getFileName() + ".running");
    }

    /// Reads the table; none there is an empty one.
    ///
    /// @throws IOException if it is there and can't be read, or is no such table
    static RunningTable load(Path file) throws IOException {
        var table = new RunningTable(file.toAbsolutePath());
        Files.createDirectories(table.definitionsFile.getParent());
        if (Files.exists(table.definitionsFile)) {
            table.definitions =
                    new TreeMap<>(read(table.definitionsFile, Definitions.class).resources());
        }
        if (Files.exists(table.runningFile)) {
            table.readRunning();
        }
        return table;
    }

    private void readRunning() throws IOException {
        try {
            Running stored = JSON.readValue(Files.readAllBytes(runningFile), Running.class);
            running.addAll(stored.resources());
            newest = stored.newest();
        } catch (JsonProcessingException e) {
            LOG.warn("{} is damaged: everything may be running, and is looked at", runningFile);
            running.addAll(definitions.keySet());
        }
    }

    SortedMap<String, ResourceDefinition> definitions() {
        return Collections.unmodifiableSortedMap(definitions);
    }

    boolean mayRun(String resource) {
        return running.contains(resource);
    }

    /// The newest order that was ever taken.
    OrderStamp newest() {
        return newest;
    }

    /// Kept in memory; written with the next change of what runs.
    void newest(OrderStamp stamp) {
        newest = new OrderStamp(stamp.engineIncarnation(), stamp.view(), "");
    }

    void note(String resource, boolean mayRun) {
        if (mayRun) running.add(resource);
        else running.remove(resource);
    }

    /// Writes what may be running; when it returns, the death of this process does not harm it.
    void saveRunning() throws IOException {
        ReplacedFile.write(
                runningFile, JSON.writeValueAsBytes(new Running(1, newest, running)), false);
    }

    /// Writes the definitions; when it returns, they are safe.
    void saveDefinitions(SortedMap<String, ResourceDefinition> changed) throws IOException {
        if (changed.equals(definitions) && Files.exists(definitionsFile)) return;
        var fresh = new TreeMap<>(changed);
        ReplacedFile.write(
                definitionsFile, JSON.writeValueAsBytes(new Definitions(1, fresh)), true);
        definitions = fresh;
    }

    private static <T> T read(Path file, Class<T> type) throws IOException {
        try {
            return JSON.readValue(Files.readAllBytes(file), type);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    file
                            + " can't be read as the table of what may be running here ("
                            + e.getOriginalMessage()
                            + "): look by hand what runs, then remove the file",
                    e);
        }
    }
}
