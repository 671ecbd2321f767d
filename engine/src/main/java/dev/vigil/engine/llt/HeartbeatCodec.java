package dev.vigil.engine.llt;

import dev.vigil.engine.gab.ViewId;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Heartbeats as signed packets, and back. An instance belongs to one thread.
///
/// The content is a version byte and the fields of [Heartbeat] in their order, big-endian. What is said of peers stands together: for each
/// its id, bits that tell what follows, and that; the same heartbeat is mostly both seen and echoed, and takes its bytes once.
public final class HeartbeatCodec {
    private static final int VERSION = 2;

    /// What a heartbeat says of one peer, as bits.
    private static final int HEARS = 1;

    private static final int ECHOED = 2;
    private static final int SEEN = 4;
    private static final int SEEN_AS_ECHOED = 8;
    private static final int CLASHES = 16;

    /// Longer than the heartbeat of a system that says all it can of as many peers as there can be.
    public static final int LARGEST_PACKET = 4_096;

    private final PacketSeal seal;
    private Optional<Heartbeat> encoded = Optional.empty();
    private byte[] encodedPacket = {};
    private Decoded decoded = new Decoded.Bad(PacketFault.FOREIGN);
    private byte[] decodedPacket = {};

    /// What a packet turned out to be.
    public sealed interface Decoded {
        /// A heartbeat, signed by somebody who has the secret. Whether it is fresh, the receiver has to find out.
        record Good(Heartbeat heartbeat) implements Decoded {}

        /// Nothing to listen to.
        record Bad(PacketFault fault) implements Decoded {}
    }

    /// A codec with the cluster's secret.
    public HeartbeatCodec(byte[] secret) {
        this.seal = new PacketSeal(secret);
    }

    /// The packet to send. The same one goes to all peers on all links, and is made once.
    public byte[] encode(Heartbeat heartbeat) {
        if (encoded.filter(last -> last == heartbeat).isEmpty()) {
            encodedPacket = sealed(heartbeat);
            encoded = Optional.of(heartbeat);
        }
        return encodedPacket;
    }

