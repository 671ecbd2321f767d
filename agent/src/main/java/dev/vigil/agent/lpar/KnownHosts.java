package dev.vigil.agent.lpar;

import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;

/// The host keys that are trusted, from a file in OpenSSH's known_hosts format. Read anew at every connection, so that an administrator's
/// correction counts at once.
final class KnownHosts {
    private final Path file;

    KnownHosts(Path file) {
        this.file = file;
    }

    /// The key types listed for an HMC, in file order, so that a type it can be recognised by is asked for first.
    List<String> keyTypes(HmcAddress hmc) throws IOException {
        List<String> types = new ArrayList<>();
        for (KnownHostEntry entry : entriesOf(hmc)) {
            if (entry.getMarker() == null) {
                types.add(entry.getKeyEntry().getKeyType());
            }
        }
        return types;
    }

    /// What is wrong with a host key that an HMC shows.
    ///
    /// @return one line for the administrator, "" if the key is the one on file
    String objection(HmcAddress hmc, PublicKey shown) throws IOException {
        String shownLine = PublicKeyEntry.toString(shown);
        String who = "HMC " + hmc.name() + " (user " + hmc.user() + ") ";
        boolean sameType = false;
        List<KnownHostEntry> entries = entriesOf(hmc);
        for (KnownHostEntry entry : entries) {
            boolean same = shownLine.equals(lineOf(entry));
            if ("revoked".equals(entry.getMarker()) && same) {
                return who
                        + "shows a host key that "
                        + file
                        + " marks as revoked; it is not talked to";
            }
            if (entry.getMarker() == null && same) {
                return "";
            }
            sameType |=
                    entry.getMarker() == null
                            && shownLine.startsWith(entry.getKeyEntry().getKeyType() + " ");
        }
        String key =
                "host key "
                        + KeyUtils.getFingerPrint(shown)
                        + " ("
                        + KeyUtils.getKeyType(shown)
                        + ")";
        if (sameType) {
            return who
                    + "shows "
                    + key
                    + ", but "
                    + file
                    + " has another one for "
                    + hmc.knownHostsName()
                    + ": either the HMC was reinstalled or something stands in between; compare the"
                    + " key at the console before replacing it";
        }
        return who
                + "shows "
                + key
                + ", and "
                + file
                + " has no such key for "
                + hmc.knownHostsName()
                + "; compare it at the console, then add it: ssh-keyscan -p "
                + hmc.port()
                + " -t rsa,ecdsa "
                + hmc.host()
                + " >> "
                + file;
    }

    private static String lineOf(KnownHostEntry entry) {
        PublicKeyEntry key = entry.getKeyEntry();
        return key.getKeyType()
                + " "
                + key.resolvePublicKeyEntryDataResolver().encodeEntryKeyData(key.getKeyData());
    }

    private List<KnownHostEntry> entriesOf(HmcAddress hmc) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        List<KnownHostEntry> matching = new ArrayList<>();
        for (KnownHostEntry entry : KnownHostEntry.readKnownHostEntries(file)) {
            if (entry.isHostMatch(hmc.host(), hmc.port())) {
                matching.add(entry);
            }
        }
        return matching;
    }
}
