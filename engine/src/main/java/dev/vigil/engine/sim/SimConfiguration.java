package dev.vigil.engine.sim;

import dev.vigil.config.Configuration;
import dev.vigil.config.ConfigurationReader;
import dev.vigil.config.ReadResult;
import dev.vigil.engine.core.DiskConfiguration;
import dev.vigil.engine.had.ConfigurationFiles;
import dev.vigil.engine.had.CoreDuties;
import dev.vigil.engine.had.LogLine;
import dev.vigil.engine.journal.Journal;
import dev.vigil.engine.journal.KeptConfiguration;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/// The configuration of a simulated cluster, and the disk of one system with its files.
///
/// What is written to a file is there for good; the journal keeps what is not yet synced until the power goes.
final class SimConfiguration implements CoreDuties.Files {
    private static final String TYPE =
            """
            type Thing (
            	static int MonitorInterval = 5
            	static int OfflineMonitorInterval = 10
            	static int OnlineTimeout = 2
            	static int OfflineTimeout = 2
            	static int OnlineWaitLimit = 0
            	static int MonitorTimeout = 2
            	static int CleanTimeout = 2
            	static str ArgList[] = { Name }
            	str Name
            	)

            """;

    private final Map<Map<String, String>, ReadResult> readBefore;
    private final SimJournalDisk disk = new SimJournalDisk();
    private Journal journal = new Journal(disk);
    private SortedMap<String, String> texts;
    private final SimClock clock;
    private boolean stale;
    private long syncedNs;

    /// @param readBefore results by text, shared by all disks of a cluster: equal texts are read once
    SimConfiguration(
            SimClock clock, SimOptions options, Map<Map<String, String>, ReadResult> readBefore) {
        this.clock = clock;
        this.readBefore = readBefore;
        this.texts = new TreeMap<>(Map.of(Configuration.MAIN_FILE, main(options)));
    }

    static String system(int id) {
        return "sys" + id;
    }

    static String group(int number) {
        return "g" + number;
    }

    static int number(String group) {
        return Integer.parseInt(group.substring(1));
    }

    private static String main(SimOptions options) {
        var text = new StringBuilder(TYPE).append("cluster sim (\n\t)\n\n");
        for (int id = 0; id < options.systems(); id++) {
            text.append("system ").append(system(id)).append(" (\n\t)\n\n");
        }
        options.shapes().forEach(shape -> text.append(group(options, shape)));
        return text.toString();
    }

    private static String group(SimOptions options, SimGroup shape) {
        int g = shape.number();
        var list = new StringJoiner(", ");
        var autoStart = new StringJoiner(", ");
        for (int i = 0; i < options.systems(); i++) {
            String system = system((g + i) % options.systems());
            list.add(system + " = " + i);
            autoStart.add(system);
        }
        var text = new StringBuilder();
        text.append("group ").append(group(g)).append(" (\n\tSystemList = { ").append(list);
        text.append(" }\n\tAutoStartList = { ").append(autoStart).append(" }\n");
        if (shape.parallel()) {
            text.append("\tParallel = 1\n");
        }
        if (shape.preOnline()) {
            text.append("\tPreOnline = 1\n");
        }
        if (shape.leftRunning()) {
            text.append("\tSysDownPolicy = { AutoDisableNoOffline }\n");
        }
        if (shape.retries() > 0) {
            text.append("\tOnlineRetryLimit = ").append(shape.retries()).append('\n');
        }
        text.append("\t)\n\n");
        for (int r = 0; r < shape.resources(); r++) {
            text.append("\tThing ").append(resource(g, r)).append(" (\n\t\tName = x\n\t\t)\n\n");
        }
        for (SimGroup.Needs needs : shape.needs()) {
            text.append("\trequires group ").append(group(needs.child()));
            text.append(' ').append(needs.kind()).append('\n');
        }
        for (int r = 1; r < shape.resources(); r++) {
            text.append('\t').append(resource(g, r)).append(" requires ");
            text.append(resource(g, r - 1)).append('\n');
        }
        return text.append('\n').toString();
    }

    private static String resource(int group, int number) {
        return "r" + group + "_" + number;
    }

    /// An engine starts.
    void opened() {
        sync();
        journal = new Journal(disk);
    }

    /// What was appended is on disk for good.
    void sync() {
        disk.sync();
        syncedNs = clock.nowNs();
    }

    /// When this was so last.
    long syncedNs() {
        return syncedNs;
    }

    void powerLost(int luckyPercent, boolean zeros) {
        disk.powerLost(luckyPercent, zeros);
    }

    @Override
    public ConfigurationFiles.Found read() {
        Journal.Reading reading = journal.read(Optional.of(texts));
        return new ConfigurationFiles.Found(
                stale && reading.kept().isEmpty()
                        ? DiskConfiguration.STALE
                        : DiskConfiguration.VALID,
                false,
                readBefore.computeIfAbsent(
                        texts, all -> ConfigurationReader.read(new LinkedHashMap<>(all))),
                reading);
    }

    @Override
    public List<Path> write(Map<String, String> changed) {
        texts = new TreeMap<>(changed);
        return List.of();
    }

    @Override
    public List<LogLine> saved(Map<String, String> written) {
        return journal.saved(new TreeMap<>(written));
    }

    @Override
    public List<LogLine> keep(KeptConfiguration now) {
        return journal.keep(
                        now,
                        () -> Optional.of(texts),
                        (left, _) ->
                                new LogLine(
                                        LogLine.Severity.WARNING,
                                        "V-16-1-10246",
                                        "set aside: the configuration " + left.version()))
                .lines();
    }

    @Override
    public void mark(boolean open) {
        stale = open;
    }
}