    private byte[] sealed(Heartbeat heartbeat) {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new DataOutputStream(bytes)) {
            write(out, heartbeat);
        } catch (IOException impossible) {
            throw new IllegalStateException("an array cannot fail", impossible);
        }
        return seal.seal(bytes.toByteArray());
    }

    /// The heartbeat in a packet, or what is wrong with it.
    ///
    /// The copies that come in on the other links are the same to the last byte, and need no second look.
    public Decoded decode(byte[] packet) {
        if (packet.length > LARGEST_PACKET) return new Decoded.Bad(PacketFault.OVERSIZED);
        if (!PacketSeal.marked(packet)) return new Decoded.Bad(PacketFault.FOREIGN);
        if (!Arrays.equals(packet, decodedPacket)) {
            decoded =
                    seal.open(packet)
                            .map(HeartbeatCodec::read)
                            .orElseGet(() -> new Decoded.Bad(PacketFault.SIGNATURE));
            decodedPacket = packet;
        }
        return decoded;
    }

    private static void write(DataOutputStream out, Heartbeat heartbeat) throws IOException {
        out.writeByte(VERSION);
        out.writeInt(heartbeat.cluster());
        out.writeByte(heartbeat.from());
        out.writeLong(heartbeat.session());
        out.writeLong(heartbeat.sequence());
        out.writeLong(heartbeat.sentNs());
        out.writeLong(heartbeat.heartbeatNs());
        out.writeLong(heartbeat.engine());
        out.writeBoolean(heartbeat.engineUp());
        write(out, heartbeat.view());
        write(out, heartbeat.accepted());
        out.writeByte(heartbeat.members().size());
        for (var member : heartbeat.members().entrySet()) {
            out.writeByte(member.getKey());
            out.writeLong(member.getValue());
        }
        writePeers(out, heartbeat);
        out.writeLong(heartbeat.leaseRestNs());
    }

    private static void writePeers(DataOutputStream out, Heartbeat heartbeat) throws IOException {
        var peers = new TreeSet<>(heartbeat.hears());
        peers.addAll(heartbeat.echoes().keySet());
        peers.addAll(heartbeat.seen().keySet());
        peers.addAll(heartbeat.clashes().keySet());
        out.writeByte(peers.size());
        for (int peer : peers) {
            Heartbeat.Echo echoed = heartbeat.echoes().get(peer);
            Heartbeat.Echo seen = heartbeat.seen().get(peer);
            Long believed = heartbeat.clashes().get(peer);
            boolean same = seen != null && seen.equals(echoed);
            out.writeByte(peer);
            out.writeByte(
                    (heartbeat.hears().contains(peer) ? HEARS : 0)
                            | (echoed != null ? ECHOED : 0)
                            | (same ? SEEN_AS_ECHOED : seen != null ? SEEN : 0)
                            | (believed != null ? CLASHES : 0));
            if (echoed != null) write(out, echoed);
            if (seen != null && !same) write(out, seen);
            if (believed != null) out.writeLong(believed);
        }
    }

    private static void write(DataOutputStream out, Heartbeat.Echo echo) throws IOException {
        out.writeLong(echo.session());
        out.writeLong(echo.sentNs());
    }

    private static void write(DataOutputStream out, ViewId view) throws IOException {
        out.writeLong(view.number());
        out.writeInt(view.proposer());
        out.writeLong(view.ballot());
    }

    private static Decoded read(byte[] content) {
        try (var in = new DataInputStream(new ByteArrayInputStream(content))) {
            if (in.readByte() != VERSION) return new Decoded.Bad(PacketFault.MALFORMED);
            Heartbeat heartbeat = heartbeat(in);
            boolean sound =
                    in.read() < 0
                            && heartbeat.from() <= LltHosts.LAST_NODE
                            && heartbeat.session() > 0
                            && heartbeat.sequence() > 0
                            && heartbeat.leaseRestNs() >= 0;
            return sound ? new Decoded.Good(heartbeat) : new Decoded.Bad(PacketFault.MALFORMED);
        } catch (IOException tooShort) {
            return new Decoded.Bad(PacketFault.MALFORMED);
        }
    }

    private static Heartbeat heartbeat(DataInputStream in) throws IOException {
        int cluster = in.readInt();
        int from = in.readUnsignedByte();
        long session = in.readLong();
        long sequence = in.readLong();
        long sentNs = in.readLong();
        long heartbeatNs = in.readLong();
        long engine = in.readLong();
        boolean engineUp = in.readBoolean();
        ViewId view = view(in);
        ViewId accepted = view(in);
        SortedMap<Integer, Long> members = members(in);
        SortedMap<Integer, Heartbeat.Echo> echoes = new TreeMap<>();
        SortedSet<Integer> hears = new TreeSet<>();
        SortedMap<Integer, Heartbeat.Echo> seen = new TreeMap<>();
        SortedMap<Integer, Long> clashes = new TreeMap<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            int peer = in.readUnsignedByte();
            int says = in.readUnsignedByte();
            if ((says & HEARS) != 0) hears.add(peer);
            if ((says & ECHOED) != 0) echoes.put(peer, echo(in));
            if ((says & SEEN) != 0) seen.put(peer, echo(in));
            if ((says & SEEN_AS_ECHOED) != 0 && (says & ECHOED) != 0)
                seen.put(peer, echoes.get(peer));
            if ((says & CLASHES) != 0) clashes.put(peer, in.readLong());
        }
        long leaseRestNs = in.readLong();
        return new Heartbeat(
                cluster,
                from,
                session,
                sequence,
                sentNs,
                heartbeatNs,
                engine,
                engineUp,
                view,
                accepted,
                members,
                echoes,
                hears,
                seen,
                clashes,
                leaseRestNs);
    }

    private static Heartbeat.Echo echo(DataInputStream in) throws IOException {
        return new Heartbeat.Echo(in.readLong(), in.readLong());
    }

    private static ViewId view(DataInputStream in) throws IOException {
        return new ViewId(in.readLong(), in.readInt(), in.readLong());
    }

    private static SortedMap<Integer, Long> members(DataInputStream in) throws IOException {
        SortedMap<Integer, Long> members = new TreeMap<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            members.put(in.readUnsignedByte(), in.readLong());
        }
        return members;
    }
}
