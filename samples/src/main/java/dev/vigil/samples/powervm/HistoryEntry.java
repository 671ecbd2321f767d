package dev.vigil.samples.powervm;

/// One thing that truly happened in the estate, whatever any console shows of it.
///
/// @param seq counts from 1, without gaps
/// @param atMs when, in monotonic milliseconds of this machine (comparable between its processes)
/// @param what what happened
/// @param server the server it happened on; empty for a console
/// @param name the partition, console or hook concerned; empty for the server itself
/// @param detail more, for people
public record HistoryEntry(
        long seq, long atMs, What what, String server, String name, String detail) {

    /// What can happen.
    public enum What {
        /// A server was told to power on.
        SERVER_STARTING,
        /// A server is up.
        SERVER_UP,
        /// A server has no power any more; every partition on it stopped with it.
        SERVER_OFF,
        /// The consoles lost a server.
        SERVER_DISCONNECTED,
        /// The consoles see a server again.
        SERVER_CONNECTED,
        /// A partition began to execute: from here to its [#STOPPED] it runs on that server.
        STARTED,
        /// A partition was started while it executed on another server as well: data is being lost.
        OVERLAP,
        /// Firmware handed over.
        RUNNING,
        /// Firmware found nothing to boot, or was asked to stop.
        OPEN_FIRMWARE,
        /// The operating system is up.
        OS_UP,
        /// A shutdown began.
        SHUTTING_DOWN,
        /// A partition no longer executes.
        STOPPED,
        /// A partition lost its last VIO server.
        DISK_LOST,
        /// A partition has a VIO server again.
        DISK_BACK,
        /// A partition's definition was made on a server.
        CREATED,
        /// A partition's definition was removed from a server.
        REMOVED,
        /// A console answers.
        CONSOLE_UP,
        /// A console does not answer.
        CONSOLE_DOWN,
        /// A hook command ended.
        HOOK
    }
}
