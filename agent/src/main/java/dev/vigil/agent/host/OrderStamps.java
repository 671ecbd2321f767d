package dev.vigil.agent.host;

import dev.vigil.agent.OrderStamp;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Which orders count, and by which stamp a start is judged. Belongs to the host's loop, but for [#newest()].
final class OrderStamps {
    /// Older ones are over, or will never come.
    private static final int REMEMBERED = 10_000;

    private final Map<String, OrderStamp> stamps = new LinkedHashMap<>();
    private final Set<String> started = new HashSet<>();
    private volatile OrderStamp newest;

    OrderStamps(OrderStamp newest) {
        this.newest = newest;
    }

    /// The newest order seen; any thread may ask.
    OrderStamp newest() {
        return newest;
    }

    boolean isOutdated(OrderStamp stamp) {
        return stamp.olderThan(newest);
    }

    /// Why an order is dropped that is out of date.
    String outdated(OrderStamp stamp) {
        return "the order is out of date: incarnation "
                + stamp.engineIncarnation()
                + ", view "
                + stamp.view()
                + ", and the newest seen is of incarnation "
                + newest.engineIncarnation()
                + ", view "
                + newest.view();
    }

    void take(OrderStamp stamp) {
        newest = stamp;
    }

    /// Keeps the stamp of an order for online until its first start.
    void remember(String id, OrderStamp stamp) {
        stamps.put(id, stamp);
        if (stamps.size() > REMEMBERED) {
            var oldest = stamps.keySet().iterator().next();
            stamps.remove(oldest);
            started.remove(oldest);
        }
    }

    /// The stamp by which a start is judged.
    ///
    /// The first start of an order is judged by the order's own. Another try, or a restart, is the agent's own doing, and
    /// judged as of now.
    OrderStamp ofStart(String id) {
        OrderStamp ordered = stamps.get(id);
        if (ordered != null && started.add(id)) return ordered;
        return new OrderStamp(newest.engineIncarnation(), newest.view(), "");
    }

    void ended(String id) {
        started.remove(id);
    }
}
