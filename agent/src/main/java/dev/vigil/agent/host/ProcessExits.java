package dev.vigil.agent.host;

import java.util.ArrayList;
import java.util.List;

/// Tells at once when a process ends, whoever its parent is.
///
/// One thread waits for all of them, in the kernel: nothing is polled.
public final class ProcessExits {
    private record Entry(int descriptor, Runnable ended) {}

    private final List<Entry> entries = new ArrayList<>();
    private final int wake = Posix.eventfd();
    private boolean started;

    /// Calls `ended` once, from another thread, when the process is over (or at once if it is).
    ///
    /// @return what ends the watch
    public AutoCloseable watch(long pid, Runnable ended) {
        int descriptor = Posix.pidfdOpen(pid);
        if (descriptor < 0) {
            ended.run();
            return () -> {};
        }
        var entry = new Entry(descriptor, ended);
        add(entry);
        return () -> remove(entry);
    }

    /// Calls `ended` once, from another thread, when a child of this process is over and has to be collected.
    void watchChild(long pid, Runnable ended) {
        int descriptor = Posix.pidfdOpen(pid);
        if (descriptor >= 0) {
            add(new Entry(descriptor, ended));
            return;
        }
        // A child that nobody has collected is always there: it is the kernel that can't.
        Thread.ofPlatform()
                .daemon()
                .name("process-exit-" + pid)
                .start(
                        () -> {
                            Posix.awaitEnd(pid);
                            ended.run();
                        });
    }

    private void add(Entry entry) {
        synchronized (this) {
            entries.add(entry);
            if (!started) {
                started = true;
                Thread.ofPlatform().daemon().name("process-exits").start(this::run);
            }
        }
        Posix.signal(wake);
    }

    private void remove(Entry entry) {
        synchronized (this) {
            if (!entries.remove(entry)) return;
            closing.add(entry.descriptor());
        }
        Posix.signal(wake);
    }

    /// Descriptors of watches that were ended: closed by the waiting thread, which may have them in its hands.
    private final List<Integer> closing = new ArrayList<>();

    private void run() {
        while (true) {
            List<Entry> waiting;
            synchronized (this) {
                closing.forEach(Posix::close);
                closing.clear();
                waiting = List.copyOf(entries);
            }
            var descriptors = new int[waiting.size() + 1];
            descriptors[0] = wake;
            for (int i = 0; i < waiting.size(); i++) {
                descriptors[i + 1] = waiting.get(i).descriptor();
            }
            boolean[] readable = Posix.awaitReadable(descriptors);
            if (readable[0]) Posix.drain(wake);
            for (int i = 0; i < waiting.size(); i++) {
                if (readable[i + 1]) over(waiting.get(i));
            }
        }
    }

    private void over(Entry entry) {
        synchronized (this) {
            if (!entries.remove(entry)) return;
            closing.add(entry.descriptor());
        }
        entry.ended().run();
    }
}
