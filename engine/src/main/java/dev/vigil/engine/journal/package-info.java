/// The journal: the configuration as the engines agreed on it last, on the disk of every system, so that what was acknowledged since the
/// last `haconf -dump` survives the end of all engines.
package dev.vigil.engine.journal;
