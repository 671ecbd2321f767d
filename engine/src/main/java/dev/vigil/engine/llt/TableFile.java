package dev.vigil.engine.llt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The lines of a small table file: words separated by blanks, `#` starts a comment, empty lines do not count.
///
/// @param path where it was read from, for messages
/// @param lines those that say something, in order
public record TableFile(Path path, List<Line> lines) {
    /// One line that says something.
    ///
    /// @param file the file it stands in
    /// @param number its number in the file, from 1
    /// @param words at least one
    public record Line(Path file, int number, List<String> words) {
        /// The word at `index`, or the complaint that `meaning` is missing there.
        public String word(int index, String meaning, String usage) throws BadFileException {
            if (index < words.size()) return words.get(index);
            throw problem(meaning + " is missing", "write: " + usage);
        }

        /// The word at `index` as a number from `least` to `most`.
        public int number(int index, String meaning, int least, int most, String usage)
                throws BadFileException {
            return number(word(index, meaning, usage), meaning, least, most);
        }

        /// `word` as a number from `least` to `most`.
        public int number(String word, String meaning, int least, int most)
                throws BadFileException {
            String range = "write a number from " + least + " to " + most;
            try {
                int value = Integer.parseInt(word);
                if (value >= least && value <= most) return value;
                throw problem(meaning + " " + word + " is out of range", range);
            } catch (NumberFormatException notANumber) {
                throw problem(meaning + " \"" + word + "\" is not a number", range);
            }
        }

        /// Refuses words after the `count` that the line may have.
        public void atMost(int count, String usage) throws BadFileException {
            if (words.size() > count)
                throw problem(
                        "\"" + words.get(count) + "\" is one word too many", "write: " + usage);
        }

        /// What is wrong with this line.
        public BadFileException problem(String problem, String remedy) {
            return new BadFileException(file, number, problem, remedy);
        }
    }

    /// Reads a file.
    ///
    /// @param purpose what the file is for, for the message when there is none
    /// @throws BadFileException if it is missing or cannot be read
    public static TableFile read(Path path, String purpose) throws BadFileException {
        try {
            return of(path, Files.readString(path));
        } catch (NoSuchFileException missing) {
            throw new BadFileException(path, "no such file", "it must hold " + purpose);
        } catch (IOException unreadable) {
            throw new BadFileException(
                    path, "cannot be read (" + unreadable + ")", "it must hold " + purpose);
        }
    }

    /// Takes a text that was read from `path` apart.
    public static TableFile of(Path path, String text) {
        List<Line> lines = new ArrayList<>();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            int comment = line.indexOf('#');
            String said = (comment < 0 ? line : line.substring(0, comment)).strip();
            if (!said.isEmpty()) lines.add(new Line(path, number, List.of(said.split("\\s+"))));
        }
        return new TableFile(path, List.copyOf(lines));
    }
}
