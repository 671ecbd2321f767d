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
/// The content is a version byte and the fields of [Heartbeat] in their order, big-endian; maps and sets begin with their size.
public final class HeartbeatCodec {
    private static final int VERSION = 1;

    private final PacketSeal seal;
    private Optional<Heartbeat> encoded = Optional.empty();
    private byte[] encodedPacket = {};
    private Optional<Heartbeat> decoded = Optional.empty();
    private byte[] decodedPacket = {};

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

    /// The heartbeat in a packet; nothing if the packet is forged, damaged or of another version.
    ///
    /// The copies that come in on the other links are the same to the last byte, and need no second look.
    public Optional<Heartbeat> decode(byte[] packet) {
        if (!Arrays.equals(packet, decodedPacket)) {
            decoded = seal.open(packet).flatMap(HeartbeatCodec::read);
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
        out.writeByte(heartbeat.echoes().size());
        for (var echo : heartbeat.echoes().entrySet()) {
            out.writeByte(echo.getKey());
            out.writeLong(echo.getValue().session());
            out.writeLong(echo.getValue().sentNs());
        }
        out.writeByte(heartbeat.hears().size());
        for (int peer : heartbeat.hears()) out.writeByte(peer);
        out.writeLong(heartbeat.leaseRestNs());
    }

    private static void write(DataOutputStream out, ViewId view) throws IOException {
        out.writeLong(view.number());
        out.writeInt(view.proposer());
        out.writeLong(view.ballot());
    }

    private static Optional<Heartbeat> read(byte[] content) {
        try (var in = new DataInputStream(new ByteArrayInputStream(content))) {
            if (in.readByte() != VERSION) return Optional.empty();
            return Optional.of(
                    new Heartbeat(
                            in.readInt(),
                            in.readUnsignedByte(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong(),
                            in.readLong(),
                            in.readBoolean(),
                            view(in),
                            view(in),
                            members(in),
                            echoes(in),
                            hears(in),
                            in.readLong()));
        } catch (IOException tooShort) {
            // Signed and yet too short: a release whose heartbeats have fewer fields. It is as good
            // as none.
            return Optional.empty();
        }
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

    private static SortedMap<Integer, Heartbeat.Echo> echoes(DataInputStream in)
            throws IOException {
        SortedMap<Integer, Heartbeat.Echo> echoes = new TreeMap<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            echoes.put(in.readUnsignedByte(), new Heartbeat.Echo(in.readLong(), in.readLong()));
        }
        return echoes;
    }

    private static SortedSet<Integer> hears(DataInputStream in) throws IOException {
        SortedSet<Integer> hears = new TreeSet<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) hears.add(in.readUnsignedByte());
        return hears;
    }
}
