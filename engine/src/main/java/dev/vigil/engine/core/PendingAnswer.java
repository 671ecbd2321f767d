package dev.vigil.engine.core;

/// An operator who is answered at the first sign of how his online goes: agents of resources that live outside the cluster look
/// first whether they run elsewhere, and refuse.
///
/// @param requestId names the answer
/// @param group that is to go online
/// @param system where
/// @param timerId when he is answered at the latest
public record PendingAnswer(String requestId, String group, String system, String timerId) {}
