package dev.vigil.engine.api;

import dev.vigil.engine.command.Answer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// What goes between `bin/vigil-client` and a daemon.
///
/// The request is the words typed, each ended by a NUL. The answer is lines: `o TEXT` for stdout, `e TEXT` for stderr, and last
/// `x CODE`.
public final class Transcript {
    private Transcript() {}

    /// The words of a request.
    public static List<String> words(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        List<String> words = new ArrayList<>();
        Collections.addAll(words, text.split("\0", -1));
        // Every word is ended by a NUL; what follows the last one is no word.
        words.removeLast();
        return words;
    }

    /// An answer and its end.
    public static String whole(Answer.Printed printed) {
        return out(printed.out()) + lines("e ", printed.err()) + "x " + printed.exit() + "\n";
    }

    /// Lines for stdout with more to come.
    public static String out(List<String> lines) {
        return lines("o ", lines);
    }

    private static String lines(String mark, List<String> lines) {
        var text = new StringBuilder();
        for (String line : lines) {
            for (String part : line.split("\n", -1)) text.append(mark).append(part).append('\n');
        }
        return text.toString();
    }
}
