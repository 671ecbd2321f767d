package dev.vigil.engine.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.core.DiskVersion;
import dev.vigil.engine.had.LogLine;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/// What a journal remembers for the next engine, and what it makes of what it finds.
class JournalTest {
    private static final SortedMap<String, String> SAVED = texts("cluster c\nsystem a\n");

    private final Disk disk = new Disk();

    /// A disk in memory that may be full.
    private static final class Disk implements JournalDisk {
        byte[] content = new byte[0];
        byte[] aside = new byte[0];
        boolean full;

        @Override
        public byte[] read() {
            return content.clone();
        }

        @Override
        public void replace(byte[] whole) throws IOException {
            check();
            content = whole.clone();
        }

        @Override
        public void append(byte[] more) throws IOException {
            check();
            int before = content.length;
            content = Arrays.copyOf(content, before + more.length);
            System.arraycopy(more, 0, content, before, more.length);
        }

        private void check() throws IOException {
            if (full) throw new IOException("no space left on device");
        }

        @Override
        public void sync() {}

        @Override
        public String keepAside(byte[] damaged) {
            aside = damaged.clone();
            return "journal.damaged";
        }
    }

    private static SortedMap<String, String> texts(String main) {
        return new TreeMap<>(Map.of("main.cf", main));
    }

    private static KeptConfiguration kept(long view, long event, boolean writable, String main) {
        return new KeptConfiguration(
                "1.0.64",
                new DiskVersion(view, event, false),
                DiskVersion.NONE,
                writable,
                texts(main));
    }

    /// Begun on the saved files, opened, and changed `changes` times.
    private Journal changed(int changes) {
        var journal = new Journal(disk);
        keep(journal, kept(1, 5, false, SAVED.get("main.cf")));
        keep(journal, kept(1, 6, true, SAVED.get("main.cf")));
        for (int i = 0; i < changes; i++) keep(journal, kept(2, 10 + i, true, text(i)));
        return journal;
    }

    private static String text(int change) {
        return "cluster c\nsystem a\nsystem b" + change + "\ngroup g\n";
    }

    private static Journal.Written keep(Journal journal, KeptConfiguration now) {
        return journal.keep(now, () -> Optional.of(SAVED), JournalTest::aside);
    }

    private static LogLine aside(KeptConfiguration left, KeptConfiguration now) {
        return new LogLine(
                LogLine.Severity.WARNING, "V-16-1-10246", left.version() + " " + now.version());
    }

    private static KeptConfiguration other(long event) {
        return new KeptConfiguration(
                "4.0.64",
                new DiskVersion(4, event, false),
                new DiskVersion(2, 10, false),
                false,
                texts("cluster other " + event + "\n"));
    }

    @Test
    void whatCannotBeSetAsideStaysInTheJournal() throws Exception {
        changed(2);
        byte[] before = disk.content.clone();
        var full = new AtomicBoolean(true);
        var engine = new Journal(disk);
        Journal.Written written =
                engine.keep(
                        other(3),
                        () -> Optional.of(SAVED),
                        (left, now) -> {
                            if (full.get()) throw new IOException("No space left on device");
                            return aside(left, now);
                        });
        assertTrue(written.lines().getFirst().text().contains("No space"), written::toString);
        assertTrue(engine.failure().isPresent());
        assertArrayEquals(before, disk.content);
        keep(engine, other(4));
        assertArrayEquals(before, disk.content);
        full.set(false);
        List<LogLine> lines = engine.again();
        assertTrue(lines.getFirst().text().startsWith("of view 2, event 11"), lines::toString);
        assertEquals(Optional.of(other(4)), new Journal(disk).read(Optional.empty()).edited());
        assertEquals(List.of(), engine.again());
    }

    private Journal.Reading next(SortedMap<String, String> files) {
        return new Journal(disk).read(Optional.of(files));
    }

    @Test
    void whatWasChangedSinceTheFilesWereSavedIsKnownToTheNextEngine() {
        changed(3);
        assertEquals(Optional.of(kept(2, 12, true, text(2))), next(SAVED).kept());
        assertEquals(new DiskVersion(2, 12, false), next(SAVED).version());
    }

