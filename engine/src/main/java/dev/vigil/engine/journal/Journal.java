package dev.vigil.engine.journal;

import dev.vigil.engine.core.DiskVersion;
import dev.vigil.engine.had.LogLine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/// The configuration as the engines agreed on it last, kept on this system's disk.
///
/// A change is appended as the difference of the texts before anybody is told that it was made, and is on disk for good within a second;
/// when the file has grown, and when the configuration is dumped, it is written anew. An engine's first word replaces what an earlier one
/// left, and what an earlier one left is had on disk first. What cannot be written is tried again, whole, with the next change or by [#again].
public final class Journal {
    /// The size at which it is written anew.
    public static final int LIMIT_BYTES = 4 << 20;

    private final JournalDisk disk;
    private final int limitBytes;
    private final List<LogLine> found = new ArrayList<>();
    private Optional<KeptConfiguration> kept = Optional.empty();
    private SortedMap<String, String> files = new TreeMap<>();
    private boolean begun;
    private int bytes;
    private volatile boolean unsynced;
    private Optional<String> failure = Optional.empty();
    private Optional<Leaving> leaving = Optional.empty();

    private record Leaving(KeptConfiguration left, KeptConfiguration now, Aside aside) {}

    /// What files and journal together say.
    ///
    /// @param version how new they are
    /// @param kept the configuration that was agreed on last, if the files are as the engines left them
    /// @param edited the configuration that was agreed on last, if somebody has changed the files since
    public record Reading(
            DiskVersion version,
            Optional<KeptConfiguration> kept,
            Optional<KeptConfiguration> edited) {}

    /// What became of a change.
    ///
    /// @param setAside what an earlier engine left here and the cluster goes on without
    /// @param lines for people
    public record Written(Optional<KeptConfiguration> setAside, List<LogLine> lines) {}

    /// Keeps what an earlier engine left and the cluster goes on without, before it leaves the journal.
    public interface Aside {
        /// Has it on disk before it returns.
        ///
        /// @param now what the cluster goes on with
        /// @return what is said of it
        LogLine keep(KeptConfiguration left, KeptConfiguration now) throws IOException;
    }

    /// Opens a journal and reads what an earlier engine left.
    public Journal(JournalDisk disk) {
        this(disk, LIMIT_BYTES);
    }

    Journal(JournalDisk disk, int limitBytes) {
        this.disk = disk;
        this.limitBytes = limitBytes;
        try {
            disk.sync();
            byte[] content = disk.read();
            take(content, JournalFrames.read(content));
        } catch (IOException failed) {
            found.add(
                    new LogLine(
                            LogLine.Severity.ERROR,
                            "V-16-1-10241",
                            "The journal cannot be read: "
                                    + failed.getMessage()
                                    + ". Changes of the configuration that were not saved with"
                                    + " haconf -dump are not known here"));
        }
    }

    private void take(byte[] content, JournalFrames.Read read) throws IOException {
        boolean follows = true;
        for (JournalRecord each : read.records()) {
            follows = take(each);
            if (!follows) break;
        }
        if (follows && read.ending() == JournalFrames.Ending.WHOLE) return;
        int left = content.length - read.bytes();
        String upTo = kept.map(k -> "; it is read up to that " + k.version()).orElse("");
        if (follows && read.ending() == JournalFrames.Ending.TORN) {
            found.add(
                    new LogLine(
                            LogLine.Severity.NOTICE,
                            "V-16-1-10242",
                            "The last record of the journal was being written when the engine"
                                    + " ended ("
                                    + left
                                    + " bytes) and is left out: nobody was told of it"
                                    + upTo));
            return;
        }
        String aside = disk.keepAside(content);
        found.add(
                new LogLine(
                        LogLine.Severity.ERROR,
                        "V-16-1-10243",
                        "The journal is damaged at byte "
                                + read.bytes()
                                + " of "
                                + content.length
                                + upTo
                                + ". What came after is lost on this system; the file is kept as "
                                + aside
                                + ". Compare the configuration with what it should be (hacf"
                                + " -cftocmd) and look after the disk"));
    }

    /// @return whether it follows what came before
    private boolean take(JournalRecord entry) {
        switch (entry) {
            case JournalRecord.Base base -> {
                kept = Optional.of(base.kept());
                files = new TreeMap<>(base.files());
                return true;
            }
            case JournalRecord.Change change -> {
                if (kept.isEmpty()) return false;
                try {
                    kept = Optional.of(after(kept.get(), change));
                    return true;
                } catch (IllegalArgumentException other) {
                    return false;
                }
            }
        }
    }

    private static KeptConfiguration after(KeptConfiguration before, JournalRecord.Change change) {
        var texts = new TreeMap<>(before.texts());
        change.changes()
                .forEach((name, each) -> texts.put(name, each.of(texts.getOrDefault(name, ""))));
        texts.keySet().removeAll(change.gone());
        return new KeptConfiguration(
                before.history(), change.version(), before.basis(), change.writable(), texts);
    }

    /// What was found wrong when it was opened.
    public List<LogLine> found() {
        return List.copyOf(found);
    }

    /// Why the journal on disk is not complete, if it is not.
    public Optional<String> failure() {
        return failure;
    }

    /// Whether something was appended that a loss of power would take away.
    public boolean unsynced() {
        return unsynced;
    }

