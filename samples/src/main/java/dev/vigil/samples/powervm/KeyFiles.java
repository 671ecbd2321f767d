package dev.vigil.samples.powervm;

import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.EnumSet;
import java.util.List;

/// The keys of the estate, in OpenSSH's formats, in one directory: `id_ecdsa` and `id_ecdsa.pub` for its users,
/// `authorized_keys` for its consoles, `hostkey-NAME` for each console, and `known_hosts`.
///
/// @param dir the directory
record KeyFiles(Path dir) {

    /// The users' private key.
    Path identity() {
        return dir.resolve("id_ecdsa");
    }

    /// Who may log in.
    Path authorizedKeys() {
        return dir.resolve("authorized_keys");
    }

    /// The consoles' keys, for clients.
    Path knownHosts() {
        return dir.resolve("known_hosts");
    }

    /// Makes what does not exist yet for the users.
    void prepare() throws IOException, GeneralSecurityException {
        Files.createDirectories(dir);
        var user = keyPair(identity(), "hscroot of the simulated PowerVM estate");
        if (!Files.exists(authorizedKeys())) {
            Files.writeString(authorizedKeys(), publicLine(user.getPublic()) + "\n");
        }
    }

    /// A console's key, made at its first start.
    KeyPair hostKey(String console) throws IOException, GeneralSecurityException {
        return keyPair(dir.resolve("hostkey-" + console), console);
    }

    private static KeyPair keyPair(Path file, String comment)
            throws IOException, GeneralSecurityException {
        if (!Files.exists(file)) {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            var made = generator.generateKeyPair();
            var text = new ByteArrayOutputStream();
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(made, comment, null, text);
            writePrivately(file, text.toByteArray());
            Files.writeString(
                    file.resolveSibling(file.getFileName() + ".pub"),
                    publicLine(made.getPublic()) + " " + comment.replace(' ', '-') + "\n");
            return made;
        }
        var keys = new FileKeyPairProvider(file).loadKeys(null).iterator();
        if (!keys.hasNext()) {
            throw new IOException(file + " holds no private key; remove it to have a new one made");
        }
        return keys.next();
    }

    private static void writePrivately(Path file, byte[] content) throws IOException {
        var owner = PosixFilePermissions.fromString("rw-------");
        try (var channel =
                Files.newByteChannel(
                        file,
                        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(owner))) {
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    private static String publicLine(PublicKey key) {
        return PublicKeyEntry.toString(key);
    }

    /// One line of `known_hosts`: a console by address and by name.
    static String knownHost(String name, String address, int port, PublicKey key) {
        var hosts =
                port == 22
                        ? List.of(address, name)
                        : List.of(
                                "[%s]:%d".formatted(address, port),
                                "[%s]:%d".formatted(name, port),
                                name);
        return String.join(",", hosts) + " " + publicLine(key);
    }

    /// Writes `known_hosts`.
    void writeKnownHosts(List<String> lines) throws IOException {
        EstateStore.replace(
                knownHosts(), (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
