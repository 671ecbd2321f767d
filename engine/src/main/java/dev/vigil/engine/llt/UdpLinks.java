package dev.vigil.engine.llt;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/// The UDP sockets of a system's links. It belongs to the thread that runs its selector.
///
/// Peers without an address of their own are reached by the link's broadcast address: one packet for all of them. It comes in on a socket of
/// its own, as one that is bound to a system's address hears no broadcasts.
///
/// A packet that cannot be sent is dropped: the next heartbeat follows anyway, and a link that carries none will be found down.
public final class UdpLinks implements AutoCloseable {
    /// Is given what came in.
    @FunctionalInterface
    public interface Receiver {
        /// A packet came in on a link from an address.
        void received(String link, String source, byte[] packet);
    }

    private static final int LARGEST_PACKET = 65_507;

    /// Packets taken from one link before the others get their turn.
    private static final int AT_ONCE = 64;

    private final SequencedMap<String, Socket> sockets = new LinkedHashMap<>();
    private final SortedMap<String, LinkTraffic> traffic = new TreeMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocate(LARGEST_PACKET);

    /// The packet that went out to all on a link last, so that it goes out once.
    private final SortedMap<String, byte[]> broadcasted = new TreeMap<>();

    private record Socket(
            UdpLink link,
            DatagramChannel channel,
            Optional<DatagramChannel> fromAll,
            SortedMap<Integer, InetSocketAddress> peers,
            Optional<InetSocketAddress> broadcast) {}

    /// Where packets of a link come in.
    private record Inlet(String tag, DatagramChannel channel) {}

    /// Binds every link of a table and registers it with a selector.
    ///
    /// @throws IOException with a line for the operator, if an address is not this machine's or its port is in use
    public UdpLinks(LltTab tab, Selector selector) throws IOException {
        try {
            for (UdpLink link : tab.links()) {
                sockets.put(link.tag(), bind(link, selector));
                traffic.put(link.tag(), LinkTraffic.NONE);
            }
        } catch (IOException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private static Socket bind(UdpLink link, Selector selector) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, 1 << 20);
            channel.setOption(StandardSocketOptions.SO_BROADCAST, link.broadcast().isPresent());
            channel.bind(address(link, link.address()));
            SortedMap<Integer, InetSocketAddress> peers = new TreeMap<>();
            for (var peer : link.peers().entrySet()) {
                peers.put(peer.getKey(), address(link, peer.getValue()));
            }
            Optional<InetSocketAddress> broadcast =
                    link.broadcast().isEmpty()
                            ? Optional.empty()
                            : Optional.of(address(link, link.broadcast().get()));
            Optional<DatagramChannel> fromAll =
                    broadcast.isEmpty()
                            ? Optional.empty()
                            : Optional.of(inlet(link, broadcast.get(), selector));
            channel.register(selector, SelectionKey.OP_READ, new Inlet(link.tag(), channel));
            return new Socket(link, channel, fromAll, peers, broadcast);
        } catch (BindException refused) {
            channel.close();
            throw new IOException(
                    "link "
                            + link.tag()
                            + " cannot use "
                            + link.address()
                            + " UDP port "
                            + link.port()
                            + " ("
                            + refused.getMessage()
                            + "); give this system's address and a free port in llttab",
                    refused);
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private static DatagramChannel inlet(
            UdpLink link, InetSocketAddress broadcast, Selector selector) throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(broadcast);
            channel.register(selector, SelectionKey.OP_READ, new Inlet(link.tag(), channel));
            return channel;
        } catch (IOException | RuntimeException failed) {
            channel.close();
            throw failed;
        }
    }

    private static InetSocketAddress address(UdpLink link, String host) throws IOException {
        var address = new InetSocketAddress(host, link.port());
        if (address.isUnresolved())
            throw new IOException(
                    "link " + link.tag() + ": " + host + " is no address; correct it in llttab");
        return address;
    }

    /// Sends a packet to one peer on one link.
    ///
    /// @return whether the kernel took it
    public boolean send(String tag, int peer, byte[] packet) {
        Socket socket = sockets.get(tag);
        InetSocketAddress to =
                socket == null
                        ? null
                        : socket.peers.getOrDefault(peer, socket.broadcast.orElse(null));
        if (to == null) return false;
        if (socket.peers.containsKey(peer)) return send(socket, to, packet);
        return broadcasted.put(tag, packet) == packet || send(socket, to, packet);
    }

    private boolean send(Socket socket, InetSocketAddress to, byte[] packet) {
        boolean taken;
        try {
            taken = socket.channel.send(ByteBuffer.wrap(packet), to) > 0;
        } catch (IOException unreachable) {
            taken = false;
        }
        LinkTraffic before = traffic.get(socket.link.tag());
        traffic.put(socket.link.tag(), taken ? before.sent(packet.length) : before.failed());
        return taken;
    }

    /// What went over each link, by its tag.
    public SortedMap<String, LinkTraffic> traffic() {
        return new TreeMap<>(traffic);
    }

    /// Counts from zero again.
    public void zero() {
        traffic.replaceAll((tag, before) -> LinkTraffic.NONE);
    }

    /// Sends a packet on a link to the address that one came from.
    public void answer(String tag, String address, byte[] packet) {
        Socket socket = sockets.get(tag);
        if (socket != null)
            send(socket, new InetSocketAddress(address, socket.link.port()), packet);
    }

    /// Takes in what waits behind a key that the selector found ready.
    public void read(SelectionKey ready, Receiver receiver) {
        if (!(ready.attachment() instanceof Inlet(var tag, var channel))) return;
        for (int left = AT_ONCE; left > 0; left--) {
            buffer.clear();
            SocketAddress from;
            try {
                from = channel.receive(buffer);
                if (from == null) return;
            } catch (IOException refused) {
                // An ICMP answer to an earlier packet; it is consumed by reading it.
                continue;
            }
            byte[] packet = new byte[buffer.flip().remaining()];
            buffer.get(packet);
            traffic.merge(tag, LinkTraffic.NONE, (before, none) -> before.received(packet.length));
            receiver.received(
                    tag, ((InetSocketAddress) from).getAddress().getHostAddress(), packet);
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets.values()) {
            socket.channel.close();
            if (socket.fromAll.isPresent()) socket.fromAll.get().close();
        }
    }
}
