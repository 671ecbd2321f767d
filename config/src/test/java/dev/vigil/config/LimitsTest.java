package dev.vigil.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.config.Limit.Level;
import dev.vigil.config.SchemaAttribute.SetBy;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What is accepted and not acted upon: it is said, it is documented, and nothing else is passed over in silence.
class LimitsTest {
    private static final Path ROOT = Path.of(System.getProperty("vigil.root"));
    private static final Pattern LITERAL = Pattern.compile("\"([^\"\\\\]++|\\\\.)*+\"");
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9]+");
    private static final Set<String> ONLY_DESCRIBE =
            Set.of("SchemaTables.java", "SchemaLimits.java", "Choices.java", "Names.java");

    @Test
    void everyOtherAttributeIsReadSomewhere() throws IOException {
        Set<String> read = new HashSet<>();
        for (String module : List.of("config", "agent", "engine"))
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList())
                    if (!ONLY_DESCRIBE.contains(file.getFileName().toString()))
                        LITERAL.matcher(Files.readString(file))
                                .results()
                                .forEach(
                                        literal ->
                                                WORD.matcher(literal.group())
                                                        .results()
                                                        .forEach(each -> read.add(each.group())));
            }
        List<String> silent = new ArrayList<>();
        tables().forEach(
                        (level, table) ->
                                table.values().stream()
                                        .filter(each -> each.setBy() == SetBy.USER)
                                        .filter(each -> !listed(level, each.name()))
                                        .filter(each -> !read.contains(each.name()))
                                        .forEach(each -> silent.add(level + " " + each.name())));
        assertEquals(List.of(), silent, "act upon it, or list it in SchemaLimits");
    }

    private static boolean listed(Level level, String attribute) {
        return Stream.concat(Schema.limits().stream(), Schema.labels().stream())
                .anyMatch(each -> each.level() == level && each.attribute().equals(attribute));
    }

    private static Map<Level, Map<String, SchemaAttribute>> tables() {
        return Map.of(
                Level.CLUSTER, Schema.clusterAttributes(),
                Level.SYSTEM, Schema.systemAttributes(),
                Level.GROUP, Schema.groupAttributes(),
                Level.RESOURCE, Schema.resourceAttributes(),
                Level.TYPE, Schema.staticAttributes());
    }

    @Test
    void everyLimitNamesAnAttributeThatPeopleSet() {
        for (Limit each : Schema.limits()) {
            SchemaAttribute attribute = tables().get(each.level()).get(each.attribute());
            assertTrue(attribute != null && attribute.isPersistent(), each::toString);
            assertFalse(each.instead().isEmpty(), each::toString);
        }
    }

    @Test
    void eachIsSaidOnceForEveryObject() {
        String text =
                """
                include "types.cf"
                cluster c (
                	EnablePBF = 1
                	GroupLimit = 200
                	)
                system a ( CPUUsageMonitoring = { Enabled = 1 } )
                group g (
                	SystemList = { a }
                	Parallel = 2
                	ProPCV @a = 1
                	)
                	FileOnOff f (
                		PathName = "/tmp/f"
                		InfoInterval = 5
                		ResourceOwner = ""
                		)
                """;
        SequencedMap<String, String> files = new LinkedHashMap<>();
        files.put("main.cf", text);
        files.put("types.cf", BundledTypes.text());
        ReadResult result = ConfigurationReader.read(files);
        assertEquals(
                List.of(
                        "3: EnablePBF = 1 of cluster c",
                        "6: CPUUsageMonitoring of system a",
                        "9: Parallel = 2 of group g",
                        "10: ProPCV = 1 of group g",
                        "14: InfoInterval = 5 of resource f"),
                result.diagnostics().stream()
                        .filter(Diagnostic::isLimit)
                        .map(each -> each.line() + ": " + each.message().split(" is not ", 2)[0])
                        .toList());
        assertEquals(
                Optional.empty(),
                result.diagnostics().stream().filter(Diagnostic::isError).findAny());
    }

    @Test
    void theDocumentListsThem() throws IOException {
        Path document = ROOT.resolve("docs/limits.md");
        String written = Files.readString(document);
        String head = "| of | attribute | what happens instead |\n|---|---|---|\n";
        int table = written.indexOf(head);
        assertTrue(table > 0, () -> document + " has no table");
        StringBuilder expected = new StringBuilder(written.substring(0, table)).append(head);
        for (Limit each : Schema.limits())
            expected.append("| ")
                    .append(each.level().name().toLowerCase(Locale.ROOT))
                    .append(" | ")
                    .append(each.attribute())
                    .append(each.value().map(value -> " = " + value).orElse(""))
                    .append(" | ")
                    .append(each.instead())
                    .append(" |\n");
        if (System.getProperty("vigil.rewrite") != null)
            Files.writeString(document, expected.toString());
        assertEquals(expected.toString(), Files.readString(document));
    }
}
