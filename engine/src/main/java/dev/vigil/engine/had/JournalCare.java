package dev.vigil.engine.had;

import dev.vigil.engine.journal.Journal;

import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Has on disk what was appended to the journal, every second and beside had's loop, as a disk may take its time; and tries again what
/// could not be written.
final class JournalCare {
    private static final long SYNC_MS = 1_000;
    private static final int AGAIN_AFTER = 10;

    private final Journal journal;
    private final HadLoop loop;
    private final Consumer<LogLine> lines;
    private final ExecutorService disk =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("journal").factory());
    private boolean syncing;
    private int rounds;

    JournalCare(Journal journal, HadLoop loop, Consumer<LogLine> lines) {
        this.journal = journal;
        this.loop = loop;
        this.lines = lines;
        loop.after(SYNC_MS, this::round);
    }

    private void round() {
        loop.after(SYNC_MS, this::round);
        if (++rounds % AGAIN_AFTER == 0) journal.again().forEach(lines);
        if (!journal.unsynced() || syncing) return;
        syncing = true;
        disk.execute(this::sync);
    }

    private void sync() {
        try {
            journal.sync();
            loop.execute(() -> syncing = false);
        } catch (IOException failed) {
            failed(failed);
        } catch (RuntimeException failed) {
            failed(new IOException(failed));
        }
    }

    private void failed(IOException why) {
        loop.execute(
                () -> {
                    syncing = false;
                    journal.failed(why).forEach(lines);
                });
    }
}
