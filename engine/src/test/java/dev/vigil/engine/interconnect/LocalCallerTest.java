package dev.vigil.engine.interconnect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

@Timeout(60)
class LocalCallerTest {
    @Test
    void aSocketOfThisProcessIsItsOwn() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.9"));
                var caller = new Socket(server.getInetAddress(), server.getLocalPort());
                var accepted = server.accept()) {
            assertEquals(caller.getLocalPort(), accepted.getPort());
            assertTrue(LocalCaller.isThisProcess(far(accepted), near(accepted)));
            assertTrue(LocalCaller.isThisUser(far(accepted), near(accepted)));
        }
    }

    @Test
    void oneOfAnotherProcessIsItsUsers() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.ofLiteral("127.0.0.9"))) {
            Process other =
                    new ProcessBuilder(
                                    "bash",
                                    "-c",
                                    "exec 3<>/dev/tcp/127.0.0.9/"
                                            + server.getLocalPort()
                                            + "; head -c 1 <&3")
                            .start();
            try (var accepted = server.accept()) {
                assertFalse(LocalCaller.isThisProcess(far(accepted), near(accepted)));
                assertTrue(LocalCaller.isThisUser(far(accepted), near(accepted)));
            }
            other.waitFor();
        }
    }

    @Test
    void whoIsNotThereIsNobody() {
        var nobody = new InetSocketAddress("127.0.0.9", 1);
        assertFalse(LocalCaller.isThisProcess(nobody, nobody));
        assertFalse(LocalCaller.isThisUser(nobody, nobody));
    }

    private static InetSocketAddress far(Socket accepted) {
        return (InetSocketAddress) accepted.getRemoteSocketAddress();
    }

    private static InetSocketAddress near(Socket accepted) {
        return (InetSocketAddress) accepted.getLocalSocketAddress();
    }
}
