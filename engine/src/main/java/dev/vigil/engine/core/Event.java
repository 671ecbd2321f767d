package dev.vigil.engine.core;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// What the core is told, in the past tense, in the cluster's one order.
///
/// Events are safe to repeat: those of an older incarnation of a system, of an operation that is not pending, of a timer or
/// trigger that is not awaited change nothing.
public sealed interface Event {
    /// A view opened: the membership is now exactly this. The first event of every view.
    ///
    /// A system whose incarnation differs from the one known has a new engine; nothing is known of its resources until it reports.
    ///
    /// @param view number of the view
    /// @param members incarnation by system
    /// @param lost the systems of the last view that are not here any more, and how they went
    /// @param jeopardy members that are down to their last link
    /// @param nodeIds LLT id by system: of members, and of others if known
    record ViewOpened(
            long view,
            SortedMap<String, Long> members,
            SortedMap<String, Loss> lost,
            SortedSet<String> jeopardy,
            SortedMap<String, Integer> nodeIds)
            implements Event {
        /// Copies what it is given.
        public ViewOpened {
            members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
            lost = Collections.unmodifiableSortedMap(new TreeMap<>(lost));
            jeopardy = Collections.unmodifiableSortedSet(new TreeSet<>(jeopardy));
            nodeIds = Collections.unmodifiableSortedMap(new TreeMap<>(nodeIds));
        }
    }

    /// A system hears the others on other links than before. All of it, whenever some of it changes.
    record LinksSeen(String system, long incarnation, SeenLinks links) implements Event {}

    /// A joined engine said what its configuration files are worth. Every member does, once per incarnation.
    ///
    /// @param restarted whether hashadow restarted the engine
    /// @param version how new they are
    record SystemReady(
            String system,
            long incarnation,
            DiskConfiguration disk,
            boolean restarted,
            DiskVersion version)
            implements Event {}

    /// The system in LOCAL_BUILD has read its files; all engines build from this text.
    ///
    /// @param files text by file name; main.cf and what it includes
    /// @param writable whether it was open for writing when the engines ended
    /// @param unsaved whether it has changes that are not in the files on disk
    record ConfigurationBuilt(
            String system,
            long incarnation,
            SortedMap<String, String> files,
            boolean writable,
            boolean unsaved)
            implements Event {
        /// Copies what it is given.
        public ConfigurationBuilt {
            files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
        }
    }

    /// The system in LOCAL_BUILD could not use its files.
    ///
    /// @param problems one line each, with file, line and remedy
    record ConfigurationRefused(String system, long incarnation, List<String> problems)
            implements Event {
        /// Copies what it is given.
        public ConfigurationRefused {
            problems = List.copyOf(problems);
        }
    }

    /// The system in REMOTE_BUILD has the cluster's state and has written the configuration to its disk.
    record SnapshotLoaded(String system, long incarnation) implements Event {}

    /// A resource's status on a system, changed or asked for.
    ///
    /// @param operationId the order that led to it; "" if none
    /// @param reason for people
    /// @param view in which it was reported; it may be applied in a later one
    record ResourceReported(
            String system,
            long incarnation,
            String resource,
            ResourceStatus status,
            Cause cause,
            String operationId,
            String reason,
            long view)
            implements Event {}

    /// An order is over. What it changed was reported before.
    record OperationEnded(
            String system,
            long incarnation,
            String resource,
            String operationId,
            Outcome outcome,
            String reason)
            implements Event {}

    /// An action entry point is over.
    record ActionEnded(
            String system,
            long incarnation,
            String resource,
            String operationId,
            int exitCode,
            String output)
            implements Event {}

    /// An operator wants something.
    ///
    /// @param requestId names the answer
    /// @param system where it was typed
    /// @param user who typed it; his right to it is checked already
    /// @param command the command line, for the log
    record Requested(String requestId, String system, String user, String command, Request request)
            implements Event {}

    /// A timer that the core started has run out.
    record TimerFired(String timerId) implements Event {}

    /// A trigger script that the core asked to hear of has ended; 0 also if there is no script of that name.
    record TriggerEnded(String triggerId, String system, int exitCode) implements Event {}
}
