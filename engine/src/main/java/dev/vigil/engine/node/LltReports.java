package dev.vigil.engine.node;

import dev.vigil.engine.command.LinkReport;
import dev.vigil.engine.command.TimerReport;
import dev.vigil.engine.llt.LinkMonitor;
import dev.vigil.engine.llt.LinkStatus;
import dev.vigil.engine.llt.LinkTimers;
import dev.vigil.engine.llt.LinkTraffic;
import dev.vigil.engine.llt.LltHosts;
import dev.vigil.engine.llt.LltTab;
import dev.vigil.engine.llt.Timing;
import dev.vigil.engine.llt.UdpLink;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;

/// What `lltstat` and `lltconfig` print, made of the set-up and of what the node daemon reports.
///
/// @param tab this system's `llttab`
/// @param hosts `llthosts`
public record LltReports(LltTab tab, LltHosts hosts) {
    private static final long HUNDREDTH_NS = 10_000_000L;

    /// Nodes and links.
    public LinkReport links(NodeReport report, SortedMap<String, LinkTraffic> traffic) {
        List<LinkReport.Node> nodes = new ArrayList<>();
        for (var host : hosts.names().entrySet()) {
            nodes.add(node(report, host.getKey(), host.getValue()));
        }
        return new LinkReport(
                tab.node(),
                tab.cluster(),
                nodes,
                tab.links().stream().map(link -> wire(link, traffic)).toList(),
                report.dropped());
    }

    private LinkReport.Node node(NodeReport report, int id, String name) {
        boolean self = id == tab.node();
        PeerReport peer = report.peers().get(id);
        List<LinkReport.Link> links = new ArrayList<>();
        for (UdpLink link : tab.links()) {
            LinkStatus status = peer == null ? null : peer.links().get(link.tag());
            boolean heard = status != null && status.lastHeardNs() != LinkMonitor.NEVER;
            links.add(
                    new LinkReport.Link(
                            link.tag(),
                            self ? LinkReport.Health.UP : health(peer, link.tag()),
                            self ? link.address() : link.peers().getOrDefault(id, ""),
                            status == null ? 0 : status.sent(),
                            status == null ? 0 : status.received(),
                            heard ? (report.atNs() - status.lastHeardNs()) / 1_000_000 : -1));
        }
        boolean open = self || peer != null && peer.heard();
        return new LinkReport.Node(id, name, open, links);
    }

    private static LinkReport.Wire wire(UdpLink link, SortedMap<String, LinkTraffic> traffic) {
        LinkTraffic counted = traffic.getOrDefault(link.tag(), LinkTraffic.NONE);
        return new LinkReport.Wire(
                link.tag(),
                link.device(),
                link.lowPriority(),
                link.mtu(),
                link.port(),
                link.address(),
                link.broadcast().orElse(""),
                counted.sentPackets(),
                counted.sentBytes(),
                counted.receivedPackets(),
                counted.receivedBytes(),
                counted.errors());
    }

    private static LinkReport.Health health(PeerReport peer, String tag) {
        LinkStatus status = peer == null ? null : peer.links().get(tag);
        if (status == null) return LinkReport.Health.DOWN;
        return switch (status.state()) {
            case UP -> LinkReport.Health.UP;
            case TROUBLE -> LinkReport.Health.TROUBLE;
            case DOWN -> LinkReport.Health.DOWN;
        };
    }

    /// Timers and flow control values in force.
    ///
    /// @param view peerinact and stop margin of the view this system is in; of the files, if it is in none
    /// @param everyEcho whether every member's echo counts for the lease: with coordination points
    public TimerReport timers(NodeReport report, Timing view, boolean everyEcho) {
        SequencedMap<String, Long> timers = new LinkedHashMap<>();
        for (String name : LltTab.TIMER_DEFAULTS_CS.sequencedKeySet()) {
            timers.put(name, (long) tab.timerCs(name));
        }
        LinkTimers set = report.timers();
        timers.put("heartbeat", set.heartbeatNs() / HUNDREDTH_NS);
        timers.put("heartbeatlo", set.heartbeatLoNs() / HUNDREDTH_NS);
        timers.put("peertrouble", set.peertroubleNs() / HUNDREDTH_NS);
        timers.put("peertroublelo", set.peertroubleLoNs() / HUNDREDTH_NS);
        timers.put("peerinact", view.peerinactNs() / HUNDREDTH_NS);
        SequencedMap<String, Long> flow = new LinkedHashMap<>();
        LltTab.FLOW_DEFAULTS.forEach(
                (name, value) -> flow.put(name, (long) tab.flow().getOrDefault(name, value)));
        return new TimerReport(
                timers,
                flow,
                view.withHeartbeat(set.heartbeatNs()).silenceNs(everyEcho) / HUNDREDTH_NS);
    }
}
