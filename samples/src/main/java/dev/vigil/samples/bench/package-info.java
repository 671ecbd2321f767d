/// Measurements of a real cluster on this machine: how soon the survivors act, whether two systems ever ran one resource, how long a
/// planned switch and a start take, what the daemons cost.
///
/// Times of resources come from what the resources themselves wrote ([Truth][dev.vigil.samples.bench.Truth]), not from the engine that is
/// being measured. Start at [BenchMain][dev.vigil.samples.bench.BenchMain]; `bench/run` runs it.
package dev.vigil.samples.bench;
