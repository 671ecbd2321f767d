package dev.vigil.engine.llt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class LinkMonitorTest {
    private final LinkMonitor peer = new LinkMonitor(List.of("en1", "en2"));

    @Test
    void aPeerNeverHeardIsSilentAndItsLinksAreDown() {
        assertTrue(peer.silent(100, 50));
        assertEquals(Long.MAX_VALUE, peer.silentAtNs(50));
        assertEquals(LinkStatus.State.DOWN, peer.links(100, link -> 10, 50).get("en1").state());
    }

    @Test
    void silenceCountsFromTheNewestHeartbeatOnAnyLink() {
        peer.heard(100, "en1");
        peer.heard(120, "en2");
        assertFalse(peer.silent(169, 50));
        assertTrue(peer.silent(170, 50));
        assertEquals(170, peer.silentAtNs(50));
    }

    @Test
    void aLinkIsTroubledThenDownWhileTheOtherIsUp() {
        peer.heard(100, "en1");
        peer.heard(140, "en2");
        assertEquals(LinkStatus.State.TROUBLE, peer.links(149, link -> 20, 50).get("en1").state());
        assertEquals(LinkStatus.State.DOWN, peer.links(150, link -> 20, 50).get("en1").state());
        assertEquals(LinkStatus.State.UP, peer.links(150, link -> 20, 50).get("en2").state());
    }

    @Test
    void aCopySpeaksForItsLinkAlone() {
        peer.heard(100, "en1");
        peer.carried(130, "en2");
        assertTrue(peer.silent(150, 50));
        assertEquals(LinkStatus.State.UP, peer.links(149, link -> 20, 50).get("en2").state());
        peer.carried(110, "en2");
        assertEquals(130, peer.links(149, link -> 20, 50).get("en2").lastHeardNs());
    }

    @Test
    void anOwnLateTickPostponesTheJudgementAtMostByOnePeerinact() {
        peer.heard(100, "en1");
        peer.postpone(160, 40, 60);
        assertEquals(190, peer.silentAtNs(50));
        peer.postpone(300, 100, 60);
        assertEquals(210, peer.silentAtNs(50));
        peer.heard(310, "en1");
        peer.postpone(400, 30, 60);
        assertEquals(390, peer.silentAtNs(50));
    }

    @Test
    void theLongestSilenceThatWasSurvivedIsKeptUntilItIsCountedAnew() {
        peer.survived(50);
        assertEquals(0, peer.longestNs());
        peer.heard(100, "en1");
        peer.survived(140);
        peer.heard(140, "en1");
        peer.survived(150);
        peer.heard(150, "en2");
        assertEquals(40, peer.longestNs());
        peer.zero();
        assertEquals(0, peer.longestNs());
    }
}
