package dev.vigil.engine.had;

import dev.vigil.engine.journal.Journal;
import dev.vigil.engine.journal.JournalFile;
import dev.vigil.engine.llt.BadFileException;
import dev.vigil.engine.node.EnvironmentNumber;
import dev.vigil.engine.node.HanodeMain;
import dev.vigil.engine.node.MachineClock;
import dev.vigil.engine.node.OnlyOne;
import dev.vigil.engine.node.StoredFile;
import dev.vigil.engine.node.SystemPaths;
import dev.vigil.engine.node.Uncaught;
import dev.vigil.engine.node.VcsLog;
import dev.vigil.engine.tls.ClusterKeys;
import dev.vigil.engine.tls.Identity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;

/// had, the engine daemon: `had [-restart]`, the option given by hashadow when it starts an engine again.
///
/// Its files are where `VIGIL_CONF`, `VIGIL_LIB`, `VIGIL_LOG` and `VIGIL_RUN` say; with `VIGIL_API_PORT` it also answers `GET /state` and
/// `GET /metrics` on that port of loopback.
///
/// | exit | means |
/// |---|---|
/// | 0 | ended by order |
/// | 70 | a state that cannot be |
/// | 75 | this incarnation is over; the next one joins anew |
/// | 78 | cannot start until somebody corrects a file; standard error says which, of `main.cf` with all mistakes as hacf names them |
///
/// A `main.cf` that does not verify keeps an engine from starting, but not from coming back after it died.
public final class HadMain {
    private static final long LOG_FILE_BYTES = 33_554_432L;

    private HadMain() {}

    /// Runs until told to stop.
    public static void main(String[] arguments) {
        Uncaught.endProcess(thread -> false);
        SystemPaths paths = SystemPaths.of(System.getenv());
        try {
            run(paths, List.of(arguments).contains("-restart"));
        } catch (BadFileException | EnvironmentNumber.Unusable misconfigured) {
            System.err.println("had: " + misconfigured.getMessage());
            System.exit(HanodeMain.MISCONFIGURED);
        } catch (IOException failed) {
            System.err.println("had: " + failed.getMessage());
            System.exit(1);
        } catch (RuntimeException | Error impossible) {
            impossible.printStackTrace();
            Runtime.getRuntime().halt(HanodeMain.BROKEN);
        }
    }

    private static void run(SystemPaths paths, boolean restarted)
            throws BadFileException, EnvironmentNumber.Unusable, IOException {
        OptionalInt port = EnvironmentNumber.of(System.getenv(), "VIGIL_API_PORT", 1, 65_535);
        EngineFiles files = EngineFiles.read(paths);
        ClusterKeys keys = keys(paths, files);
        for (Path directory : List.of(paths.run(), paths.lib(), paths.log()))
            Files.createDirectories(directory);
        OnlyOne place = OnlyOne.take(paths.run(), "had");
        long incarnation = StoredFile.raise(paths.lib().resolve("incarnation"), Clock.systemUTC());
        var log = new VcsLog(paths.log(), "engine", LOG_FILE_BYTES);
        log.write(
                LogLine.Severity.NOTICE,
                "V-16-1-11022",
                "Engine of "
                        + files.system()
                        + " started, incarnation "
                        + incarnation
                        + (restarted ? ", again after an earlier one ended" : ""));
        var journal = new Journal(new JournalFile(paths.lib().resolve("journal")));
        journal.found().forEach(log::write);
        var configuration = new ConfigurationFiles(paths.conf(), journal);
        var daemon =
                new HadDaemon(
                        paths,
                        files,
                        keys,
                        configuration,
                        incarnation,
                        new MachineClock(),
                        log,
                        HadMain::exit);
        daemon.care(journal);
        ConfigurationFiles.Found found = configuration.read();
        daemon.sayFindings(found);
        if (found.keepsFromStarting(restarted)) {
            found.problems().forEach(System.err::println);
            exit(HanodeMain.MISCONFIGURED);
        }
        if (found.broken()) {
            log.write(
                    LogLine.Severity.WARNING,
                    "V-16-1-10126",
                    "The engine of "
                            + files.system()
                            + " ran before and comes back without its own main.cf, which does not"
                            + " verify: it takes the configuration of a running system, or waits"
                            + " for one. Correct the lines above (hacf -verify)");
        }
        daemon.start(found, restarted, port);
        place.keep();
    }

    private static ClusterKeys keys(SystemPaths paths, EngineFiles files) throws BadFileException {
        Path directory = paths.conf().resolve("keys");
        ClusterKeys keys = ClusterKeys.read(directory);
        if (keys.identity() instanceof Identity.OfSystem(var cluster, int node, String name)
                && node == files.llt().node()
                && name.equals(files.system())) return keys;
        throw new BadFileException(
                directory,
                "these are the keys of "
                        + keys.identity()
                        + ", and this system is node "
                        + files.llt().node()
                        + ", "
                        + files.system(),
                "copy the directory here that vigil-keys has made for this system");
    }

    /// Only who was told to stop goes in good order; else nothing is left to be put in order, as what matters is on disk already.
    private static void exit(int status) {
        if (status == HadDaemon.Exit.STOPPED) {
            Thread.ofPlatform().start(() -> System.exit(status));
        } else {
            Runtime.getRuntime().halt(status);
        }
    }
}
