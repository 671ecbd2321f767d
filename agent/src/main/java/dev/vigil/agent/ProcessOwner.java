package dev.vigil.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Runs programs on behalf of one entry point, and sees to it that none outlives the entry point's time.
///
/// Every program gets a process group of its own. When the entry point is over its time, or the lease is lost, the whole group
/// and all its descendants are killed.
public interface ProcessOwner {
    /// What a program did.
    ///
    /// @param exitCode its exit code; 128 + n if signal n ended it
    /// @param output its standard output and standard error, up to a bound
    record Ended(int exitCode, String output) {}

    /// Runs a program to its end. What it leaves in the background (a daemon that it started) lives on.
    ///
    /// @param command the program and its arguments
    /// @param environment added to the agent's environment
    /// @param limit when to give up and kill it
    /// @throws IOException if it can't be started, or was killed because the limit passed
    /// @throws InterruptedException if the entry point was ended meanwhile; the program is killed
    Ended run(List<String> command, Map<String, String> environment, Duration limit)
            throws IOException, InterruptedException;

    /// Starts a program that is to live on by itself, in a session of its own, with nothing attached to the daemon: it goes on
    /// when the node daemon is restarted.
    ///
    /// @return its process id
    /// @throws IOException if it can't be started
    long startDetached(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException;
}
