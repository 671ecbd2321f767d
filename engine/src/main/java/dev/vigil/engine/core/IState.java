package dev.vigil.engine.core;

/// What a resource is waiting for on a system (attribute IState).
///
/// Source: VCS Administrator's Guide, resource attributes, "IState".
public enum IState {
    /// Nothing is pending.
    NOT_WAITING("not waiting", ""),
    /// The agent was told to bring it online.
    W_ONLINE("waiting to go online", "W_ONLINE"),
    /// It is to go online; a child is not online yet.
    W_ONLINE_CHILDREN("waiting for children online", "W_ONLINE_CHILDREN"),
    /// It is to go online; an offline is still in progress.
    W_OFFLINE_REVERSE("waiting to go offline (reverse)", "W_OFFLINE_REVERSE"),
    /// The agent was told to take it offline.
    W_OFFLINE("waiting to go offline", "W_OFFLINE"),
    /// The same, on the path of a fault.
    W_OFFLINE_PATH("waiting to go offline (path)", "W_OFFLINE_PATH"),
    /// It is to go offline; a parent is still online.
    W_OFFLINE_PARENT("waiting for parent offline", "W_OFFLINE_PARENT"),
    /// It is to go offline; an online is still in progress.
    W_ONLINE_REVERSE("waiting to go online (reverse)", "W_ONLINE_REVERSE");

    private final String text;
    private final String word;

    IState(String text, String word) {
        this.text = text;
        this.word = word;
    }

    /// As `hares -value RES IState` prints it.
    public String text() {
        return text;
    }

    /// As `hastatus -sum` prints it; "" for NOT_WAITING.
    public String word() {
        return word;
    }

    /// Whether it is on the way online.
    public boolean onlining() {
        return this == W_ONLINE || this == W_ONLINE_CHILDREN || this == W_OFFLINE_REVERSE;
    }

    /// Whether it is on the way offline.
    public boolean offlining() {
        return this == W_OFFLINE
                || this == W_OFFLINE_PATH
                || this == W_OFFLINE_PARENT
                || this == W_ONLINE_REVERSE;
    }
}
