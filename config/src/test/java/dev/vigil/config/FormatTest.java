package dev.vigil.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Every Java source of the repository is laid out by one formatter: google-java-format, AOSP style, doc comments left
/// as written.
///
/// `mvn -pl config test -Dtest=FormatTest -Dvigil.rewrite` formats the sources in place.
class FormatTest {
    @Test
    void everySourceIsFormatted() throws Exception {
        boolean rewrite = System.getProperty("vigil.rewrite") != null;
        var formatter =
                new Formatter(
                        JavaFormatterOptions.builder()
                                .style(JavaFormatterOptions.Style.AOSP)
                                .formatJavadoc(false)
                                .build());
        List<String> unformatted = new ArrayList<>();
        List<Path> sources = sources();
        assertFalse(sources.isEmpty(), "no sources found: is vigil.root set?");
        for (Path source : sources) {
            String written = Files.readString(source);
            String formatted =
                    formatter.formatSourceAndFixImports(
                            RemoveUnusedImports.removeUnusedImports(written));
            if (formatted.equals(written)) continue;
            if (rewrite) Files.writeString(source, formatted);
            else unformatted.add(source.toString());
        }
        assertEquals(
                List.of(),
                unformatted,
                "not formatted; run: mvn -pl config test -Dtest=FormatTest -Dvigil.rewrite");
    }

    private static List<Path> sources() throws IOException {
        Path root = Path.of(System.getProperty("vigil.root")).toRealPath();
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("config", "agent", "engine", "samples")) {
            try (var files = Files.walk(root.resolve(module).resolve("src"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }
}
