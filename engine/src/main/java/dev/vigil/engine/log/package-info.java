/// The log: every change of the cluster is an item in it, in one order for all.
///
/// `HeldLog` keeps this system's own copy: *held* is what arrived and chains, *committed* what every member of the
/// view holds with an equal chain hash, and only that is applied. The transport (`LogCommand`,
/// `LogHappening`) orders and carries, and is believed in nothing else.
package dev.vigil.engine.log;
