package dev.vigil.agent;

/// Why clean is called; the number is what scripts get.
///
/// Source: VCS Agent Developer's Guide, "clean entry point".
public enum CleanReason {
    /// Offline did not finish within OfflineTimeout.
    OFFLINE_HUNG(0, "offline did not complete within the expected time"),
    /// Offline finished, and the resource is still online.
    OFFLINE_INEFFECTIVE(1, "the resource is up even after offline completed"),
    /// Online did not finish within OnlineTimeout.
    ONLINE_HUNG(2, "online did not complete within the expected time"),
    /// Online finished, and the resource is not online.
    ONLINE_INEFFECTIVE(3, "the resource is not up even after online completed"),
    /// The resource went offline by itself.
    UNEXPECTED_OFFLINE(4, "the resource became OFFLINE unexpectedly, on its own"),
    /// Monitor timed out again and again.
    MONITOR_HUNG(5, "monitor consistently did not complete within the expected time");

    private final int number;
    private final String words;

    CleanReason(int number, String words) {
        this.number = number;
        this.words = words;
    }

    /// What a script gets as its second argument, 0 to 5.
    public int number() {
        return number;
    }

    /// The reason as the second half of a sentence: "clean is called because ...".
    public String words() {
        return words;
    }

    /// Whether the resource was to be stopped when it came to this.
    public boolean ofStop() {
        return this == OFFLINE_HUNG || this == OFFLINE_INEFFECTIVE;
    }
}
