/// Random faults on a real cluster, one after another, with proof that no two systems ever ran the same resource and that no acknowledged
/// command was lost.
///
/// What ran where comes from the resources themselves ([Truth][dev.vigil.samples.faults.Truth]) and from the list of processes, not from the
/// engines. Start at [FaultsMain][dev.vigil.samples.faults.FaultsMain]; `bench/faults` runs it.
package dev.vigil.samples.faults;
