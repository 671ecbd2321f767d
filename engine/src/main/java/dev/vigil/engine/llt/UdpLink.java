package dev.vigil.engine.llt;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// A link of this system: a `link` or `link-lowpri` line of `llttab` with the `set-addr` lines that belong to it.
///
/// @param tag the link's name in all commands
/// @param device the interface as the operator wrote it; it is shown and not interpreted
/// @param lowPriority carries heartbeats only, at half the rate
/// @param port UDP, the same on all systems
/// @param mtu the largest packet in bytes
/// @param address this system's own address on the link
/// @param broadcast where heartbeats go to peers without a `set-addr`
/// @param peers address by node id
public record UdpLink(
        String tag,
        String device,
        boolean lowPriority,
        int port,
        int mtu,
        String address,
        Optional<String> broadcast,
        SortedMap<Integer, String> peers) {
    public UdpLink {
        peers = Collections.unmodifiableSortedMap(new TreeMap<>(peers));
    }

    UdpLink with(int peer, String peerAddress) {
        SortedMap<Integer, String> more = new TreeMap<>(peers);
        more.put(peer, peerAddress);
        return new UdpLink(tag, device, lowPriority, port, mtu, address, broadcast, more);
    }
}
