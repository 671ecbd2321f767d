package dev.vigil.samples.powervm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.stream.Collectors;

/// Which refusals have a real console's words.
class HmcMessageTest {

    /// Whoever has a capture of another one puts its words in, marks it, and adds it here.
    @Test
    void wordsOfTheseAreFromCaptures() {
        assertEquals(
                EnumSet.of(
                        HmcMessage.NO_SUCH_PARTITION,
                        HmcMessage.MISSING_PARAMETER,
                        HmcMessage.WRONG_STATE,
                        HmcMessage.NO_MEMORY,
                        HmcMessage.NOTHING_FOUND),
                Arrays.stream(HmcMessage.values())
                        .filter(HmcMessage::known)
                        .collect(Collectors.toCollection(() -> EnumSet.noneOf(HmcMessage.class))));
    }
}
