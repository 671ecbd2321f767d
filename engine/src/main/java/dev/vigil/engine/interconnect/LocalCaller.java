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

/// Who has opened a connection over loopback, by what Linux says of sockets in `/proc`.
public final class LocalCaller {
    private static final List<Path> TABLES =
            List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

    private static final int USER = 7;
    private static final int INODE = 9;

    private LocalCaller() {}

    /// Whether the far end of a connection that was accepted is a socket of this process.
    ///
    /// @param far its far end
    /// @param near its near end
    public static boolean isThisProcess(InetSocketAddress far, InetSocketAddress near) {
        try {
            Optional<String[]> socket = socket(far, near);
            return socket.isPresent() && isOurs("socket:[" + socket.get()[INODE] + "]");
        } catch (IOException | UncheckedIOException unknown) {
            return false;
        }
    }

    /// Whether the far end of a connection that was accepted is a socket of a process of the same user.
    public static boolean isThisUser(InetSocketAddress far, InetSocketAddress near) {
        try {
            String user = Files.getAttribute(Path.of("/proc/self"), "unix:uid").toString();
            return socket(far, near).filter(socket -> socket[USER].equals(user)).isPresent();
        } catch (IOException | UncheckedIOException unknown) {
            return false;
        }
    }

    /// The line of the socket at the far end.
    private static Optional<String[]> socket(InetSocketAddress far, InetSocketAddress near)
            throws IOException {
        String local = ending(far);
        String remote = ending(near);
        for (Path table : TABLES) {
            try (Stream<String> lines = Files.lines(table)) {
                Optional<String[]> found =
                        lines.map(line -> line.trim().split("\\s+"))
                                .filter(
                                        fields ->
                                                fields.length > INODE
                                                        && fields[1].endsWith(local)
                                                        && fields[2].endsWith(remote))
                                .findFirst();
                if (found.isPresent()) return found;
            }
        }
        return Optional.empty();
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
