package dev.vigil.engine.interconnect;

import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where the Hazelcast members of the systems listen: an address on loopback by node id, and one port for all.
///
/// A member has the same address on its own system, where it listens there itself, and on every other, where a tunnel to it does. Systems that
/// share one machine's loopback need no tunnels: what they listen on is the same loopback.
///
/// @param network the first three bytes of the addresses, with a dot behind each; the node id follows
/// @param port one per cluster
public record LoopbackAddresses(String network, int port) {
    /// The network that clusters use.
    public static final String NETWORK = "127.77.0.";

    /// The address of a system's member.
    public String host(int node) {
        return network + node;
    }

    /// `host:port` of the members of several systems, by node id.
    public SortedMap<Integer, String> of(Collection<Integer> nodes) {
        SortedMap<Integer, String> addresses = new TreeMap<>();
        nodes.forEach(node -> addresses.put(node, host(node) + ":" + port));
        return addresses;
    }
}
