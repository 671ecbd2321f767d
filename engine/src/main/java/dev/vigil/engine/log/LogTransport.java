package dev.vigil.engine.log;

/// Orders and carries the items of a view's log; it promises nothing about them.
///
/// Items may be lost, doubled or seen by one member only: what is held and committed is decided by `HeldLog` from what
/// all members say. What happens is reported as [LogHappening]s, from threads of the transport, those of one view in order.
public interface LogTransport extends AutoCloseable {
    /// Begins to carry out a command; never blocks.
    void carryOut(LogCommand command);

    /// Ends the transport at once, without a farewell to the others.
    @Override
    void close();
}
