package dev.vigil.engine.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.engine.command.Answer;

import org.junit.jupiter.api.Test;

import java.util.List;

class TranscriptTest {
    @Test
    void wordsAreEndedByNulAndMayBeEmptyOrHoldAnything() {
        assertEquals(
                List.of("hagrp", "-modify", "a b\n", ""),
                Transcript.words("hagrp\0-modify\0a b\n\0\0".getBytes()));
        assertEquals(List.of(), Transcript.words(new byte[0]));
    }

    @Test
    void anAnswerIsLinesWithMarksAndTheCodeAtTheEnd() {
        assertEquals(
                "o one\no two\no \ne VCS WARNING\nx 1\n",
                Transcript.whole(
                        new Answer.Printed(1, List.of("one\ntwo", ""), List.of("VCS WARNING"))));
    }
}
