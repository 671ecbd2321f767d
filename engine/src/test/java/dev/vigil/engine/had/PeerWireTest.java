package dev.vigil.engine.had;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PeerWireTest {
    private static final byte[] SECRET = "secret of the cluster".getBytes();

    private final byte[] challenge = PeerWire.challenge();
    private final PeerWire sender = new PeerWire(SECRET, challenge);
    private final PeerWire receiver = new PeerWire(SECRET, challenge);

    @Test
    void messagesArriveInOrderWithTheirSender() {
        for (String text : new String[] {"one", "two", ""}) {
            PeerWire.Said said = receiver.open(sealed(sender, text)).orElseThrow();
            assertEquals(7, said.from());
            assertArrayEquals(text.getBytes(), said.message());
        }
    }

    @Test
    void aFrameCannotBeRepeatedLeftOutOrMovedToAnotherConnection() {
        byte[] first = sealed(sender, "one");
        byte[] second = sealed(sender, "two");
        assertFalse(receiver.open(second).isPresent(), "left out");
        assertTrue(receiver.open(first).isPresent());
        assertFalse(receiver.open(first).isPresent(), "repeated");
        var elsewhere = new PeerWire(SECRET, PeerWire.challenge());
        assertFalse(elsewhere.open(first).isPresent(), "moved");
    }

    @Test
    void aFrameNeedsTheSecret() {
        var stranger = new PeerWire("another secret here".getBytes(), challenge);
        assertFalse(receiver.open(sealed(stranger, "one")).isPresent());
        assertFalse(receiver.open(new byte[3]).isPresent());
    }

    /// What follows the length.
    private static byte[] sealed(PeerWire wire, String text) {
        var frame = wire.frame(7, text.getBytes());
        assertEquals(frame.length() - 4, frame.getInt(0));
        return frame.getBytes(4, frame.length());
    }
}