    @Test
    void aFileThatCameAndOneThatWentAreRemembered() {
        var journal = new Journal(disk);
        keep(journal, kept(1, 5, false, SAVED.get("main.cf")));
        var more = new TreeMap<>(Map.of("main.cf", "include t\n", "t", "type T ()\n"));
        var version = new DiskVersion(1, 6, false);
        var with = new KeptConfiguration("1.0.64", version, DiskVersion.NONE, true, more);
        keep(journal, with);
        assertEquals(Optional.of(with), next(SAVED).kept());
        keep(journal, kept(1, 7, true, "cluster d\n"));
        assertEquals(Optional.of(kept(1, 7, true, "cluster d\n")), next(SAVED).kept());
    }

    @Test
    void filesThatSomebodyHasEditedWinAndAreNewerThanWhatTheyWereMadeFrom() {
        changed(2);
        Journal.Reading reading = next(texts("cluster edited\n"));
        assertEquals(Optional.empty(), reading.kept());
        assertEquals(Optional.of(kept(2, 11, true, text(1))), reading.edited());
        assertTrue(reading.version().compareTo(new DiskVersion(2, 11, false)) > 0);
        assertTrue(reading.version().compareTo(new DiskVersion(2, 12, false)) < 0);
    }

    @Test
    void filesThatWereBeingSavedWhenTheEngineEndedAreNotEdited() {
        var journal = changed(1);
        assertEquals(Optional.of(kept(2, 10, true, text(0))), next(texts(text(0))).kept());
        journal.saved(texts(text(0)));
        assertEquals(Optional.of(kept(2, 10, true, text(0))), next(texts(text(0))).kept());
        assertTrue(next(SAVED).edited().isPresent(), "the old file was put back by somebody");
    }

    @Test
    void unsavedChangesAreSetAsideWhenSomebodyHasEditedTheFiles() {
        changed(2);
        var edited = texts("cluster edited\n");
        var engine = new Journal(disk);
        var built = new DiskVersion(3, 4, false);
        var basis = new DiskVersion(2, 11, true);
        Journal.Written written =
                engine.keep(
                        new KeptConfiguration("3.0.64", built, basis, false, edited),
                        () -> Optional.of(edited),
                        JournalTest::aside);
        assertEquals(Optional.of(kept(2, 11, true, text(1))), written.setAside());
    }

    @Test
    void filesEditedAfterEverythingWasSavedLeaveNothingToSetAside() {
        var journal = changed(1);
        keep(journal, kept(2, 20, false, text(0)));
        journal.saved(texts(text(0)));
        var edited = texts("cluster edited\n");
        var built = new DiskVersion(3, 4, false);
        var basis = new DiskVersion(2, 20, true);
        Journal.Written written =
                new Journal(disk)
                        .keep(
                                new KeptConfiguration("3.0.64", built, basis, false, edited),
                                () -> Optional.of(edited),
                                JournalTest::aside);
        assertEquals(Optional.empty(), written.setAside());
    }

    @Test
    void whatAClusterGoesOnWithoutIsSetAsideUnlessItsHistoryHasIt() {
        changed(2);
        var older = new DiskVersion(2, 10, false);
        var newer = new DiskVersion(2, 11, false);
        assertEquals(Optional.of(kept(2, 11, true, text(1))), joined(older).setAside());
        disk.content = new byte[0];
        changed(2);
        assertEquals(Optional.empty(), joined(newer).setAside());
        disk.content = new byte[0];
        changed(2);
        assertEquals(
                Optional.empty(),
                keep(new Journal(disk), kept(2, 30, true, "cluster later\n")).setAside(),
                "the same history, later");
    }

    private Journal.Written joined(DiskVersion basis) {
        return keep(
                new Journal(disk),
                new KeptConfiguration(
                        "4.0.64",
                        new DiskVersion(4, 3, false),
                        basis,
                        false,
                        texts("cluster other\n")));
    }

    @Test
    void aHalfWrittenLastRecordIsLeftOutAndSaid() {
        changed(2);
        byte[] whole = disk.content;
        int before = sizeAfter(1);
        for (int cut : List.of(before + 1, before + 11, before + 13, whole.length - 1)) {
            disk.content = Arrays.copyOf(whole, cut);
            var journal = new Journal(disk);
            assertEquals(
                    Optional.of(kept(2, 10, true, text(0))),
                    journal.read(Optional.of(SAVED)).kept(),
                    "cut at " + cut);
            assertEquals(
                    List.of(LogLine.Severity.NOTICE),
                    journal.found().stream().map(LogLine::severity).toList());
        }
        assertEquals(0, disk.aside.length);
    }

