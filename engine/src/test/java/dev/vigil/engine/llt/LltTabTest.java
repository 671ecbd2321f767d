package dev.vigil.engine.llt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

class LltTabTest {
    private static final String LINKS =
            """
            set-node sysA
            set-cluster 1234
            link net1 eth1 - udp 50000 - 192.168.10.1 -
            link-lowpri pub eth0 - udp 50010 1400 10.0.0.1 10.0.0.255   # the public network
            set-addr 1 net1 192.168.10.2
            """;

    @Test
    void aWholeFile() throws Exception {
        LltTab tab =
                parse(
                        LINKS
                                + "set-timer peerinact:3200\nset-flow highwater:300\n"
                                + "exclude 2-4,7\nset-dbg-minlinks 2\nset-bcasthb 0\n");
        assertEquals(
                new LltTab(
                        0,
                        1234,
                        List.of(
                                new UdpLink(
                                        "net1",
                                        "eth1",
                                        false,
                                        50000,
                                        8192,
                                        "192.168.10.1",
                                        Optional.empty(),
                                        new TreeMap<>(Map.of(1, "192.168.10.2"))),
                                new UdpLink(
                                        "pub",
                                        "eth0",
                                        true,
                                        50010,
                                        1400,
                                        "10.0.0.1",
                                        Optional.of("10.0.0.255"),
                                        new TreeMap<>())),
                        new TreeMap<>(Map.of("peerinact", 3200)),
                        new TreeMap<>(Map.of("highwater", 300)),
                        new TreeSet<>(List.of(2, 3, 4, 7)),
                        2),
                tab);
        assertEquals(3200, tab.timerCs("peerinact"));
        assertEquals(50, tab.timerCs("heartbeat"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "set-nod 1 | /t/llttab:1: \"set-nod\" is not a directive of llttab; use"
                        + " set-node,",
                "set-node sysX | /t/llttab:1: llthosts has no system sysX; add it there, or correct"
                        + " it here",
                "set-node 9 | /t/llttab:1: llthosts has no node 9;",
                "set-cluster x | /t/llttab:1: cluster id \"x\" is not a number; write a number"
                        + " from 0 to 65535",
                "link en2 en2 - ether - - | /t/llttab:1: link type \"ether\" is not available:"
                        + " links run over UDP; write: link",
                "link n1 e1 - udp 50000 - | /t/llttab:1: this system's address on the link is"
                        + " missing; write: link",
                "set-timer peerinac:2 | /t/llttab:1: there is no timer peerinac; they are"
                        + " heartbeat, heartbeatlo,",
                "set-timer peerinact:0 | /t/llttab:1: peerinact 0 is out of range;",
                "set-timer peerinact | /t/llttab:1: no \"name:value\"; write: set-timer"
                        + " <name>:<value>",
                "set-addr 1 net9 10.0.0.1 | /t/llttab:1: there is no link net9; the links are []",
                "set-node sysA | /t/llttab: no link line; add: link",
            })
    void whatIsWrongIsSaidWithItsPlaceAndRemedy(String text, String message) {
        String found = assertThrows(BadFileException.class, () -> parse(text)).getMessage();
        assertEquals(message, found.substring(0, Math.min(message.length(), found.length())));
    }

    @Test
    void everyPeerNeedsAnAddressOnEveryLink() {
        String text = "set-node sysA\nlink net1 e1 - udp 50000 - 10.0.0.1 -\n";
        assertEquals(
                "/t/llttab: link net1 has no address of node 1; add: set-addr 1 net1 <address>",
                assertThrows(BadFileException.class, () -> parse(text)).getMessage());
    }

    @Test
    void aSystemHasOneNumberAndOneName() {
        String twice = "0 sysA\n1 sysA\n";
        assertEquals(
                "/t/llthosts:2: system sysA has a node id already; remove one of the two lines",
                assertThrows(
                                BadFileException.class,
                                () -> LltHosts.parse(TableFile.of(Path.of("/t/llthosts"), twice)))
                        .getMessage());
    }

    private static LltTab parse(String text) throws BadFileException {
        var hosts = new LltHosts(new TreeMap<>(Map.of(0, "sysA", 1, "sysB")));
        return LltTab.parse(TableFile.of(Path.of("/t/llttab"), text), hosts);
    }
}
