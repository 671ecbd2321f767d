package dev.vigil.engine.had;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.core.DiskConfiguration;
import dev.vigil.engine.core.DiskVersion;
import dev.vigil.engine.journal.Journal;
import dev.vigil.engine.journal.JournalFile;
import dev.vigil.engine.journal.KeptConfiguration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class ConfigurationFilesTest {
    @TempDir private Path directory;

    /// As an engine that starts has them.
    private ConfigurationFiles files() {
        return new ConfigurationFiles(
                directory, new Journal(new JournalFile(directory.resolve("journal"))));
    }

    private ConfigurationFiles.Found found(String mainCf) throws IOException {
        Files.writeString(directory.resolve("main.cf"), mainCf);
        return files().read();
    }

    @Test
    void aSystemWithoutMainCfMayStartAndWaitForAnothers() {
        ConfigurationFiles.Found found = files().read();
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
        assertEquals(List.of(kept), files().write(running));
        assertEquals("cluster\n", Files.readString(kept));
        assertEquals(running.get("main.cf"), Files.readString(directory.resolve("main.cf")));
    }

    @Test
    void filesThatVerifyAreReplacedWithoutThat() throws IOException {
        found("cluster c\nsystem a\n");
        Map<String, String> running = Map.of("main.cf", "cluster c\nsystem a\nsystem b\n");
        assertEquals(List.of(), files().write(running));
        assertTrue(Files.notExists(directory.resolve("main.cf.invalid")));
    }

    private static final String SAVED = "cluster c (\n\t)\n\nsystem a (\n\t)\n\n";
    private static final String CHANGED = SAVED + "system b (\n\t)\n\n";

    private static KeptConfiguration kept(long event, boolean writable, String main) {
        return new KeptConfiguration(
                "4.0.64",
                new DiskVersion(4, event, false),
                DiskVersion.NONE,
                writable,
                new TreeMap<>(Map.of("main.cf", main)));
    }

    /// An engine ended while the configuration was open and changed.
    private void endedWithChanges() throws IOException {
        Files.writeString(directory.resolve("main.cf"), SAVED);
        ConfigurationFiles files = files();
        assertEquals(List.of(), files.keep(kept(3, false, SAVED)));
        assertEquals(List.of(), files.keep(kept(4, true, SAVED)));
        files.mark(true);
        assertEquals(List.of(), files.keep(kept(5, true, CHANGED)));
    }

    @Test
    void changesThatWereNotSavedAreThereForTheNextEngine() throws IOException {
        endedWithChanges();
        ConfigurationFiles.Found found = files().read();
        assertEquals(DiskConfiguration.VALID, found.disk());
        assertEquals(CHANGED, found.texts().get("main.cf"));
        assertTrue(found.writable());
        assertTrue(found.unsaved());
        assertEquals(new DiskVersion(4, 5, false), found.reading().version());
    }

    @Test
    void whatWasSavedIsNotUnsaved() throws IOException {
        endedWithChanges();
        ConfigurationFiles files = files();
        files.keep(kept(6, false, CHANGED));
        files.write(Map.of("main.cf", CHANGED));
        files.saved(Map.of("main.cf", CHANGED));
        files.mark(false);
        ConfigurationFiles.Found found = files().read();
        assertEquals(DiskConfiguration.VALID, found.disk());
        assertFalse(found.writable());
        assertFalse(found.unsaved());
    }

    @Test
    void anEditedMainCfWinsAndTheChangesAreKeptAside() throws IOException {
        endedWithChanges();
        String edited = "cluster c\nsystem a\nsystem z\n";
        ConfigurationFiles.Found found = found(edited);
        assertEquals(DiskConfiguration.STALE, found.disk(), "open for writing and never saved");
        Files.delete(directory.resolve(".stale"));
        found = files().read();
        assertEquals(DiskConfiguration.VALID, found.disk());
        assertTrue(found.texts().get("main.cf").contains("system z"));
        assertEquals(new DiskVersion(4, 5, true), found.reading().version());
        ConfigurationFiles files = files();
        List<LogLine> said =
                files.keep(
                        new KeptConfiguration(
                                "5.0.64",
                                new DiskVersion(5, 3, false),
                                found.reading().version(),
                                false,
                                found.texts()));
        assertEquals(LogLine.Severity.WARNING, said.getFirst().severity());
        try (var all = Files.newDirectoryStream(directory, "main.cf.unsaved.*")) {
            Path aside = all.iterator().next();
            assertEquals(CHANGED, Files.readString(aside));
            assertTrue(said.getFirst().text().contains(aside.toString()));
        }
        assertEquals(edited, Files.readString(directory.resolve("main.cf")));
    }

    @Test
    void otherBlanksAndCommentsAreNoEdit() throws IOException {
        endedWithChanges();
        Files.writeString(directory.resolve("main.cf"), "// mine\ncluster c\nsystem a\n");
        assertEquals(CHANGED, files().read().texts().get("main.cf"));
    }

    @Test
    void aMarkThatSomebodyElseHasSetIsObeyed() throws IOException {
        endedWithChanges();
        Files.writeString(directory.resolve(".stale"), "");
        assertEquals(DiskConfiguration.STALE, files().read().disk());
    }
}