    @Test
    void zerosAfterALossOfPowerAreAHalfWrittenRecord() {
        changed(2);
        byte[] whole = disk.content.clone();
        int before = sizeAfter(1);
        for (int from = before; from < whole.length - 1; from++) {
            disk.content = whole.clone();
            Arrays.fill(disk.content, from, whole.length, (byte) 0);
            var journal = new Journal(disk);
            assertEquals(
                    Optional.of(kept(2, 10, true, text(0))),
                    journal.read(Optional.of(SAVED)).kept());
            assertEquals(LogLine.Severity.NOTICE, journal.found().getFirst().severity());
        }
    }

    private int sizeAfter(int changes) {
        var other = new JournalTest();
        other.changed(changes);
        return other.disk.content.length;
    }

    @Test
    void aDamagedMiddleStopsTheReadingAndTheFileIsKept() {
        changed(5);
        int begin = sizeAfter(2);
        int end = sizeAfter(3);
        for (int at : IntStream.range(begin, end).toArray()) {
            byte[] whole = disk.content.clone();
            disk.content[at] ^= 0x10;
            byte[] damaged = disk.content.clone();
            var journal = new Journal(disk);
            assertEquals(
                    Optional.of(kept(2, 11, true, text(1))),
                    journal.read(Optional.of(SAVED)).kept(),
                    "damaged at " + at);
            assertEquals("V-16-1-10243", journal.found().getFirst().umi());
            assertTrue(journal.found().getFirst().text().contains("journal.damaged"));
            assertTrue(Arrays.equals(damaged, disk.aside));
            disk.content = whole;
        }
    }

    @Test
    void itIsWrittenAnewWhenItHasGrown() {
        var journal = new Journal(disk, 4_000);
        int largest = 0;
        for (int i = 0; i < 500; i++) {
            keep(journal, kept(1, 5 + i, true, text(i)));
            largest = Math.max(largest, disk.content.length);
            assertEquals(Optional.of(kept(1, 5 + i, true, text(i))), next(SAVED).kept());
        }
        assertTrue(largest < 5_000, "grew to " + largest);
    }

    @Test
    void aChangeOfALargeConfigurationIsASmallRecord() {
        var journal = new Journal(disk);
        String large = "system s ()\n".repeat(20_000);
        keep(journal, kept(1, 5, true, large));
        int before = disk.content.length;
        String changed = large.substring(0, 100_000) + "group g\n" + large.substring(100_000);
        keep(journal, kept(1, 6, true, changed));
        assertTrue(disk.content.length - before < 300, "" + (disk.content.length - before));
        assertEquals(changed, next(SAVED).kept().orElseThrow().texts().get("main.cf"));
    }

    @Test
    void aFullDiskIsSaidOnceAndOneWithSpaceAgainHasEverything() {
        var journal = changed(1);
        disk.full = true;
        List<LogLine> first = keep(journal, kept(2, 11, true, text(1))).lines();
        assertEquals(
                List.of(LogLine.Severity.ERROR), first.stream().map(LogLine::severity).toList());
        assertTrue(first.getFirst().text().contains("no space left on device"));
        assertEquals(List.of(), keep(journal, kept(2, 12, true, text(2))).lines());
        assertEquals(List.of(), journal.again());
        assertTrue(journal.failure().isPresent());
        assertEquals(Optional.of(kept(2, 10, true, text(0))), next(SAVED).kept());
        disk.full = false;
        assertEquals(
                List.of(LogLine.Severity.NOTICE),
                journal.again().stream().map(LogLine::severity).toList());
        assertFalse(journal.failure().isPresent());
        assertEquals(Optional.of(kept(2, 12, true, text(2))), next(SAVED).kept());
        keep(journal, kept(2, 13, true, text(3)));
        assertEquals(Optional.of(kept(2, 13, true, text(3))), next(SAVED).kept());
    }

    @Test
    void filesThatCannotBeUsedDoNotMakeTheirSystemForgetHowNewTheyWere() {
        changed(2);
        Journal.Reading reading = new Journal(disk).read(Optional.empty());
        assertEquals(new DiskVersion(2, 11, false), reading.version());
        assertEquals(Optional.empty(), reading.kept());
    }

    @Test
    void everyChangeOfATextIsUndoneByTheNext() {
        List<String> texts = List.of("", "a", "aa", "ab", "ba", "aba", "xaay", "xay", "x\ny\n");
        for (String before : texts)
            for (String after : texts)
                assertEquals(after, TextChange.between(before, after).of(before));
    }
}
