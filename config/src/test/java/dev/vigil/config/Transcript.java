package dev.vigil.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A file of cases, each a title (`=== title`), what is given, a line `---` and the answer. Rewritten with
/// `-Dvigil.rewrite`.
final class Transcript {
    /// One case.
    record Case(String title, String given, String answer) {
        @Override
        public String toString() {
            return title;
        }
    }

    private final String head;
    private final List<Case> cases;

    private Transcript(String head, List<Case> cases) {
        this.head = head;
        this.cases = cases;
    }

    static Transcript read(String name) throws IOException {
        String[] parts = Files.readString(path(name)).split("(?m)^=== ", -1);
        List<Case> cases = new ArrayList<>();
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i];
            int title = part.indexOf('\n');
            int line = part.indexOf("\n---\n", title - 1);
            if (line < 0) throw new IllegalStateException("no line --- in: " + part);
            String given = line < title ? "" : part.substring(title + 1, line + 1);
            cases.add(new Case(part.substring(0, title), given, part.substring(line + 5)));
        }
        return new Transcript(parts[0], cases);
    }

    List<Case> cases() {
        return cases;
    }

    boolean isToBeRewritten() {
        return System.getProperty("vigil.rewrite") != null;
    }

    void rewrite(String name, List<String> answers) throws IOException {
        StringBuilder text = new StringBuilder(head);
        for (int i = 0; i < cases.size(); i++) {
            Case each = cases.get(i);
            text.append("=== ").append(each.title()).append('\n');
            text.append(each.given()).append("---\n").append(answers.get(i));
            if (!answers.get(i).endsWith("\n\n")) text.append('\n');
        }
        Files.writeString(path(name), text.toString().stripTrailing() + "\n");
    }

    private static Path path(String name) {
        return Path.of(
                System.getProperty("vigil.root"),
                "config/src/test/resources/dev/vigil/config",
                name);
    }
}
