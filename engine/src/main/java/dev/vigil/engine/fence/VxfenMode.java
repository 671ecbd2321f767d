package dev.vigil.engine.fence;

import dev.vigil.engine.llt.BadFileException;
import dev.vigil.engine.llt.TableFile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// `vxfenmode`: by what a side of a split cluster gains the right to continue.
///
/// Lines of `key=value`. Only `vxfen_mode` decides; further keys are kept for `vxfenadm` to show.
///
/// Source: Cluster Server Administrator's Guide, "About I/O fencing configuration files".
///
/// @param mode what `vxfen_mode` says
/// @param settings all keys and values as written
public record VxfenMode(Mode mode, SortedMap<String, String> settings) {
    /// The modes that this release offers.
    public enum Mode {
        /// More than half of the last view goes on; of an even split, the half with the lowest node id.
        MAJORITY,
        /// No arbitration: after a split both sides go on. As in VCS without fencing, with a warning.
        DISABLED
    }

    public VxfenMode {
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /// Reads `vxfenmode`; without the file the mode is majority.
    ///
    /// @throws BadFileException for a line that is not understood or a mode that is not offered
    public static VxfenMode read(Path path) throws BadFileException {
        if (!Files.exists(path)) return new VxfenMode(Mode.MAJORITY, new TreeMap<>());
        return parse(TableFile.read(path, "vxfen_mode=majority"));
    }

    static VxfenMode parse(TableFile file) throws BadFileException {
        SortedMap<String, String> settings = new TreeMap<>();
        Mode mode = Mode.MAJORITY;
        for (TableFile.Line line : file.lines()) {
            String text = String.join(" ", line.words());
            int equals = text.indexOf('=');
            if (equals < 1)
                throw line.problem(
                        "\"" + text + "\" is no key=value", "write: vxfen_mode=majority");
            String key = text.substring(0, equals).strip();
            String value = text.substring(equals + 1).strip();
            settings.put(key, value);
            if (key.equals("vxfen_mode")) mode = mode(line, value);
        }
        return new VxfenMode(mode, settings);
    }

    private static Mode mode(TableFile.Line line, String value) throws BadFileException {
        return switch (value) {
            case "majority" -> Mode.MAJORITY;
            case "disabled" -> Mode.DISABLED;
            case "customized", "scsi3", "sybase" ->
                    throw line.problem(
                            "vxfen_mode=" + value + " is not available in this release",
                            "use one of " + List.of("majority", "disabled"));
            default ->
                    throw line.problem(
                            "there is no vxfen_mode \"" + value + "\"",
                            "use one of " + List.of("majority", "disabled"));
        };
    }
}
