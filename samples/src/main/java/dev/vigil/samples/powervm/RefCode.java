package dev.vigil.samples.powervm;

/// A reference code a partition showed.
///
/// @param atMs when, monotonic milliseconds
/// @param code the code and its words; empty once an operating system runs
public record RefCode(long atMs, String code) {}
