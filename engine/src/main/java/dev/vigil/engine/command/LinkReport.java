package dev.vigil.engine.command;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What the node daemon knows of LLT's nodes and links; what `lltstat` prints.
///
/// @param localNode the LLT id of the system asked
/// @param cluster the cluster's id
/// @param nodes the configured nodes, in the order of their ids
/// @param wires the links of the system asked, in llttab's order
/// @param dropped packets dropped by that system, by cause
public record LinkReport(
        int localNode,
        int cluster,
        List<Node> nodes,
        List<Wire> wires,
        SortedMap<String, Long> dropped) {

    /// Copies the lists.
    public LinkReport {
        nodes = List.copyOf(nodes);
        wires = List.copyOf(wires);
        dropped = Collections.unmodifiableSortedMap(new TreeMap<>(dropped));
    }

    Node local() {
        return nodes.stream().filter(node -> node.id() == localNode).findFirst().orElseThrow();
    }

    long dropped(String... causes) {
        long count = 0;
        for (String cause : causes) count += dropped.getOrDefault(cause, 0L);
        return count;
    }

    /// One node of the cluster.
    ///
    /// @param name as llthosts has it
    /// @param open true for OPEN (something is heard of it, or it is this system), false for CONNWAIT
    /// @param links one for each of this system's links, in llttab's order
    public record Node(int id, String name, boolean open, List<Link> links) {
        /// Copies the list.
        public Node {
            links = List.copyOf(links);
        }

        int linksUp() {
            return (int) links.stream().filter(link -> link.health() != Health.DOWN).count();
        }
    }

    /// One link to one node.
    ///
    /// @param tag as llttab names it
    /// @param address where packets for the node go on this link; empty when none is known
    /// @param sent heartbeats sent to the node on it
    /// @param received heartbeats of the node that counted on it
    /// @param silentMs how long ago the last one came in; -1 when none has
    public record Link(
            String tag, Health health, String address, long sent, long received, long silentMs) {}

    /// One link of the system asked.
    ///
    /// @param tag as llttab names it
    /// @param device the interface as llttab has it
    /// @param lowPriority whether it carries heartbeats at the slower pace
    /// @param mtu the largest packet
    /// @param port UDP
    /// @param address its own
    /// @param broadcast where heartbeats go to nodes without an address; empty when nowhere
    /// @param sentPackets packets that went out
    /// @param sentBytes their length
    /// @param receivedPackets packets that came in
    /// @param receivedBytes their length
    /// @param errors packets that could not be sent
    public record Wire(
            String tag,
            String device,
            boolean lowPriority,
            int mtu,
            int port,
            String address,
            String broadcast,
            long sentPackets,
            long sentBytes,
            long receivedPackets,
            long receivedBytes,
            long errors) {}

    /// How a link to a node does.
    public enum Health {
        /// Heard within peertrouble.
        UP,
        /// Silent for longer than peertrouble.
        TROUBLE,
        /// Silent for longer than peerinact.
        DOWN
    }
}
