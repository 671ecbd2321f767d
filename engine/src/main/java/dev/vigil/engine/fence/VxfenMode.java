package dev.vigil.engine.fence;

import dev.vigil.engine.llt.BadFileException;
import dev.vigil.engine.llt.SettingLine;
import dev.vigil.engine.llt.TableFile;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// `vxfenmode`: by what a side of a split cluster gains the right to continue.
///
/// ```
/// vxfen_mode=customized
/// vxfen_mechanism=cps
/// cps1=[192.168.10.50]:443
/// cps2=[192.168.11.50]:443,[192.168.21.50]:443
/// cps3=[cp3.example.com]
/// ```
///
/// [LoserSettings] has the keys that may differ between systems. Further keys are kept for `vxfenadm` to show.
///
/// Source: Cluster Server Administrator's Guide, "About I/O fencing configuration files"; vxfenmode template of InfoScale.
///
/// @param mode what `vxfen_mode` says
/// @param points in the order of the file; none unless the mode is customized
/// @param keys what the file calls them, in the same order
/// @param warnings what is accepted and not wise, for the operator
/// @param loser what this system has for the case that it loses the right and cannot stop in time
/// @param settings all keys and values as written
public record VxfenMode(
        Mode mode,
        List<CoordinationPoint> points,
        List<String> keys,
        List<String> warnings,
        LoserSettings loser,
        SortedMap<String, String> settings) {
    private static final String EXAMPLE = "cps1=[192.168.10.50]:443";
    private static final int MOST_POINTS = 15;

    /// The modes that are offered.
    public enum Mode {
        /// More than half of the last view goes on; of an even split, the half with the lowest node id.
        MAJORITY,
        /// Who wins more than half of the coordination points goes on.
        CUSTOMIZED,
        /// No arbitration: after a split both sides go on. As in VCS without fencing, with a warning.
        DISABLED
    }

    public VxfenMode {
        points = List.copyOf(points);
        keys = List.copyOf(keys);
        warnings = List.copyOf(warnings);
        settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
    }

    /// Reads `vxfenmode`; without the file the mode is majority.
    ///
    /// @throws BadFileException for a line that is not understood or a mode that is not offered
    public static VxfenMode read(Path path) throws BadFileException {
        if (!Files.exists(path))
            return new VxfenMode(
                    Mode.MAJORITY,
                    List.of(),
                    List.of(),
                    List.of(),
                    LoserSettings.NONE,
                    new TreeMap<>());
        return parse(TableFile.read(path, "vxfen_mode=majority"));
    }

    static VxfenMode parse(TableFile file) throws BadFileException {
        return new Parser(file).parse();
    }

    /// The point that the file calls `cps1`, `cps2` and so on.
    public Optional<CoordinationPoint> point(String key) {
        int at = keys.indexOf(key);
        return at < 0 ? Optional.empty() : Optional.of(points.get(at));
    }

    /// The names of the points, in the order of the file.
    public List<String> pointNames() {
        return points.stream().map(CoordinationPoint::name).toList();
    }

    /// How many points a side has to win: more than half of those in the file, whether or not they can be reached.
    public int pointsToWin() {
        return points.size() / 2 + 1;
    }

    private static final class Parser {
        private final TableFile file;
        private final SortedMap<String, String> settings = new TreeMap<>();
        private final List<SettingLine> pointLines = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();
        private Mode mode = Mode.MAJORITY;
        private int port = PointWire.DEFAULT_PORT;
        private Optional<String> watchdogDevice = Optional.empty();
        private long watchdogTimeoutNs;
        private boolean panics;
        private String sysrqTrigger = LoserSettings.SYSRQ_TRIGGER;

        Parser(TableFile file) {
            this.file = file;
        }

        VxfenMode parse() throws BadFileException {
            for (TableFile.Line line : file.lines()) setting(line);
            List<CoordinationPoint> points = mode == Mode.CUSTOMIZED ? points() : List.of();
            warn(points.size());
            var loser = new LoserSettings(watchdogDevice, watchdogTimeoutNs, panics, sysrqTrigger);
            List<String> keys =
                    points.isEmpty()
                            ? List.of()
                            : pointLines.stream().map(SettingLine::key).toList();
            return new VxfenMode(mode, points, keys, warnings, loser, settings);
        }

        private void setting(TableFile.Line line) throws BadFileException {
            SettingLine setting = SettingLine.of(line, "vxfen_mode=majority");
            String value = setting.value();
            if (settings.put(setting.key(), value) != null)
                throw line.problem(setting.key() + " is set twice", "remove one of the two lines");
            if (setting.key().matches("cps[0-9]+")) pointLines.add(setting);
            switch (setting.key()) {
                case "vxfen_mode" -> mode = mode(line, value);
                case "vxfen_mechanism" -> mechanism(line, value);
                case "port" -> port = line.number(value, "port", 1, 65_535);
                case "single_cp" -> line.number(value, "single_cp", 0, 1);
                case "WatchdogDevice" ->
                        watchdogDevice = Optional.of(absolute(line, setting.key(), value));
                case "WatchdogTimeout" -> watchdogTimeoutNs = timeoutNs(line, value);
                case "LoserAction" -> panics = panics(line, value);
                case "SysrqTrigger" -> sysrqTrigger = absolute(line, setting.key(), value);
                default -> {}
            }
        }

        private List<CoordinationPoint> points() throws BadFileException {
            if (pointLines.isEmpty())
                throw new BadFileException(
                        file.path(),
                        "vxfen_mode=customized and no coordination point",
                        "write: " + EXAMPLE);
            List<CoordinationPoint> points = new ArrayList<>();
            Set<PointAddress> known = new HashSet<>();
            for (SettingLine setting : pointLines) {
                TableFile.Line line = setting.line();
                List<PointAddress> addresses = new ArrayList<>();
                for (String each : setting.value().split(",", -1)) {
                    PointAddress address = PointAddress.parse(line, each.strip(), port);
                    if (address.port() == 0)
                        throw line.problem("port 0 is no server's", "write: " + EXAMPLE);
                    if (!known.add(address))
                        throw line.problem(
                                address + " is named twice",
                                "give every address of every point once");
                    addresses.add(address);
                }
                points.add(new CoordinationPoint(addresses));
            }
            if (points.size() > MOST_POINTS)
                throw new BadFileException(
                        file.path(),
                        points.size() + " coordination points are more than " + MOST_POINTS,
                        "three do");
            return points;
        }

        private static String absolute(TableFile.Line line, String key, String value)
                throws BadFileException {
            if (!value.startsWith("/"))
                throw line.problem(
                        key + "=" + value + " is no absolute path",
                        "write: WatchdogDevice=/dev/watchdog0");
            return value;
        }

        private static long timeoutNs(TableFile.Line line, String value) throws BadFileException {
            if (!value.matches("[0-9]{1,5}(\\.[0-9]{1,3})?"))
                throw line.problem(
                        "WatchdogTimeout \"" + value + "\" is no number of seconds",
                        "write: WatchdogTimeout=10");
            long ns = new BigDecimal(value).movePointRight(9).longValueExact();
            if (ns == 0)
                throw line.problem(
                        "WatchdogTimeout=" + value + " would reset the machine at once",
                        "leave the line out, and the longest that the lease allows is taken");
            return ns;
        }

        private static boolean panics(TableFile.Line line, String value) throws BadFileException {
            return switch (value) {
                case "panic" -> true;
                case "clean" -> false;
                default ->
                        throw line.problem(
                                "there is no LoserAction \"" + value + "\"",
                                "use one of [clean, panic]");
            };
        }

        private void warn(int points) {
            if (watchdogDevice.isEmpty() && watchdogTimeoutNs != 0)
                warnings.add("WatchdogTimeout in vxfenmode has no effect without WatchdogDevice");
            boolean single = settings.getOrDefault("single_cp", "0").equals("1");
            if (mode != Mode.CUSTOMIZED && !pointLines.isEmpty())
                warnings.add(
                        "the coordination points in vxfenmode are not used; write"
                                + " vxfen_mode=customized to use them");
            if (points == 1 && !single)
                warnings.add(
                        """
                        there is one coordination point: while it cannot be reached, the loss of a system stops the others; \
                        name three, or write single_cp=1 in vxfenmode to accept that\
                        """);
            if (points > 1 && single)
                warnings.add(
                        "vxfenmode says single_cp=1 and names "
                                + points
                                + " coordination points; remove single_cp=1");
            if (points > 1 && points % 2 == 0)
                warnings.add(
                        points
                                + " coordination points bear the loss of "
                                + (points / 2 - 1)
                                + ", no more than "
                                + (points - 1)
                                + " would; use an odd number");
            if (settings.getOrDefault("security", "1").equals("0"))
                warnings.add(
                        "security=0 in vxfenmode has no effect: connections to coordination points"
                                + " are always protected");
        }

        private static Mode mode(TableFile.Line line, String value) throws BadFileException {
            String remedy = "use one of [customized, majority, disabled]";
            return switch (value) {
                case "majority" -> Mode.MAJORITY;
                case "customized" -> Mode.CUSTOMIZED;
                case "disabled" -> Mode.DISABLED;
                case "scsi3", "sybase" ->
                        throw line.problem("vxfen_mode=" + value + " is not available", remedy);
                default -> throw line.problem("there is no vxfen_mode \"" + value + "\"", remedy);
            };
        }

        private static void mechanism(TableFile.Line line, String value) throws BadFileException {
            if (!value.equals("cps"))
                throw line.problem(
                        "vxfen_mechanism=" + value + " is not available",
                        "write: vxfen_mechanism=cps");
        }
    }
}
