package dev.vigil.agent.framework;

import dev.vigil.agent.AgentReport.Outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The engine's orders for one resource: the one that is being carried out, those that are over but not to be said so yet, and how
/// the last ones ended.
///
/// Every order is reported ended exactly once, and again whenever it comes again.
final class Orders {
    enum Kind {
        ONLINE,
        OFFLINE
    }

    /// What the engine wants. `begun`: an entry point of it has run.
    private record Operation(Kind kind, String id, boolean begun) {}

    /// Somebody to be told as soon as nothing of the operation runs any more.
    private record Ending(String id, Outcome outcome, String reason) {}

    private final Consumer<Action> out;
    private final EndedOperations ended = new EndedOperations();
    private final List<Ending> endings = new ArrayList<>();
    private Optional<Operation> current = Optional.empty();
    private boolean cancelling;

    /// @param out where the reports go
    Orders(Consumer<Action> out) {
        this.out = out;
    }

    boolean isPresent() {
        return current.isPresent();
    }

    boolean wants(Kind kind) {
        return current.isPresent() && current.get().kind() == kind;
    }

    /// Id of the current order; "" if there is none.
    String id() {
        return current.map(Operation::id).orElse("");
    }

    /// Id of the current order if it is of that kind; else "".
    String id(Kind kind) {
        return wants(kind) ? id() : "";
    }

    /// Whether an entry point of the current order has run.
    boolean isBegun() {
        return current.isPresent() && current.get().begun();
    }

    /// Whether the current order is being given up.
    boolean isCancelling() {
        return cancelling;
    }

    /// Whether an order with this id was seen; if it has ended, that is said again.
    boolean isKnown(String id) {
        if (isPresent() && id().equals(id)) return true;
        if (isEnding(id)) return true;
        var known = ended.find(id);
        known.ifPresent(was -> out.accept(new Action.ReportEnded(id, was.outcome(), was.reason())));
        return known.isPresent();
    }

    /// Whether it is over, and will be said to be so.
    boolean isEnding(String id) {
        return endings.stream().anyMatch(ending -> ending.id().equals(id));
    }

    void neverBegun(String id, String reason) {
        end(id, Outcome.NEVER_BEGUN, reason);
    }

    /// An order that is not the current one is over.
    void end(String id, Outcome outcome, String reason) {
        ended.add(id, outcome, reason);
        out.accept(new Action.ReportEnded(id, outcome, reason));
    }

    /// The current order, if any, is over.
    void endCurrent(Outcome outcome, String reason) {
        withdraw().ifPresent(id -> end(id, outcome, reason));
    }

    /// Makes an order the current one. The one before it is given up.
    void take(Kind kind, String id) {
        giveUp(Outcome.CANCELLED, "another order came: " + id);
        current = Optional.of(new Operation(kind, id, false));
    }

    /// The current order is over as soon as nothing of it runs: then [#sayEndings()] is called.
    void giveUp(Outcome outcome, String reason) {
        boolean cancelled = cancelling;
        withdraw()
                .ifPresent(
                        id ->
                                endings.add(
                                        cancelled
                                                ? new Ending(id, Outcome.CANCELLED, "given up")
                                                : new Ending(id, outcome, reason)));
    }

    void sayEndings() {
        endings.forEach(ending -> end(ending.id(), ending.outcome(), ending.reason()));
        endings.clear();
    }

    /// There is no current order any more; who calls this says how it ended.
    ///
    /// @return its id
    Optional<String> withdraw() {
        var id = current.map(Operation::id);
        current = Optional.empty();
        cancelling = false;
        return id;
    }

    /// An entry point of the current order has run.
    void begin() {
        current = current.map(operation -> new Operation(operation.kind(), operation.id(), true));
    }

    /// The current order is to be given up, in good order.
    void cancel() {
        cancelling = true;
    }
}
