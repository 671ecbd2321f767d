package dev.vigil.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// What an operator reads about a configuration with mistakes in it: see `diagnostics.txt`.
class DiagnosticsTest {
    private static final String FILE = "diagnostics.txt";

    @ParameterizedTest
    @MethodSource("cases")
    void says(Transcript.Case expected) {
        assertEquals(expected.answer().strip(), answer(expected.given()).strip());
    }

    @Test
    void rewrite() throws IOException {
        Transcript transcript = Transcript.read(FILE);
        if (!transcript.isToBeRewritten()) return;
        List<String> answers = new ArrayList<>();
        transcript.cases().forEach(each -> answers.add(answer(each.given())));
        transcript.rewrite(FILE, answers);
    }

    @Test
    void afterAHundredFindingsTheRestIsCounted() {
        StringBuilder text = new StringBuilder("cluster c (\n");
        for (int i = 0; i < 150; i++) text.append("Nonsense").append(i).append(" = 1\n");
        List<Diagnostic> found =
                ConfigurationReader.read(text.append(")").toString()).diagnostics();
        assertEquals(101, found.size());
        assertEquals("50 more findings are not shown", found.getLast().message());
    }

    static List<Transcript.Case> cases() throws IOException {
        return Transcript.read(FILE).cases();
    }

    private static String answer(String text) {
        SequencedMap<String, String> files = new LinkedHashMap<>();
        files.put("main.cf", text);
        files.put("types.cf", BundledTypes.text());
        ReadResult result = ConfigurationReader.read(files);
        String found =
                result.diagnostics().stream()
                        .map(each -> each + "\n")
                        .collect(Collectors.joining());
        return found + (result.configuration().isPresent() ? "accepted\n" : "refused\n");
    }
}
