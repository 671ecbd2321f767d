package dev.vigil.engine.log;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.RingbufferConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.SocketInterceptorConfig;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a system's Hazelcast member is given: who it is, where it listens, where the others are.
///
/// @param cluster the name that Hazelcast members of one cluster share; it contains a derivative of the cluster's secret, so that
///     no member of another cluster joins by mistake
/// @param node this system's id
/// @param incarnation this engine's
/// @param addresses `host:port` of every system's member by node id, this one's included
public record HazelcastSettings(
        String cluster, int node, long incarnation, SortedMap<Integer, String> addresses) {
    /// Attributes of a Hazelcast member that say which system it belongs to.
    static final String NODE = "vigil.node";

    static final String INCARNATION = "vigil.incarnation";

    /// Names of all rings begin with this.
    static final String RING = "log/";

    /// Far more than a reader is ever behind; who is further behind sees a gap, and that is a log fault.
    private static final int RING_CAPACITY = 20_000;

    private static final int NEVER_S = 1_000_000;

    public HazelcastSettings {
        addresses = Collections.unmodifiableSortedMap(new TreeMap<>(addresses));
        if (!addresses.containsKey(node))
            throw new IllegalArgumentException("no address for node " + node);
    }

    /// The configuration of a fresh member.
    ///
    /// Its own failure detector, merging, discovery and statistics are off: GAB decides who belongs to the cluster. It starts as a
    /// lite member, which holds no data, so that a system that is only about to join carries no ring of the others.
    ///
    /// @param instance a name that no other instance in this JVM ever had
    /// @param into the node whose cluster to join; this one's own id for a cluster of its own
    Config config(String instance, int into) {
        Config config = new Config(instance).setClusterName(cluster).setLiteMember(true);
        property(config, "hazelcast.logging.type", "slf4j");
        property(config, "hazelcast.phone.home.enabled", "false");
        property(config, "hazelcast.shutdownhook.enabled", "false");
        property(config, "hazelcast.graceful.shutdown.max.wait", "5");
        property(config, "hazelcast.max.no.heartbeat.seconds", "3600");
        property(config, "hazelcast.heartbeat.interval.seconds", "1");
        // A second of refused connections: until then GAB knows what has become of the other side.
        property(config, "hazelcast.connection.monitor.max.faults", "10");
        property(config, "hazelcast.merge.first.run.delay.seconds", NEVER_S);
        property(config, "hazelcast.merge.next.run.delay.seconds", NEVER_S);
        property(config, "hazelcast.operation.fail.on.indeterminate.state", "true");
        property(config, "hazelcast.operation.backup.timeout.millis", "1000");
        property(config, "hazelcast.operation.call.timeout.millis", "10000");
        // What meets a partition whose keeper was just lost is tried again after twice as long each
        // time,
        // by default up to half a second: 255 ms or 511 ms were lost where 60 would have done.
        property(config, "hazelcast.invocation.retry.pause.millis", "20");
        property(config, "hazelcast.invocation.max.retry.count", "1000");
        property(config, "hazelcast.socket.connect.timeout.seconds", "1");
        property(config, "hazelcast.max.join.seconds", "5");
        property(config, "hazelcast.wait.seconds.before.join", "0");
        property(config, "hazelcast.max.wait.seconds.before.join", "0");
        property(config, "hazelcast.partition.count", "71");
        property(config, "hazelcast.operation.thread.count", "2");
        property(config, "hazelcast.operation.generic.thread.count", "2");
        property(config, "hazelcast.io.thread.count", "1");
        property(config, "hazelcast.event.thread.count", "1");

        // The address is taken as it is given, also one that no interface lists, as those of
        // loopback; nothing else is listened on.
        String own = addresses.get(node);
        int colon = own.lastIndexOf(':');
        property(config, "hazelcast.local.localAddress", own.substring(0, colon));
        property(config, "hazelcast.socket.bind.any", "false");
        // The advanced form, as it speaks the members' protocol only. The plain form waits on a new
        // connection until the other side has named its protocol, and when that side is stopped its
        // sending thread does nothing else: the survivors of a stopped member get no word through.
        var network = config.getAdvancedNetworkConfig().setEnabled(true);
        var endpoint = new ServerSocketEndpointConfig();
        endpoint.setPort(Integer.parseInt(own.substring(colon + 1))).setPortAutoIncrement(false);
        endpoint.setSocketInterceptorConfig(new SocketInterceptorConfig().setEnabled(true));
        network.setMemberEndpointConfig(endpoint.setPublicAddress(own));
        JoinConfig join = network.getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(1);
        join.getTcpIpConfig().addMember(addresses.get(into));

        config.getMemberAttributeConfig()
                .setAttribute(NODE, Integer.toString(node))
                .setAttribute(INCARNATION, Long.toString(incarnation));
        config.getMetricsConfig().setEnabled(false);
        config.getJetConfig().setEnabled(false);
        // Durability is the members' own copies: a backup would only add a way to be almost sure.
        return config.addRingBufferConfig(
                new RingbufferConfig(RING + "*")
                        .setCapacity(RING_CAPACITY)
                        .setBackupCount(0)
                        .setAsyncBackupCount(0)
                        .setInMemoryFormat(InMemoryFormat.BINARY));
    }

    private static void property(Config config, String name, Object value) {
        config.setProperty(name, value.toString());
    }
}
