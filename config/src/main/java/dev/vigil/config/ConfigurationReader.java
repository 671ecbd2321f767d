package dev.vigil.config;

import dev.vigil.config.Syntax.Include;
import dev.vigil.config.Syntax.Statement;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// Reads `main.cf` and the files it includes, and verifies what they say.
///
/// A configuration comes back only if nothing at all is wrong with it. All mistakes of grammar are reported in one run;
/// if there are none, all mistakes of meaning are. Included files without a directory, and those with a relative one,
/// are relative to the directory of `main.cf`; a file that is included twice is read once.
///
/// Source: VCS Administrator's Guide, "Configuration files".
public final class ConfigurationReader {
    /// Where the texts come from.
    private interface Source {
        /// The text of an included file.
        ///
        /// @throws IOException with a message for the operator, if it cannot be read
        String text(String file) throws IOException;
    }

    private final Source source;
    private final Findings findings = new Findings();
    private final Places places = new Places();
    private final List<String> includes = new ArrayList<>();
    private final SequencedMap<String, List<Statement>> files = new LinkedHashMap<>();

    private ConfigurationReader(Source source) {
        this.source = source;
    }

    /// The configuration of a directory.
    ///
    /// @param mainCf the path of `main.cf`
    public static ReadResult read(Path mainCf) {
        Path directory = mainCf.toAbsolutePath().getParent();
        String main = mainCf.getFileName().toString();
        return new ConfigurationReader(file -> onDisk(directory, file)).run(main);
    }

    /// The configuration that texts hold which may have come from another system.
    ///
    /// @param files texts by the names under which `main.cf` includes them; `main.cf` is the first
    public static ReadResult read(SequencedMap<String, String> files) {
        if (files.isEmpty())
            throw new IllegalArgumentException("no texts: the first one has to be main.cf");
        return new ConfigurationReader(file -> among(files, file)).run(files.firstEntry().getKey());
    }

    /// The configuration of one text that includes nothing.
    public static ReadResult read(String text) {
        SequencedMap<String, String> files = new LinkedHashMap<>();
        files.put(Configuration.MAIN_FILE, text);
        return read(files);
    }

    private static String among(SequencedMap<String, String> files, String file)
            throws IOException {
        String text = files.get(file);
        if (text == null) throw new IOException("no such file");
        return text;
    }

    private static String onDisk(Path directory, String file) throws IOException {
        try {
            return Files.readString(directory.resolve(file));
        } catch (NoSuchFileException missing) {
            throw new IOException("no such file in " + directory, missing);
        } catch (CharacterCodingException notText) {
            throw new IOException("it is not UTF-8 text", notText);
        } catch (InvalidPathException notAPath) {
            throw new IOException("this is not the name of a file", notAPath);
        } catch (IOException other) {
            throw new IOException(
                    other.getClass().getSimpleName() + " " + other.getMessage(), other);
        }
    }

    private ReadResult run(String main) {
        Optional<List<Statement>> mainStatements = load(main, new Position(main, 1, 1));
        if (mainStatements.isEmpty()) return refused(main);
        // Types of main.cf itself are written last, so it is also read last.
        files.put(Configuration.MAIN_FILE, mainStatements.orElseThrow());
        if (findings.hasErrors()) return refused(main);
        Optional<Configuration> configuration =
                new Assembler(findings, places).assemble(includes, files, new Position(main, 1, 1));
        Optional<Configuration> canonical = configuration.map(Configuration::canonical);
        canonical.ifPresent(each -> new Verification(each, places, findings).run());
        if (findings.hasErrors()) return refused(main);
        return new ReadResult(canonical, inOrder(main));
    }

    private ReadResult refused(String main) {
        return new ReadResult(Optional.empty(), inOrder(main));
    }

    /// Findings in the order of files and lines; those of the whole configuration last.
    private List<Diagnostic> inOrder(String main) {
        List<String> order = new ArrayList<>(includes);
        order.add(main);
        order.add("");
        return findings.all().stream()
                .sorted(
                        Comparator.<Diagnostic>comparingInt(each -> order.indexOf(each.file()))
                                .thenComparingInt(Diagnostic::line)
                                .thenComparingInt(Diagnostic::column))
                .toList();
    }

    /// Reads a file and those it includes.
    ///
    /// @return its statements; empty if it cannot be read, which has then been reported
    private Optional<List<Statement>> load(String file, Position includedAt) {
        String text;
        try {
            text = source.text(file);
        } catch (IOException unreadable) {
            findings.error(
                    includedAt,
                    Umi.CANNOT_OPEN,
                    "Cannot open file: " + file + ": " + unreadable.getMessage(),
                    "Put the file there, or correct its name");
            return Optional.empty();
        }
        List<Statement> statements = Parser.statements(file, text, findings);
        for (Statement statement : statements)
            if (statement instanceof Include include) include(include);
        return Optional.of(statements);
    }

    private void include(Include include) {
        String file = normal(include.file().text());
        if (includes.contains(file)) return;
        includes.add(file);
        load(file, include.file().position()).ifPresent(statements -> files.put(file, statements));
    }

    private static String normal(String file) {
        return file.startsWith("./") ? normal(file.substring(2)) : file;
    }
}