    /// Holds the files of this system against the journal.
    ///
    /// @param texts their canonical texts; nothing if they cannot be used
    public Reading read(Optional<SortedMap<String, String>> texts) {
        if (kept.isEmpty())
            return new Reading(DiskVersion.NONE, Optional.empty(), Optional.empty());
        KeptConfiguration known = kept.get();
        if (texts.isEmpty()) return new Reading(known.version(), Optional.empty(), kept);
        if (asLeft(known, texts.get())) return new Reading(known.version(), kept, Optional.empty());
        return new Reading(known.version().changed(), Optional.empty(), kept);
    }

    /// Whether every file is either as it was when the journal was begun, or as the engines were about to write it.
    private boolean asLeft(KeptConfiguration known, SortedMap<String, String> texts) {
        if (texts.equals(known.texts())) return true;
        boolean sameNames =
                texts.keySet().equals(files.keySet())
                        || texts.keySet().equals(known.texts().keySet());
        return sameNames
                && texts.entrySet().stream()
                        .allMatch(
                                each ->
                                        hash(each.getValue()).equals(files.get(each.getKey()))
                                                || each.getValue()
                                                        .equals(known.texts().get(each.getKey())));
    }

    /// The engines have agreed on this configuration: it is on disk, or said not to be, when this returns.
    ///
    /// @param onDisk the canonical texts of the files of this system
    /// @param aside is given what the journal holds and is not to lose; until it has succeeded, the journal stays as it is
    public Written keep(
            KeptConfiguration now,
            Supplier<Optional<SortedMap<String, String>>> onDisk,
            Aside aside) {
        Optional<KeptConfiguration> setAside = Optional.empty();
        if (begun && failure.isEmpty() && bytes < limitBytes) {
            KeptConfiguration before = kept.orElseThrow();
            kept = Optional.of(now);
            return new Written(setAside, append(change(before, now)));
        }
        if (!begun) {
            begun = true;
            setAside = leftBehind(now, onDisk.get());
            leaving = setAside.map(left -> new Leaving(left, now, aside));
            files = hashes(onDisk.get());
        }
        kept = Optional.of(now);
        return new Written(setAside, begin());
    }

    /// What this disk has and the cluster goes on without.
    private Optional<KeptConfiguration> leftBehind(
            KeptConfiguration now, Optional<SortedMap<String, String>> onDisk) {
        if (kept.isEmpty() || kept.get().texts().equals(now.texts())) return Optional.empty();
        boolean lost =
                read(onDisk).edited().isPresent() ? unsaved(kept.get()) : !now.follows(kept.get());
        return lost ? kept : Optional.empty();
    }

    /// Whether it has changes that were in no file when it was written.
    private boolean unsaved(KeptConfiguration before) {
        return !hashes(Optional.of(before.texts())).equals(files);
    }

    /// The files on disk hold this now.
    public List<LogLine> saved(SortedMap<String, String> texts) {
        if (!begun) return List.of();
        files = hashes(Optional.of(texts));
        return begin();
    }

    /// Tries again what could not be written.
    public List<LogLine> again() {
        return failure.isPresent() ? begin() : List.of();
    }

    /// Has on disk what was appended.
    public void sync() throws IOException {
        unsynced = false;
        disk.sync();
    }

    private List<LogLine> begin() {
        byte[] frame = JournalFrames.frame(new JournalRecord.Base(kept.orElseThrow(), files));
        List<LogLine> lines = new ArrayList<>();
        try {
            if (leaving.isPresent()) {
                Leaving old = leaving.get();
                lines.add(old.aside().keep(old.left(), old.now()));
                leaving = Optional.empty();
            }
            disk.replace(frame);
            bytes = frame.length;
            unsynced = false;
            lines.addAll(wentWell());
        } catch (IOException failed) {
            lines.addAll(failed(failed));
        }
        return lines;
    }

    private List<LogLine> append(JournalRecord.Change change) {
        byte[] frame = JournalFrames.frame(change);
        try {
            disk.append(frame);
            bytes += frame.length;
            unsynced = true;
            return List.of();
        } catch (IOException failed) {
            return failed(failed);
        }
    }

    /// What was appended may not be on disk.
    public List<LogLine> failed(IOException why) {
        boolean before = failure.isPresent();
        failure = Optional.of(String.valueOf(why.getMessage()));
        if (before) return List.of();
        return List.of(
                new LogLine(
                        LogLine.Severity.ERROR,
                        "V-16-1-10244",
                        "The journal cannot be written: "
                                + why.getMessage()
                                + ". The engine goes on; changes of the configuration are lost if"
                                + " all engines end before it can be, or before haconf -dump. Make"
                                + " space or look after the disk; it is tried again by itself"));
    }

    private List<LogLine> wentWell() {
        if (failure.isEmpty()) return List.of();
        failure = Optional.empty();
        return List.of(
                new LogLine(
                        LogLine.Severity.NOTICE,
                        "V-16-1-10245",
                        "The journal is written again, and complete"));
    }

    private static JournalRecord.Change change(KeptConfiguration before, KeptConfiguration now) {
        var changes = new TreeMap<String, TextChange>();
        for (Map.Entry<String, String> each : now.texts().entrySet()) {
            String old = before.texts().get(each.getKey());
            if (!each.getValue().equals(old))
                changes.put(
                        each.getKey(), TextChange.between(old == null ? "" : old, each.getValue()));
        }
        var gone = new TreeSet<>(before.texts().keySet());
        gone.removeAll(now.texts().keySet());
        return new JournalRecord.Change(now.version(), now.writable(), changes, gone);
    }

    private static SortedMap<String, String> hashes(Optional<SortedMap<String, String>> texts) {
        var hashes = new TreeMap<String, String>();
        texts.ifPresent(all -> all.forEach((name, text) -> hashes.put(name, hash(text))));
        return hashes;
    }

    private static String hash(String text) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
