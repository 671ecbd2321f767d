package dev.vigil.engine.cps;

import dev.vigil.engine.had.LogLine;
import dev.vigil.engine.llt.BadFileException;
import dev.vigil.engine.node.Descriptors;
import dev.vigil.engine.node.HanodeMain;
import dev.vigil.engine.node.OnlyOne;
import dev.vigil.engine.node.StoredFile;
import dev.vigil.engine.node.SystemPaths;
import dev.vigil.engine.node.Uncaught;
import dev.vigil.engine.node.VcsLog;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// `cps`, the coordination point server.
///
/// | file | below | what |
/// |---|---|---|
/// | `cps/vxcps.conf` | `VIGIL_CONF` | its name and addresses |
/// | `cps/clusters/NAME/` | `VIGIL_CONF` | its keys for each cluster, from `vigil-keys -addpoint` |
/// | `cps/*.point` | `VIGIL_LIB` | what it remembers |
/// | `cps_A.log` | `VIGIL_LOG` | what it says |
/// | `cps.prom` | `VIGIL_RUN` | its metrics, for a collector of text files |
///
/// Exit status 78 if a file has to be corrected first, 1 if an address cannot be listened on.
public final class CpsMain {
    private static final long METRICS_EVERY_MS = 10_000;
    private static final long SHORTAGE_EVERY_MS = 60_000;
    private static final long LOG_FILE_BYTES = 8_388_608L;

    private CpsMain() {}

    /// Runs until it is killed; that is how it is stopped.
    public static void main(String[] arguments) {
        Uncaught.endProcess(thread -> false);
        SystemPaths paths = SystemPaths.of(System.getenv());
        try {
            run(paths);
        } catch (BadFileException misconfigured) {
            System.err.println("cps: " + misconfigured.getMessage());
            System.exit(HanodeMain.MISCONFIGURED);
        } catch (IOException failed) {
            System.err.println("cps: " + failed.getMessage());
            System.exit(1);
        } catch (RuntimeException | Error impossible) {
            impossible.printStackTrace();
            Runtime.getRuntime().halt(HanodeMain.BROKEN);
        }
    }

    /// For whoever looks; a point goes on without.
    private static void write(StoredFile file, String text) {
        try {
            file.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failed) {
            System.err.println("cps: " + file.path() + " cannot be written: " + failed);
        }
    }

    private static void run(SystemPaths paths) throws BadFileException, IOException {
        Path conf = paths.conf().resolve("cps");
        Path memory = paths.lib().resolve("cps");
        PointSettings settings = PointSettings.read(conf.resolve("vxcps.conf"));
        for (Path directory : List.of(memory, paths.log(), paths.run()))
            Files.createDirectories(directory);
        OnlyOne place = OnlyOne.take(paths.run(), "cps");
        var log = new VcsLog(paths.log(), "cps", LOG_FILE_BYTES);
        Vertx vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(1)
                                .setWorkerPoolSize(1)
                                .setInternalBlockingPoolSize(1)
                                .setPreferNativeTransport(false));
        var server =
                new PointServer(
                        vertx,
                        settings.name(),
                        settings.listen(),
                        conf.resolve("clusters"),
                        memory,
                        log::write,
                        System::nanoTime);
        var metrics = new StoredFile(paths.run().resolve("cps.prom"), false);
        vertx.setPeriodic(METRICS_EVERY_MS, timer -> write(metrics, server.metrics()));
        Descriptors descriptors = Descriptors.ofThisProcess("the coordination point");
        vertx.setPeriodic(
                SHORTAGE_EVERY_MS,
                timer ->
                        descriptors
                                .shortage()
                                .ifPresent(
                                        text ->
                                                log.write(
                                                        LogLine.Severity.WARNING,
                                                        "V-97-1400-9",
                                                        text)));
        server.start()
                .onFailure(
                        refused -> {
                            System.err.println("cps: " + refused.getMessage());
                            System.exit(1);
                        });
        place.keep();
    }
}
