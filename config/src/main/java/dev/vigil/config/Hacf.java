package dev.vigil.config;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The command `hacf`: checks a configuration directory, and turns `main.cf` into a command list and back, without an
/// engine.
///
/// | exit code | meaning |
/// |---|---|
/// | 0 | done; `-verify` prints nothing but warnings |
/// | 1 | the configuration is not legal, or a file cannot be read or written; the reasons are on standard error |
/// | 2 | the command line is wrong; the usage is on standard error |
///
/// Source: hacf(1M).
public final class Hacf {
    private static final String USAGE =
            """
            Usage:
            hacf -verify   config_directory
            hacf -cftocmd  config_directory [-dest directory] [-display]
            hacf -cmdtocf  config_directory [-dest directory] [-display]
            hacf -generate config_directory [-dest directory] [-display]
            hacf -help
            """;

    private final PrintStream out;
    private final PrintStream err;
    private final Supplier<LocalDateTime> clock;

    /// A command line that cannot be understood.
    private static final class Misuse extends Exception {
        private static final long serialVersionUID = 1;

        Misuse(String message) {
            super(message);
        }
    }

    /// What the words behind the option say.
    private record Arguments(Path directory, Optional<Path> destination, boolean display) {
        Path target() {
            return destination.orElse(directory);
        }
    }

    /// @param clock the local time, for the names of kept files
    Hacf(PrintStream out, PrintStream err, Supplier<LocalDateTime> clock) {
        this.out = out;
        this.err = err;
        this.clock = clock;
    }

    /// Runs the command and exits with its code.
    public static void main(String[] arguments) {
        Hacf hacf = new Hacf(System.out, System.err, LocalDateTime::now);
        int code = hacf.run(List.of(arguments));
        System.out.flush();
        System.exit(code);
    }

    /// Runs a command line.
    ///
    /// @return the exit code
    int run(List<String> words) {
        String option = words.isEmpty() ? "" : words.getFirst();
        try {
            return switch (option) {
                case "-help", "-h", "-?" -> {
                    out.print(USAGE);
                    yield 0;
                }
                case "-verify" -> verify(arguments(words));
                case "-cftocmd", "-cf2cmd", "-generate" -> toCommands(arguments(words));
                case "-cmdtocf", "-cmd2cf" -> toConfiguration(arguments(words));
                case "" -> throw new Misuse("an option is missing");
                default -> throw new Misuse("unknown option " + option);
            };
        } catch (Misuse misuse) {
            err.println("VCS ERROR V-16-1-10101 hacf: " + misuse.getMessage());
            err.print(USAGE);
            return 2;
        } catch (IOException failure) {
            String reason =
                    switch (failure) {
                        case NoSuchFileException _ -> ": no such file";
                        case AccessDeniedException _ -> ": permission denied";
                        case CharacterCodingException _ -> " in main.cmd: it is not UTF-8 text";
                        default -> "";
                    };
            err.println(
                    "VCS ERROR "
                            + Umi.CANNOT_OPEN
                            + " Cannot open file: "
                            + failure.getMessage()
                            + reason);
            return 1;
        }
    }

    private static Arguments arguments(List<String> words) throws Misuse {
        List<Path> directories = new ArrayList<>();
        Optional<Path> destination = Optional.empty();
        boolean display = false;
        for (int i = 1; i < words.size(); i++) {
            switch (words.get(i)) {
                case "-dest" -> {
                    if (++i == words.size()) throw new Misuse("a directory is missing after -dest");
                    destination = Optional.of(Path.of(words.get(i)));
                }
                case "-display" -> display = true;
                case String word when word.startsWith("-") ->
                        throw new Misuse("unknown option " + word);
                case String word -> directories.add(Path.of(word));
            }
        }
        if (directories.size() != 1)
            throw new Misuse(
                    directories.isEmpty()
                            ? "the configuration directory is missing"
                            : "more than one configuration directory");
        boolean verify = words.getFirst().equals("-verify");
        if (verify && (destination.isPresent() || display))
            throw new Misuse("-verify takes a configuration directory and nothing else");
        return new Arguments(directories.getFirst(), destination, display);
    }

    private int verify(Arguments arguments) throws IOException {
        return read(arguments.directory()).isPresent() ? 0 : 1;
    }

    private int toCommands(Arguments arguments) throws IOException {
        Optional<Configuration> configuration = read(arguments.directory());
        if (configuration.isEmpty()) return 1;
        String commands = CommandListWriter.write(configuration.orElseThrow());
        if (arguments.display()) out.print(commands);
        Path target = directory(arguments.target());
        ConfigurationFiles.replace(target.resolve(CommandListReader.FILE), commands);
        return 0;
    }

    private int toConfiguration(Arguments arguments) throws IOException {
        Path list = directory(arguments.directory()).resolve(CommandListReader.FILE);
        ReadResult result = CommandListReader.read(CommandListReader.FILE, Files.readString(list));
        Optional<Configuration> configuration = shown(result);
        if (configuration.isEmpty()) return 1;
        var files = ConfigurationWriter.write(configuration.orElseThrow());
        if (arguments.display()) files.values().forEach(out::print);
        ConfigurationFiles.save(directory(arguments.target()), files, clock.get());
        return 0;
    }

    private Optional<Configuration> read(Path directory) throws IOException {
        return shown(
                ConfigurationReader.read(directory(directory).resolve(Configuration.MAIN_FILE)));
    }

    private Optional<Configuration> shown(ReadResult result) {
        result.diagnostics().forEach(err::println);
        return result.configuration();
    }

    private static Path directory(Path path) throws IOException {
        if (!Files.isDirectory(path)) throw new IOException(path + ": it is not a directory");
        return path;
    }
}
