package dev.vigil.engine.had;

import dev.vigil.config.Configuration;
import dev.vigil.config.ConfigurationReader;
import dev.vigil.config.ConfigurationWriter;
import dev.vigil.config.Diagnostic;
import dev.vigil.config.ReadResult;
import dev.vigil.engine.core.DiskConfiguration;
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
import java.util.SortedMap;
import java.util.TreeMap;

/// `main.cf`, what it includes, and the `.stale` mark, in one directory.
///
/// A file that is replaced is kept as `main.cf.03Dec2001.175904`, and the last one as `main.cf.previous`, as hacf does; files that do not
/// verify also as `main.cf.invalid`, which stays until others that do not verify are replaced.
public final class ConfigurationFiles implements CoreDuties.Files {
    private static final DateTimeFormatter KEPT =
            DateTimeFormatter.ofPattern("ddMMMyyyy.HHmmss", Locale.ENGLISH);

    private final Path directory;

    ConfigurationFiles(Path directory) {
        this.directory = directory;
    }

    /// What the files hold and whether they may be built from.
    ///
    /// @param disk what they are worth
    /// @param missing whether there is no `main.cf` at all
    /// @param result what reading them brought
    public record Found(DiskConfiguration disk, boolean missing, ReadResult result) {
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

        /// The text of all files in their canonical form.
        SortedMap<String, String> texts() {
            return new TreeMap<>(ConfigurationWriter.write(result.orThrow()));
        }
    }

    @Override
    public Found read() {
        Path main = directory.resolve(Configuration.MAIN_FILE);
        boolean missing = Files.notExists(main);
        ReadResult result = ConfigurationReader.read(main);
        DiskConfiguration disk =
                result.configuration().isEmpty()
                        ? DiskConfiguration.INVALID
                        : Files.exists(stale()) ? DiskConfiguration.STALE : DiskConfiguration.VALID;
        return new Found(disk, missing, result);
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
    public void mark(boolean open) throws IOException {
        if (open) Files.writeString(stale(), "");
        else Files.deleteIfExists(stale());
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
