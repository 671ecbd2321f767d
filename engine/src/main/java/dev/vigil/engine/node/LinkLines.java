package dev.vigil.engine.node;

import dev.vigil.engine.had.LogLine;
import dev.vigil.engine.llt.LinkStatus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/// What is to be said of the links to a peer: one line for every link that is not what it was at the last heartbeat.
final class LinkLines {
    private LinkLines() {}

    /// @param troubleNs the silence after which a link counts as troubled, by its tag
    static List<LogLine> of(
            long atNs, int id, Peer peer, ToLongFunction<String> troubleNs, long peerinactNs) {
        List<LogLine> lines = new ArrayList<>();
        for (Map.Entry<String, LinkStatus> link :
                peer.links.links(atNs, troubleNs, peerinactNs).entrySet()) {
            LinkStatus now = link.getValue();
            String text = "link " + link.getKey() + " to node " + id;
            String silent = ": silent for " + (atNs - now.lastHeardNs()) / 1_000_000 + " ms";
            switch (peer.changed(link.getKey(), now.state())) {
                case SAME -> {}
                case UP ->
                        lines.add(
                                new LogLine(
                                        LogLine.Severity.INFO,
                                        "V-14-1-10024",
                                        text + " is active"));
                case TROUBLE ->
                        lines.add(
                                new LogLine(
                                        LogLine.Severity.WARNING,
                                        "V-14-1-10205",
                                        text + " is in trouble" + silent));
                case DOWN ->
                        lines.add(
                                new LogLine(
                                        LogLine.Severity.ERROR,
                                        "V-14-1-10032",
                                        text + " is inactive" + silent));
            }
        }
        return lines;
    }
}
