package dev.vigil.engine.interconnect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Tells connections over loopback that this process has opened from those of others, by what Linux says of sockets in `/proc`.
final class OwnProcess {
    private static final List<Path> TABLES =
            List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

    private OwnProcess() {}

    /// Whether the far end of a connection that was accepted is a socket of this process.
    ///
    /// @param far its far end
    /// @param near its near end
    static boolean opened(InetSocketAddress far, InetSocketAddress near) {
        try {
            for (Path table : TABLES) {
                Optional<String> inode = inode(table, ending(far), ending(near));
                if (inode.isPresent()) return isOurs("socket:[" + inode.get() + "]");
            }
            return false;
        } catch (IOException | UncheckedIOException unknown) {
            return false;
        }
    }

    private static Optional<String> inode(Path table, String local, String remote)
            throws IOException {
        try (Stream<String> lines = Files.lines(table)) {
            return lines.map(line -> line.trim().split("\\s+"))
                    .filter(
                            fields ->
                                    fields.length > 9
                                            && fields[1].endsWith(local)
                                            && fields[2].endsWith(remote))
                    .map(fields -> fields[9])
                    .findFirst();
        }
    }

    private static boolean isOurs(String link) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.anyMatch(
                    file -> {
                        try {
                            return Files.readSymbolicLink(file).toString().equals(link);
                        } catch (IOException closedMeanwhile) {
                            return false;
                        }
                    });
        }
    }

    /// The end of an address in the tables: IPv4 in the machine's byte order, also in an IPv6 address that holds one, and the port.
    private static String ending(InetSocketAddress address) {
        int ip =
                ByteBuffer.wrap(address.getAddress().getAddress())
                        .order(ByteOrder.nativeOrder())
                        .getInt();
        return String.format(Locale.ROOT, "%08X:%04X", ip, address.getPort());
    }
}
