package dev.vigil.engine.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.channels.ClosedChannelException;
import java.util.Set;

import javax.net.ssl.SSLException;

class StrangersTest {
    private final Strangers strangers = new Strangers(Set.of("10.0.0.2"));

    @Test
    void ofOneSourceThereAreFew() {
        for (int i = 0; i < 16; i++) assertTrue(strangers.admit("10.9.9.9"));
        assertFalse(strangers.admit("10.9.9.9"));
        assertTrue(strangers.admit("10.9.9.8"));
        strangers.left("10.9.9.9");
        assertTrue(strangers.admit("10.9.9.9"));
    }

    @Test
    void inAllThereAreFewAndTheyKeepNoKnownAddressOut() {
        for (int i = 0; i < 256; i++) assertTrue(strangers.admit("10.9." + i + ".1"));
        assertFalse(strangers.admit("10.8.8.8"));
        for (int i = 0; i < 16; i++) assertTrue(strangers.admit("10.0.0.2"));
        assertFalse(strangers.admit("10.0.0.2"));
        strangers.left("10.0.0.2");
        assertFalse(strangers.admit("10.8.8.8"));
        strangers.left("10.9.7.1");
        assertTrue(strangers.admit("10.8.8.8"));
    }

    @Test
    void whatWasReceivedIsNotInACause() {
        assertEquals(
                "not an SSL/TLS record",
                Strangers.causeOf(
                        new SSLException(new SSLException("not an SSL/TLS record: 0a1b2c"))));
        assertEquals(
                "bad [31m name [0m",
                Strangers.causeOf(new SSLException("bad \u001b[31m\n\rname \u001b[0m")));
        assertEquals("SSLException", Strangers.causeOf(new SSLException((String) null)));
        assertTrue(Strangers.causeOf(new ClosedChannelException()).contains("was closed"));
        assertEquals(203, Strangers.printable("a".repeat(5_000)).length());
    }
}
