package dev.vigil.agent.lpar;

import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;

/// A directory with a private key and known hosts, as an administrator sets it up.
record Keys(Path directory, KeyPair pair) {
    static Keys in(Path directory) throws IOException, GeneralSecurityException {
        KeyPair pair = FakeHmc.newKey();
        try (OutputStream out = Files.newOutputStream(directory.resolve("id_ecdsa"))) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, "test", null, out);
        }
        return new Keys(directory, pair);
    }

    void trust(FakeHmc... hmcs) throws IOException {
        var lines = new StringBuilder();
        for (FakeHmc hmc : hmcs) {
            lines.append(hmc.knownHostsLine());
        }
        Files.writeString(knownHosts(), lines);
    }

    Path knownHosts() {
        return directory.resolve("known_hosts");
    }
}
