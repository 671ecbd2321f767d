package dev.vigil.engine.command;

import java.util.List;

/// What the node daemon knows of LLT's nodes and links; what `lltstat` prints.
///
/// @param localNode the LLT id of the system asked
/// @param nodes the configured nodes, in the order of their ids
/// @param linkTags the links of the system asked, in llttab's order
public record LinkReport(int localNode, List<Node> nodes, List<String> linkTags) {

    /// Copies the lists.
    public LinkReport {
        nodes = List.copyOf(nodes);
        linkTags = List.copyOf(linkTags);
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
    public record Link(String tag, Health health, String address) {}

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
