package dev.vigil.samples.bench;

import java.io.IOException;
import java.util.List;

/// Cuts a system of `samples/bench` off from the others, silently, with nftables rules on the loopback interface. Needs root.
final class Wire implements AutoCloseable {
    private static final String TABLE = "vigil_bench";

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
