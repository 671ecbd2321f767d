/// Every operator command, on the engine's side: parse, authorise, act, print.
///
/// [CommandLine#run] turns the words an operator typed into an [Answer]: text and exit code, a request for the log, a
/// watcher of the state, or a question to another part of the daemon. Nothing here touches a socket, a clock or a file, so
/// that the transcripts in the tests are all there is to say about a command.
///
/// A class per command, named as it is typed, lists its verbs ([Verb]) with their usage; [Words] sorts what follows a verb into
/// operands and options. What is looked at is the same for all kinds of objects: [Objects] gives the attributes of groups,
/// resources, systems, types and the cluster, set and running ones alike, and [Queries] answers `-display`, `-value`, `-list` and
/// `-wait` from them. What modifies becomes a [dev.vigil.engine.core.Request]: the command refuses what can be refused at sight
/// (unknown names, missing rights, a closed configuration), and the core decides the rest, when the request's turn in the
/// log has come.
///
/// [Refusal] is how a command is turned down at any depth; [Umi] holds all texts and message ids. Values for the operator
/// go to stdout, diagnostics to stderr.
package dev.vigil.engine.command;
