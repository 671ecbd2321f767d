package dev.vigil.engine.cps;

import dev.vigil.engine.fence.CoordinationPoint;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.fence.PointWord.Clear;
import dev.vigil.engine.fence.PointWord.Description;
import dev.vigil.engine.fence.PointWord.SystemAtPoint;
import dev.vigil.engine.fence.VxfenMode;
import dev.vigil.engine.llt.BadFileException;
import dev.vigil.engine.node.OnlyOne;
import dev.vigil.engine.node.SystemPaths;
import dev.vigil.engine.tls.ClusterKeys;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// `vxfenclearpre`: takes all keys of the cluster away from all coordination points of `vxfenmode`, after a pre-existing split brain.
///
/// It asks first, and does nothing while an engine runs on this system. Exit status 0 if all points are clear, else 1.
///
/// Source: Cluster Server Administrator's Guide, "About the vxfenclearpre utility".
public final class Vxfenclearpre {
    private static final String WARNING =
            """

            ******** WARNING!!!!!!!! ********

            THIS SCRIPT CAN ONLY BE USED IF THERE ARE NO OTHER ACTIVE NODES IN THE CLUSTER!
            VERIFY ALL OTHER NODES ARE POWERED OFF OR INCAPABLE OF ACCESSING SHARED STORAGE.

            If this is not the case, data corruption will result.

            Do you still want to continue: [y/n] (default : n)\s\
            """;

    private Vxfenclearpre() {}

    /// Asks, clears, and ends the process.
    public static void main(String[] arguments) {
        System.exit(run(SystemPaths.of(System.getenv()), System.in, System.out, System.err));
    }

    /// Asks and clears.
    ///
    /// @return the exit status
    static int run(SystemPaths paths, InputStream in, PrintStream out, PrintStream err) {
        try {
            VxfenMode file = VxfenMode.read(paths.conf().resolve("vxfenmode"));
            if (file.points().isEmpty())
                return failed(
                        err, "vxfenmode names no coordination points: there is nothing to clear");
            ClusterKeys keys = ClusterKeys.read(paths.conf().resolve("keys"));
            if (OnlyOne.holder(paths.run(), "had").isPresent())
                return failed(err, "the engine runs on this system; stop it first: hastop -local");
            out.print(WARNING);
            out.flush();
            var answers = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            String answer = answers.readLine();
            out.println();
            if (answer == null || !answer.strip().equalsIgnoreCase("y")) {
                out.println("Nothing was cleared");
                return 1;
            }
            boolean all = true;
            for (CoordinationPoint point : file.points()) all &= clear(keys, point, out, err);
            return all ? 0 : 1;
        } catch (BadFileException bad) {
            return failed(err, bad.getMessage());
        } catch (IOException unreadable) {
            return failed(err, unreadable.toString());
        }
    }

    private static boolean clear(
            ClusterKeys keys, CoordinationPoint point, PrintStream out, PrintStream err) {
        try (OnePoint connection = new OnePoint(keys, point)) {
            return switch (connection.describe()) {
                case OnePoint.Said.Nothing<Description>(var reason) -> {
                    failed(err, point.name() + " does not answer, and was not cleared: " + reason);
                    yield false;
                }
                case OnePoint.Said.Word<Description>(var description) ->
                        clear(connection, point, description, out, err);
            };
        }
    }

    private static boolean clear(
            OnePoint connection,
            CoordinationPoint point,
            Description description,
            PrintStream out,
            PrintStream err) {
        if (!description.damage().isEmpty()) {
            failed(err, point.name() + " was not cleared: " + description.damage());
            return false;
        }
        List<String> cleared = new ArrayList<>();
        for (SystemAtPoint each : description.systems()) {
            if (each.incarnation() < 0) continue;
            PointAnswer answer = connection.answer(id -> new Clear(id, each.node()));
            if (!(answer instanceof PointAnswer.Granted)) {
                failed(err, point.name() + " did not clear the key of " + each.name());
                return false;
            }
            cleared.add(each.name());
        }
        out.println(
                point.name()
                        + (cleared.isEmpty()
                                ? ": no keys"
                                : ": cleared the keys of " + String.join(", ", cleared)));
        return true;
    }

    private static int failed(PrintStream err, String why) {
        err.println("VXFEN vxfenclearpre ERROR V-11-2-20001 " + why);
        return 1;
    }
}
