package dev.vigil.agent;

/// What an action (`hares -action`) came to.
///
/// @param exitCode 0 for success
/// @param output what the operator is shown
public record ActionResult(int exitCode, String output) {}
