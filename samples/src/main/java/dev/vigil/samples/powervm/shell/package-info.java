/// The restricted shell of a management console, as far as its clients use it.
///
/// Promises: what is understood behaves as bash does (words, quotes, pipes, lists, `if`, `for`, `while`,
/// command substitution, `$?`, variables, the usual text filters); what is not understood fails with a message
/// and a status, never with a made-up answer. It touches no file and starts no process.
///
/// Start at [Shell]; [ShellParser] makes the [Syntax] that it walks. The commands of the console itself come
/// from outside through [Programs].
package dev.vigil.samples.powervm.shell;
