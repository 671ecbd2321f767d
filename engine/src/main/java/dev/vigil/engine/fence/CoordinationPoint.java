package dev.vigil.engine.fence;

import java.util.List;

/// A coordination point as `vxfenmode` names it.
///
/// @param addresses of one and the same server, in the order to try them; at least one
public record CoordinationPoint(List<PointAddress> addresses) {
    public CoordinationPoint {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) throw new IllegalArgumentException("a point without an address");
    }

    /// What the point is called in views, messages and reports: its first address, `host:port`.
    public String name() {
        return addresses.getFirst().toString();
    }
}
