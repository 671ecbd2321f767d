package dev.vigil.samples.demo;

import dev.vigil.samples.demo.Play.Unexpected;

import java.io.IOException;

/// One thing that breaks, and what is expected of it.
///
/// @param title what the spectator reads
/// @param act breaks it and checks
record Scenario(String title, Act act) {
    /// Breaks something and checks what becomes of it.
    @FunctionalInterface
    interface Act {
        /// @throws Unexpected as soon as something is not as expected
        /// @throws IOException if estate or commands can't be reached
        void play(Play play) throws Unexpected, IOException, InterruptedException;
    }
}
