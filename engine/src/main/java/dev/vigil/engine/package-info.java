/// The engine: membership, log, decisions and the operator's commands.
package dev.vigil.engine;
