package dev.vigil.samples.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Cuts a system of `samples/bench` off from the others, silently, with nftables rules on the loopback interface. Needs root.
final class Wire implements AutoCloseable {
    private static final String TABLE = "vigil_bench";

    /// A local address of 127.11.0.0/24 or 127.12.0.0/24 as the kernel lists it: the last byte first.
    private static final Pattern BOUND =
            Pattern.compile("^ *[0-9]+: ([0-9A-F]{2})00(0B|0C)7F:", Pattern.MULTILINE);

    private Wire() {}

    /// Drops whatever goes to and from the links of a system; the rules are gone when this is closed.
    ///
    /// @param node the system's LLT id
    static Wire cut(int node) throws IOException, InterruptedException {
        String own = "{ 127.11.0." + (node + 1) + ", 127.12.0." + (node + 1) + " }";
        nft(
                "add table ip "
                        + TABLE
                        + "\nadd chain ip "
                        + TABLE
                        + " in { type filter hook input priority 0; }"
                        + rule("ip saddr " + own + " ip daddr != " + own)
                        + rule("ip daddr " + own + " ip saddr != " + own));
        return new Wire();
    }

    private static String rule(String match) {
        return "\nadd rule ip " + TABLE + " in " + match + " drop";
    }

    /// The address of a link that somebody on this machine already uses, or nothing. Two clusters would disturb each other's figures, and
    /// what is cut for one is cut for both.
    static Optional<String> inUse() throws IOException {
        Matcher bound = BOUND.matcher(Files.readString(Path.of("/proc/net/udp")));
        if (bound.find())
            return Optional.of(
                    "127."
                            + Integer.parseInt(bound.group(2), 16)
                            + ".0."
                            + Integer.parseInt(bound.group(1), 16));
        return Optional.empty();
    }

    /// Whether cutting is possible here.
    static boolean possible() throws InterruptedException {
        try {
            nft("add table ip " + TABLE + "\ndelete table ip " + TABLE);
            return true;
        } catch (IOException impossible) {
            return false;
        }
    }

    private static void nft(String commands) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of("nft", "-f", "-")).redirectErrorStream(true).start();
        try (var input = process.outputWriter()) {
            input.write(commands + "\n");
        }
        String said = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException("nft: " + said.strip());
        }
    }

    @Override
    public void close() throws IOException {
        try {
            nft("delete table ip " + TABLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(
                    "interrupted; remove the rules by hand: nft delete table ip " + TABLE, e);
        }
    }
}
