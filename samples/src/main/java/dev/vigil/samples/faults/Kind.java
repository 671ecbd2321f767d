package dev.vigil.samples.faults;

/// What is done to a cluster.
enum Kind {
    HAD_KILLED("had killed"),
    HAD_STOPPED("had stopped for a while"),
    HANODE_KILLED("hanode killed"),
    HANODE_STOPPED("hanode stopped for a while"),
    BOTH_KILLED("had and hanode killed"),
    BOTH_STOPPED("had and hanode stopped, shorter than peerinact"),
    SUSPENDED("the whole system suspended and resumed"),
    POWER_LOST("the whole system killed, started again"),
    LINK_CUT("one link cut"),
    LINKS_CUT_IN_TURN("links cut one by one"),
    LINKS_CUT("all links cut at once"),
    CUT_OUT("nothing gets out"),
    CUT_IN("nothing gets in"),
    PAIR_CUT("two systems do not hear each other, others do"),
    DELAY("everything is late"),
    LOSS("a share is lost"),
    DUPLICATES("everything arrives twice"),
    PEERINACT("peerinact changed, then all links cut"),
    ONLINE_HANGS("online hangs, then all links cut"),
    OFFLINE_HANGS("offline hangs, then all links cut"),
    CLEAN_FAILS("clean fails once, then all links cut"),
    MONITOR_HANGS("monitor hangs, then hanode killed"),
    ONLINE_FAILS("online fails, then had killed"),
    ENGINES_KILLED("all engines killed"),
    TWO_AT_ONCE("one system cut off, had of another killed"),
    POINT_KILLED("a coordination point killed"),
    POINT_KILLED_LINKS_CUT("a point killed, then all links cut"),
    POINTS_KILLED("points killed one by one, then one link cut"),
    POINTS_KILLED_LINKS_CUT("all points killed, then all links cut");

    private static final long LOOK_AND_STOP_US = 1_000_000;

    private final String text;

    Kind(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /// Whether it takes coordination points.
    boolean needsPoints() {
        return switch (this) {
            case POINT_KILLED, POINT_KILLED_LINKS_CUT, POINTS_KILLED, POINTS_KILLED_LINKS_CUT ->
                    true;
            default -> false;
        };
    }

    /// Whether an overlap must not be. A machine that is suspended with all that runs on it cannot be kept from going on for a moment when it
    /// is resumed: its node daemon has to look at the clock once, and to stop what runs.
    boolean forbids(Truth.Overlap overlap) {
        return this != SUSPENDED || overlap.us() > LOOK_AND_STOP_US;
    }
}
