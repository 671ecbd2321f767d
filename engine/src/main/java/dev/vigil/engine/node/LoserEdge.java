package dev.vigil.engine.node;

import dev.vigil.engine.fence.LoserSettings;
import dev.vigil.engine.had.LogLine;
import dev.vigil.engine.had.LogLine.Severity;
import dev.vigil.engine.llt.Timing;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Feeds the watchdog, and tells the kernel to panic, when [Watchdog] and [LoserPanic] say so.
///
/// Belongs to the node daemon's loop, but for [#permitsStart()]. What is decided is decided under the machine's lock: a start that was allowed
/// and a feeding that came of nothing running exclude each other.
public final class LoserEdge {
    private final Optional<Watchdog> watchdog;
    private final Optional<WatchdogDevice> device;
    private final Optional<LoserPanic> panic;
    private final PanicDoor door;
    private final ReentrantLock machineLock;
    private final LongSupplier clockNs;
    private final Supplier<LeaseGuard> guard;
    private final Consumer<LogLine> log;
    private String panicProblem = "";

    /// @param devices watchdogs by their names
    /// @param guard asked under `machineLock`
    public LoserEdge(
            LoserSettings configured,
            Timing timing,
            Function<String, WatchdogDevice> devices,
            PanicDoor door,
            ReentrantLock machineLock,
            LongSupplier clockNs,
            Supplier<LeaseGuard> guard,
            Consumer<LogLine> log) {
        this.watchdog =
                configured
                        .watchdogDevice()
                        .map(path -> new Watchdog(path, configured.watchdogTimeoutNs(), timing));
        this.device = configured.watchdogDevice().map(devices);
        this.panic = configured.panics() ? Optional.of(new LoserPanic()) : Optional.empty();
        this.door = door;
        this.machineLock = machineLock;
        this.clockNs = clockNs;
        this.guard = guard;
        this.log = log;
    }

    /// Says what could keep it from working.
    public void begin() {
        if (panic.isEmpty()) return;
        panicProblem = door.problem();
        if (!panicProblem.isEmpty())
            log.accept(
                    new LogLine(
                            Severity.WARNING, "V-15-2-1065", "LoserAction=panic: " + panicProblem));
    }

    /// Looks whether something is to be done now.
    public void step() {
        panic.flatMap(decides -> locked(() -> decides.step(clockNs.getAsLong(), guard.get())))
                .ifPresent(this::panic);
        watchdog.ifPresent(
                decides ->
                        carryOut(
                                decides,
                                locked(() -> decides.step(clockNs.getAsLong(), guard.get()))));
    }

    /// When to look again at the latest.
    public long nextNs() {
        if (watchdog.isEmpty() && panic.isEmpty()) return Long.MAX_VALUE;
        return locked(
                () -> {
                    LeaseGuard now = guard.get();
                    long feedNs =
                            watchdog.map(each -> each.nextNs(clockNs.getAsLong(), now))
                                    .orElse(Long.MAX_VALUE);
                    long panicNs = panic.map(each -> each.nextNs(now)).orElse(Long.MAX_VALUE);
                    return Math.min(feedNs, panicNs);
                });
    }

    /// Whether something leased may be started as far as the watchdog is concerned. The caller has the machine's lock.
    public boolean permitsStart() {
        return watchdog.isEmpty() || watchdog.get().permitsStart(guard.get());
    }

    /// For operators.
    LoserReport report() {
        return locked(
                () ->
                        new LoserReport(
                                watchdog.map(Watchdog::report).orElse(WatchdogReport.NONE),
                                panic.isPresent(),
                                panicProblem));
    }

    private <T> T locked(Supplier<T> what) {
        machineLock.lock();
        try {
            return what.get();
        } finally {
            machineLock.unlock();
        }
    }

    private void panic(String why) {
        log.accept(
                new LogLine(
                        Severity.CRITICAL,
                        "V-15-2-1066",
                        "This machine panics, as LoserAction=panic says: " + why));
        try {
            door.panic();
        } catch (IOException failed) {
            log.accept(
                    new LogLine(
                            Severity.CRITICAL,
                            "V-15-2-1067",
                            "This machine does not panic: "
                                    + failed.getMessage()
                                    + "; failover resources go on being cleaned"));
        }
    }

    private void carryOut(Watchdog decides, List<WatchdogOrder> orders) {
        for (WatchdogOrder order : orders) {
            try {
                switch (order) {
                    case WatchdogOrder.Open(var ns) ->
                            isSet(decides, device.orElseThrow().open(ns));
                    case WatchdogOrder.SetTimeout(var ns) ->
                            isSet(decides, device.orElseThrow().set(ns));
                    case WatchdogOrder.Feed() -> device.orElseThrow().feed();
                    case WatchdogOrder.Close() -> device.orElseThrow().disarm();
                    case WatchdogOrder.Line(var line) -> log.accept(line);
                }
            } catch (IOException failed) {
                carryOut(
                        decides,
                        locked(() -> decides.failed(clockNs.getAsLong(), failed.getMessage())));
            }
        }
    }

    private void isSet(Watchdog decides, long actualNs) {
        carryOut(decides, locked(() -> decides.set(clockNs.getAsLong(), actualNs, guard.get())));
    }
}
