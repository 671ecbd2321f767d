package dev.vigil.engine.llt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

class PacketSealTest {
    private final PacketSeal seal = new PacketSeal("a secret of the cluster".getBytes());

    @Test
    void whatWasSealedOpens() {
        assertArrayEquals(
                "hello".getBytes(), seal.open(seal.seal("hello".getBytes())).orElseThrow());
    }

    @Test
    void aChangedBitAnotherSecretOrACutPacketDoNotOpen() {
        byte[] packet = seal.seal("hello".getBytes());
        byte[] changed = packet.clone();
        changed[5] ^= 1;
        assertEquals(Optional.empty(), seal.open(changed));
        assertEquals(Optional.empty(), new PacketSeal("another secret".getBytes()).open(packet));
        assertEquals(
                Optional.empty(), seal.open(java.util.Arrays.copyOf(packet, packet.length - 1)));
        assertEquals(Optional.empty(), seal.open(new byte[0]));
    }

    @Test
    void aSecretThatOthersMayReadIsRefused(@TempDir Path dir) throws Exception {
        Path file = Files.writeString(dir.resolve("secret"), "0123456789abcdef\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(
                file + ": others may read the cluster's secret; run: chmod 600 " + file,
                assertThrows(BadFileException.class, () -> PacketSeal.readSecret(file))
                        .getMessage());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertArrayEquals("0123456789abcdef".getBytes(), PacketSeal.readSecret(file));
    }
}
