/// The coordination point server `cps`: a small process outside the cluster that remembers which systems may go on.
///
/// [dev.vigil.engine.cps.PointServer] is the server, to be started by [dev.vigil.engine.cps.CpsMain] or in a test. It decides nothing itself: that is
/// [dev.vigil.engine.fence.PointState], one for each cluster, and every change of it is on disk before anyone is told. cpsadm is the
/// operators' command for it.
package dev.vigil.engine.cps;
