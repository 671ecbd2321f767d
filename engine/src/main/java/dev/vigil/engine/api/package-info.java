/// The engine's doors: HTTP on its Unix socket for commands, and the cluster's state and metrics as others want to read them.
///
/// `CommandServer` is the start. Nothing is decided here: a command line becomes an `Answer` in `command`, and this
/// package takes the step that is left - print, put on the log, ask the node daemon, or go on showing.
package dev.vigil.engine.api;
