package dev.vigil.agent.bundled;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Tells when files come and go. One thread and one watch of the kernel's serve all.
final class FileWatches {
    private record Entry(Path file, Runnable changed) {}

    private final Map<Path, WatchKey> keys = new HashMap<>();
    private final Map<Path, List<Entry>> entries = new HashMap<>();
    private WatchService service;

    /// Calls `changed` whenever the file appears or disappears, from another thread.
    ///
    /// @return what ends the watch
    /// @throws IOException if its directory can't be watched
    synchronized AutoCloseable watch(Path file, Runnable changed) throws IOException {
        Path directory = file.getParent();
        if (service == null) {
            service = FileSystems.getDefault().newWatchService();
            Thread.ofPlatform().daemon().name("file-watches").start(this::run);
        }
        if (!keys.containsKey(directory)) {
            keys.put(
                    directory,
                    directory.register(
                            service,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_DELETE));
        }
        var entry = new Entry(file.getFileName(), changed);
        entries.computeIfAbsent(directory, _ -> new ArrayList<>()).add(entry);
        return () -> remove(directory, entry);
    }

    private synchronized void remove(Path directory, Entry entry) {
        List<Entry> left = entries.get(directory);
        if (left == null) return;
        left.remove(entry);
        if (!left.isEmpty()) return;
        entries.remove(directory);
        WatchKey key = keys.remove(directory);
        if (key != null) key.cancel();
    }

    private void run() {
        try {
            while (true) {
                WatchKey key = service.take();
                var names = key.pollEvents().stream().map(event -> event.context()).toList();
                boolean valid = key.reset();
                changed((Path) key.watchable(), names, valid).forEach(Runnable::run);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ClosedWatchServiceException e) {
            // Nobody closes it while somebody is waiting; there is nothing left to tell.
            return;
        }
    }

    /// An overflow names no file: then all of the directory are meant.
    private synchronized List<Runnable> changed(Path directory, List<?> names, boolean valid) {
        if (!valid) keys.remove(directory);
        return entries.getOrDefault(directory, List.of()).stream()
                .filter(entry -> !valid || names.contains(entry.file()) || names.contains(null))
                .map(Entry::changed)
                .toList();
    }
}
