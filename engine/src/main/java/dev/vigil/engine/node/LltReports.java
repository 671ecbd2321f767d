package dev.vigil.engine.node;

import dev.vigil.engine.command.LinkReport;
import dev.vigil.engine.command.TimerReport;
import dev.vigil.engine.llt.LinkStatus;
import dev.vigil.engine.llt.LinkTimers;
import dev.vigil.engine.llt.LltHosts;
import dev.vigil.engine.llt.LltTab;
import dev.vigil.engine.llt.Timing;
import dev.vigil.engine.llt.UdpLink;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What `lltstat` and `lltconfig` print, made of the set-up and of what the node daemon reports.
///
/// @param tab this system's `llttab`
/// @param hosts `llthosts`
public record LltReports(LltTab tab, LltHosts hosts) {
    private static final long HUNDREDTH_NS = 10_000_000L;

    /// Nodes and links.
    public LinkReport links(NodeReport report) {
        List<LinkReport.Node> nodes = new ArrayList<>();
        for (var host : hosts.names().entrySet()) {
            int id = host.getKey();
            boolean self = id == tab.node();
            PeerReport peer = report.peers().get(id);
            List<LinkReport.Link> links = new ArrayList<>();
            for (UdpLink link : tab.links()) {
                LinkReport.Health health = self ? LinkReport.Health.UP : health(peer, link.tag());
                String address = self ? link.address() : link.peers().getOrDefault(id, "");
                links.add(new LinkReport.Link(link.tag(), health, address));
            }
            nodes.add(
                    new LinkReport.Node(
                            id, host.getValue(), self || peer != null && peer.heard(), links));
        }
        return new LinkReport(tab.node(), nodes, tab.links().stream().map(UdpLink::tag).toList());
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
    public TimerReport timers(NodeReport report, Timing view) {
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
        return new TimerReport(timers, flow, view.silenceNs() / HUNDREDTH_NS);
    }
}
