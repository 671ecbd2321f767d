package dev.vigil.engine.cps;

import dev.vigil.engine.llt.BadFileException;
import dev.vigil.engine.node.HanodeMain;
import dev.vigil.engine.node.OnlyOne;
import dev.vigil.engine.node.SystemPaths;
import dev.vigil.engine.node.Uncaught;
import dev.vigil.engine.node.VcsLog;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

import java.io.IOException;
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
///
/// Exit status 78 if a file has to be corrected first, 1 if an address cannot be listened on.
public final class CpsMain {
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
        new PointServer(
                        vertx,
                        settings.name(),
                        settings.listen(),
                        conf.resolve("clusters"),
                        memory,
                        log::write,
                        System::nanoTime)
                .start()
                .onFailure(
                        refused -> {
                            System.err.println("cps: " + refused.getMessage());
                            System.exit(1);
                        });
        place.keep();
    }
}
