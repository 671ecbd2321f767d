package dev.vigil.engine.cps;

import dev.vigil.engine.node.StoredFile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// One cluster's memory and its file. The file is replaced, synced and renamed, so that a process or machine that dies at any instant leaves
/// the old one or the new one.
///
/// Memory that cannot be read is not taken for empty: a point that forgot who was ejected would let them in again. It answers nobody until an
/// operator has it forgotten.
final class PointStore {
    private final String cluster;
    private final StoredFile file;
    private PointMemory memory;
    private Optional<String> damage = Optional.empty();

    private PointStore(String cluster, Path file) {
        this.cluster = cluster;
        this.file = new StoredFile(file, true);
        this.memory = PointMemory.empty(cluster);
    }

    /// Reads what is stored of a cluster.
    static PointStore open(Path directory, String cluster) {
        PointStore store = new PointStore(cluster, directory.resolve(cluster + ".point"));
        try {
            Optional<byte[]> stored = store.file.read();
            if (stored.isPresent()) store.memory = PointMemory.of(stored.get());
            if (!store.memory.cluster().equals(cluster))
                throw new IOException("it is of cluster " + store.memory.cluster());
        } catch (IOException damaged) {
            store.memory = PointMemory.empty(cluster);
            store.damage = Optional.of(store.file.path() + ": " + damaged.getMessage());
        }
        return store;
    }

    /// What is known of the cluster.
    PointMemory memory() {
        return memory;
    }

    /// Why nothing of it can be relied upon; nothing if it can.
    Optional<String> damage() {
        return damage;
    }

    /// Has `next` on disk before it returns, and in memory only if that succeeded.
    void write(PointMemory next) throws IOException {
        if (next.equals(memory)) return;
        file.write(next.bytes());
        memory = next;
    }

    /// Begins anew, whatever was stored.
    void forget() throws IOException {
        PointMemory empty = PointMemory.empty(cluster);
        file.write(empty.bytes());
        memory = empty;
        damage = Optional.empty();
    }
}
