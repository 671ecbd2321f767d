package dev.vigil.engine.sim;

import dev.vigil.engine.journal.JournalDisk;

import java.util.Arrays;

/// The journal on a simulated disk: what was appended since the last sync is lost with the power.
final class SimJournalDisk implements JournalDisk {
    private byte[] content = new byte[0];
    private int synced;

    /// The power goes: some of what was not synced may have reached the disk all the same.
    ///
    /// @param lucky what share of it has, in percent
    /// @param zeros whether the file keeps its length, and holds zeros where nothing has reached the disk
    void powerLost(int lucky, boolean zeros) {
        int length = content.length;
        content = Arrays.copyOf(content, synced + (length - synced) * lucky / 100);
        if (zeros) {
            content = Arrays.copyOf(content, length);
        }
    }

    @Override
    public byte[] read() {
        return content.clone();
    }

    @Override
    public void replace(byte[] whole) {
        content = whole.clone();
        synced = content.length;
    }

    @Override
    public void append(byte[] more) {
        int before = content.length;
        content = Arrays.copyOf(content, before + more.length);
        System.arraycopy(more, 0, content, before, more.length);
    }

    @Override
    public void sync() {
        synced = content.length;
    }

    @Override
    public String keepAside(byte[] damaged) {
        throw new SimFailure("a journal is damaged that nobody has damaged");
    }
}
