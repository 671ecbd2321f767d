package dev.vigil.engine.llt;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signs what goes out on a link with the cluster's secret and refuses what does not carry that signature.
///
/// A packet is `VGL1`, the content, and 32 bytes of HMAC-SHA256 over both. It is not encrypted: heartbeats are no secret,
/// but a forged one could keep a dead system alive. An instance belongs to one thread.
public final class PacketSeal {
    /// How much a sealed packet is longer than its content, in bytes.
    public static final int OVERHEAD = 4 + 32;

    private static final byte[] MAGIC = {'V', 'G', 'L', '1'};
    private static final int SIGNATURE = 32;
    private static final int SHORTEST_SECRET = 16;

    private final Mac mac;

    /// A seal with a key.
    ///
    /// @param secret the cluster's; from [#readSecret]
    public PacketSeal(byte[] secret) {
        this.mac = mac(secret);
    }

    /// Reads the cluster's secret: the text of the file without surrounding blanks.
    ///
    /// @throws BadFileException if there is none, if it is shorter than 16 characters, or if others than its owner may read it
    public static byte[] readSecret(Path path) throws BadFileException {
        try {
            OwnersAlone.check(path, "the cluster's secret");
            byte[] secret = Files.readString(path).strip().getBytes();
            if (secret.length < SHORTEST_SECRET)
                throw new BadFileException(
                        path,
                        "the secret has only " + secret.length + " characters",
                        "write at least " + SHORTEST_SECRET + ", the same on all systems");
            return secret;
        } catch (NoSuchFileException missing) {
            throw new BadFileException(
                    path,
                    "no such file",
                    "write the cluster's secret into it, the same on all systems, for example with:"
                            + " openssl rand -hex 32");
        } catch (CharacterCodingException bytes) {
            throw new BadFileException(
                    path,
                    "is no text",
                    "write letters and digits into it, for example with: openssl rand -hex 32");
        } catch (IOException unreadable) {
            throw new BadFileException(
                    path,
                    "cannot be read (" + unreadable + ")",
                    "it must hold the cluster's secret");
        }
    }

    /// A name derived from the secret for one purpose; it tells nothing about the secret.
    public static String derivedName(byte[] secret, String purpose) {
        return HexFormat.of().formatHex(mac(secret).doFinal(purpose.getBytes()), 0, 8);
    }

    /// The content with magic and signature.
    public byte[] seal(byte[] content) {
        byte[] packet = new byte[content.length + OVERHEAD];
        System.arraycopy(MAGIC, 0, packet, 0, MAGIC.length);
        System.arraycopy(content, 0, packet, MAGIC.length, content.length);
        mac.update(packet, 0, packet.length - SIGNATURE);
        System.arraycopy(mac.doFinal(), 0, packet, packet.length - SIGNATURE, SIGNATURE);
        return packet;
    }

    /// Whether a packet is long enough and begins as all do; what is not has come to the wrong port.
    public static boolean marked(byte[] packet) {
        return packet.length >= OVERHEAD && Arrays.equals(MAGIC, 0, 4, packet, 0, 4);
    }

    /// The content of a packet, or nothing if it was not sealed with this secret.
    public Optional<byte[]> open(byte[] packet) {
        if (!marked(packet)) return Optional.empty();
        int signed = packet.length - SIGNATURE;
        mac.update(packet, 0, signed);
        byte[] expected = mac.doFinal();
        byte[] found = Arrays.copyOfRange(packet, signed, packet.length);
        return MessageDigest.isEqual(expected, found)
                ? Optional.of(Arrays.copyOfRange(packet, MAGIC.length, signed))
                : Optional.empty();
    }

    private static Mac mac(byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java has HmacSHA256", impossible);
        }
    }
}
