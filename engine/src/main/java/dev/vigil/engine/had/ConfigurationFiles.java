package dev.vigil.engine.had;

import dev.vigil.config.Configuration;
import dev.vigil.config.ConfigurationReader;
import dev.vigil.config.ConfigurationWriter;
import dev.vigil.config.Diagnostic;
import dev.vigil.config.ReadResult;
import dev.vigil.engine.core.DiskConfiguration;
import dev.vigil.engine.journal.Journal;
import dev.vigil.engine.journal.KeptConfiguration;
import dev.vigil.engine.node.StoredFile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// `main.cf`, what it includes, and the `.stale` mark, in one directory.
///
/// A file that is replaced is kept as `main.cf.03Dec2001.175904`, and the last one as `main.cf.previous`, as hacf does; files that do not
/// verify also as `main.cf.invalid`, which stays until others that do not verify are replaced.
public final class ConfigurationFiles implements CoreDuties.Files {
    private static final DateTimeFormatter KEPT =
            DateTimeFormatter.ofPattern("ddMMMyyyy.HHmmss", Locale.ENGLISH);

    /// What the mark holds that the engine sets itself; one that a person sets does not.
    private static final String OPENED = "open for writing since haconf -makerw\n";

    private final Path directory;
    private final Journal journal;

    /// @param directory where they lie
    /// @param journal what the engines have agreed on since they were written
    ConfigurationFiles(Path directory, Journal journal) {
        this.directory = directory;
        this.journal = journal;
    }

    /// What the files and the journal hold and whether they may be built from.
    ///
    /// @param disk what they are worth
    /// @param missing whether there is no `main.cf` at all
    /// @param result what reading the files brought
    /// @param reading what the journal has beyond that
    public record Found(
            DiskConfiguration disk, boolean missing, ReadResult result, Journal.Reading reading) {
        /// Whether somebody has to correct a file before an engine may start on it. A system without any `main.cf` waits for another's; a
        /// mistake in one that is there would be lost when another's replaces it.
        boolean broken() {
            return result.configuration().isEmpty() && !missing;
        }

        /// Whether an engine ends because of it. One that is started again after it died does not: resources run on its system, and the
        /// cluster must not lose them because somebody was editing a file at that moment.
        boolean keepsFromStarting(boolean restarted) {
            return broken() && !restarted;
        }

        /// What is wrong, one line each with file, line, column and remedy.
        List<String> problems() {
            return result.diagnostics().stream()
                    .filter(Diagnostic::isError)
                    .map(Diagnostic::toString)
                    .toList();
        }

        /// The configuration in its canonical form: that of the files, with what was agreed on since they were written.
        SortedMap<String, String> texts() {
            return reading.kept().map(KeptConfiguration::texts).orElseGet(this::onDisk);
        }

        /// Whether it was open for writing when the engines ended.
        boolean writable() {
            return reading.kept().map(KeptConfiguration::writable).orElse(false);
        }

        /// Whether it has changes that are not in the files.
        boolean unsaved() {
            return !texts().equals(onDisk());
        }

        private SortedMap<String, String> onDisk() {
            return canonical(result).orElseThrow();
        }
    }

    @Override
    public Found read() {
        boolean missing = Files.notExists(main());
        ReadResult result = ConfigurationReader.read(main());
        Journal.Reading reading = journal.read(canonical(result));
        DiskConfiguration disk =
                result.configuration().isEmpty()
                        ? DiskConfiguration.INVALID
                        : markedStale(reading) ? DiskConfiguration.STALE : DiskConfiguration.VALID;
        return new Found(disk, missing, result, reading);
    }

    /// A mark of the engine's own says that something was not saved: with the journal that is not lost.
    private boolean markedStale(Journal.Reading reading) {
        try {
            return Files.exists(stale())
                    && (reading.kept().isEmpty() || !Files.readString(stale()).equals(OPENED));
        } catch (IOException unreadable) {
            return true;
        }
    }

    private static Optional<SortedMap<String, String>> canonical(ReadResult result) {
        return result.configuration().map(ConfigurationWriter::write).map(TreeMap::new);
    }

    @Override
    public List<Path> write(Map<String, String> texts) throws IOException {
        boolean broken = read().broken();
        List<Path> invalid = new ArrayList<>();
        for (var text : texts.entrySet()) {
            Path file = directory.resolve(text.getKey()).normalize();
            if (!file.startsWith(directory))
                throw new IOException(text.getKey() + " lies outside " + directory);
            byte[] content = text.getValue().getBytes(StandardCharsets.UTF_8);
            if (Files.exists(file)) {
                if (java.util.Arrays.equals(Files.readAllBytes(file), content)) continue;
                keep(file);
                if (broken) invalid.add(keepInvalid(file));
            }
            new StoredFile(file, true).write(content);
        }
        return invalid;
    }

    @Override
    public List<LogLine> saved(Map<String, String> texts) {
        return journal.saved(new TreeMap<>(texts));
    }

    @Override
    public List<LogLine> keep(KeptConfiguration now) {
        return journal.keep(now, () -> canonical(ConfigurationReader.read(main())), this::setAside)
                .lines();
    }

    private LogLine setAside(KeptConfiguration aside, KeptConfiguration now) throws IOException {
        String what =
                "The cluster goes on without a configuration that this system has, "
                        + aside.version()
                        + ": it runs one "
                        + now.version()
                        + ", built from files "
                        + now.basis();
        Path kept = main().resolveSibling("main.cf.unsaved." + KEPT.format(LocalDateTime.now()));
        new StoredFile(kept, true)
                .write(String.join("", aside.texts().values()).getBytes(StandardCharsets.UTF_8));
        return new LogLine(
                LogLine.Severity.WARNING,
                "V-16-1-10246",
                what
                        + ". It is kept as "
                        + kept
                        + "; compare it (diff main.cf "
                        + kept.getFileName()
                        + ") and make the changes that were meant again (haconf -makerw)");
    }

    /// Has on disk what was kept: nobody does it once this engine has ended.
    List<LogLine> sync() {
        try {
            journal.sync();
            return List.of();
        } catch (IOException failed) {
            return journal.failed(failed);
        }
    }

    /// Why what the engines have agreed on is not on disk, if it is not.
    Optional<String> failure() {
        return journal.failure();
    }

    @Override
    public void mark(boolean open) throws IOException {
        if (open) new StoredFile(stale(), true).write(OPENED.getBytes(StandardCharsets.UTF_8));
        else Files.deleteIfExists(stale());
    }

    private Path main() {
        return directory.resolve(Configuration.MAIN_FILE);
    }

    private Path stale() {
        return directory.resolve(".stale");
    }

    private void keep(Path file) throws IOException {
        String name = file.getFileName().toString();
        Path kept = file.resolveSibling(name + "." + KEPT.format(LocalDateTime.now()));
        Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
        Files.copy(
                kept, file.resolveSibling(name + ".previous"), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path keepInvalid(Path file) throws IOException {
        Path kept = file.resolveSibling(file.getFileName() + ".invalid");
        return Files.copy(file, kept, StandardCopyOption.REPLACE_EXISTING);
    }
}
