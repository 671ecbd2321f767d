package dev.vigil.agent.host;

import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.framework.Action;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Keeps the table of what may be running up to date on disk: what starts at once, what ended when there is time. Belongs to the
/// host's loop, but for [#broken()].
final class RunningNotes {
    private static final Logger LOG = LoggerFactory.getLogger(RunningNotes.class);

    private final RunningTable table;
    private Optional<SortedMap<String, ResourceDefinition>> unsaved = Optional.empty();
    private boolean waiting;
    private volatile boolean broken;

    RunningNotes(RunningTable table) {
        this.table = table;
    }

    /// Whether the table on disk says less than what may run: nothing may be started then. Any thread may ask.
    boolean broken() {
        return broken;
    }

    /// Whether something has ended that is not written yet. Until it is, the table says too much, and never too little.
    boolean waiting() {
        return waiting;
    }

    /// Takes a note; [#save()] has to follow before a start.
    void note(String resource, Action.Note note) {
        table.note(resource, note.mayRun());
        waiting = true;
    }

    /// Writes what may be running, and definitions that could not be written before.
    void save() {
        try {
            waiting = false;
            if (unsaved.isPresent()) table.saveDefinitions(unsaved.get());
            unsaved = Optional.empty();
            table.saveRunning();
            broken = false;
        } catch (IOException e) {
            LOG.error("the table of what may be running can't be written: nothing is started", e);
            broken = true;
        }
    }

    /// Writes the definitions.
    void save(SortedMap<String, ResourceDefinition> definitions) {
        unsaved = Optional.of(definitions);
        save();
    }

    /// A resource is no longer this system's.
    void forget(String resource) {
        table.note(resource, false);
        save();
        var left = new TreeMap<>(table.definitions());
        left.remove(resource);
        save(left);
    }
}
