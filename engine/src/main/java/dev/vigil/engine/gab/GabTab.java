package dev.vigil.engine.gab;

import dev.vigil.engine.llt.BadFileException;
import dev.vigil.engine.llt.LltHosts;
import dev.vigil.engine.llt.TableFile;

import java.nio.file.Path;
import java.util.List;

/// `gabtab`: how many systems must be seen before the cluster forms by itself.
///
/// One line, as for VCS: `/sbin/gabconfig -c -n3`, or `-c -x` to form at once.
///
/// Source: Cluster Server Administrator's Guide, "About cluster control, communications, and membership": seeding.
///
/// @param seedCount the `-n` value; 0 with `-x`
/// @param seedAtOnce `-x`: the operator takes the risk of two clusters
public record GabTab(int seedCount, boolean seedAtOnce) {
    private static final String USAGE = "/sbin/gabconfig -c -n<number of systems>";

    /// Reads `gabtab`.
    ///
    /// @param systems how many `llthosts` names: more can never be seen
    /// @throws BadFileException if it is missing or not understood
    public static GabTab read(Path path, int systems) throws BadFileException {
        return parse(TableFile.read(path, "the line " + USAGE), systems);
    }

    static GabTab parse(TableFile file, int systems) throws BadFileException {
        if (file.lines().size() != 1)
            throw new BadFileException(
                    file.path(),
                    "has " + file.lines().size() + " lines, not one",
                    "write: " + USAGE);
        TableFile.Line line = file.lines().getFirst();
        List<String> words = line.words();
        if (!words.getFirst().endsWith("gabconfig"))
            throw line.problem("\"" + words.getFirst() + "\" is not gabconfig", "write: " + USAGE);
        int seedCount = 0;
        boolean seedAtOnce = false;
        for (int at = 1; at < words.size(); at++) {
            String word = words.get(at);
            if (word.equals("-x")) {
                seedAtOnce = true;
            } else if (word.startsWith("-n")) {
                String number =
                        word.length() > 2 ? word.substring(2) : line.word(++at, "number", USAGE);
                seedCount = line.number(number, "number of systems", 1, LltHosts.LAST_NODE + 1);
            } else if (!word.equals("-c")) {
                throw line.problem("option " + word + " is not known", "write: " + USAGE);
            }
        }
        if (seedCount == 0 && !seedAtOnce)
            throw line.problem("says neither -n nor -x", "write: " + USAGE);
        if (seedCount > systems)
            throw line.problem(
                    "waits for " + seedCount + " systems, llthosts names " + systems,
                    "write: /sbin/gabconfig -c -n" + systems);
        return new GabTab(seedCount, seedAtOnce);
    }
}
