package dev.vigil.engine.had;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.core.DiskConfiguration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class ConfigurationFilesTest {
    @TempDir private Path directory;

    private ConfigurationFiles.Found found(String mainCf) throws IOException {
        Files.writeString(directory.resolve("main.cf"), mainCf);
        return new ConfigurationFiles(directory).read();
    }

    @Test
    void aSystemWithoutMainCfMayStartAndWaitForAnothers() {
        ConfigurationFiles.Found found = new ConfigurationFiles(directory).read();
        assertEquals(DiskConfiguration.INVALID, found.disk());
        assertFalse(found.broken());
    }

    @Test
    void aMainCfThatVerifiesIsWorthSomething() throws IOException {
        ConfigurationFiles.Found found = found("cluster c\nsystem a\n");
        assertEquals(DiskConfiguration.VALID, found.disk());
        assertFalse(found.broken());
    }

    @Test
    void aMistakeHasToBeCorrectedFirst() throws IOException {
        ConfigurationFiles.Found found = found("cluster c\nsystem a\ngroup g (\n  Nope = 1\n  )\n");
        assertTrue(found.broken());
        assertEquals(1, found.problems().size(), found.problems()::toString);
        assertTrue(
                found.problems().getFirst().contains("main.cf:4:3: "), found.problems()::toString);
    }

    @Test
    void anIncludeThatIsNotThereHasToBeCorrectedFirst() throws IOException {
        ConfigurationFiles.Found found = found("include \"types.cf\"\ncluster c\nsystem a\n");
        assertTrue(found.broken());
        assertTrue(found.problems().getFirst().contains("main.cf:1:"), found.problems()::toString);
    }

    @Test
    void aMistakeCountsThoughTheFilesAreStale() throws IOException {
        Files.writeString(directory.resolve(".stale"), "");
        assertTrue(found("cluster\n").broken());
    }

    @Test
    void aMistakeKeepsAnEngineFromStartingButNotFromComingBack() throws IOException {
        ConfigurationFiles.Found broken = found("cluster\n");
        assertTrue(broken.keepsFromStarting(false));
        assertFalse(broken.keepsFromStarting(true));
        assertEquals(DiskConfiguration.INVALID, broken.disk());
        ConfigurationFiles.Found whole = found("cluster c\nsystem a\n");
        assertFalse(whole.keepsFromStarting(false));
        assertFalse(whole.keepsFromStarting(true));
    }

    @Test
    void filesThatDoNotVerifyAreKeptBeforeTheyAreReplaced() throws IOException {
        found("cluster\n");
        Path kept = directory.resolve("main.cf.invalid");
        Map<String, String> running = Map.of("main.cf", "cluster c\nsystem a\n");
        assertEquals(List.of(kept), new ConfigurationFiles(directory).write(running));
        assertEquals("cluster\n", Files.readString(kept));
        assertEquals(running.get("main.cf"), Files.readString(directory.resolve("main.cf")));
    }

    @Test
    void filesThatVerifyAreReplacedWithoutThat() throws IOException {
        found("cluster c\nsystem a\n");
        Map<String, String> running = Map.of("main.cf", "cluster c\nsystem a\nsystem b\n");
        assertEquals(List.of(), new ConfigurationFiles(directory).write(running));
        assertTrue(Files.notExists(directory.resolve("main.cf.invalid")));
    }
}
