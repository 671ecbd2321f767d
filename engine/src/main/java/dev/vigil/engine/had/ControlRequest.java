package dev.vigil.engine.had;

/// What a person may ask of LLT and GAB at run time.
public sealed interface ControlRequest {
    /// `gabconfig -x`: seed with the systems that are present. Refused while a seeded system is heard.
    record Seed() implements ControlRequest {}

    /// `lltconfig -T name:value`. peerinact is a change of view, for all systems; the others are local.
    ///
    /// @param name `peerinact`, `heartbeat` or `peertrouble`
    /// @param hundredths the value in 0.01 s
    record SetTimer(String name, long hundredths) implements ControlRequest {}

    /// Leave the cluster: nothing runs here any more, or what runs stays. Ends with [Output.Left].
    ///
    /// @param stay what runs here stays, guarded by hanode: `hastop -force`
    record Leave(boolean stay) implements ControlRequest {}
}
