package dev.vigil.engine.llt;

/// What went over a link of this system since its counters were at zero.
///
/// @param sentPackets packets that the kernel took
/// @param sentBytes their length
/// @param errors packets that it did not take
/// @param receivedPackets packets that came in, from whomever
/// @param receivedBytes their length
public record LinkTraffic(
        long sentPackets, long sentBytes, long errors, long receivedPackets, long receivedBytes) {
    /// Nothing yet.
    public static final LinkTraffic NONE = new LinkTraffic(0, 0, 0, 0, 0);

    LinkTraffic sent(int bytes) {
        return new LinkTraffic(
                sentPackets + 1, sentBytes + bytes, errors, receivedPackets, receivedBytes);
    }

    LinkTraffic failed() {
        return new LinkTraffic(sentPackets, sentBytes, errors + 1, receivedPackets, receivedBytes);
    }

    LinkTraffic received(int bytes) {
        return new LinkTraffic(
                sentPackets, sentBytes, errors, receivedPackets + 1, receivedBytes + bytes);
    }
}
