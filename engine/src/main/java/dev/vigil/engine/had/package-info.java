/// had, the engine daemon. Its pure part is `Stack`: membership, log and application in one deterministic
/// machine that is told `Input`s and answers with `Output`s, to be carried out in order.
/// What the log drives stands behind `Application`.
package dev.vigil.engine.had;
