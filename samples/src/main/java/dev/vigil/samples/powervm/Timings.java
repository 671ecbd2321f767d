package dev.vigil.samples.powervm;

/// How long things take, in milliseconds at scale 1. The defaults are a compressed real life: a boot of
/// minutes takes half of one.
///
/// @param commandMs any console command, beyond what follows
/// @param createMs creating, changing or removing a configuration
/// @param activateMs until a console answers an activation
/// @param handOverMs Starting, until firmware hands over
/// @param osUpMs from there until the operating system is up
/// @param rmcUpMs from there until its RMC connection is active
/// @param haltMs a shutdown by the operating system
/// @param haltImmediateMs the same, told to hurry
/// @param cutMs a power off by the hypervisor
/// @param serverOnMs a server from power on to Operating
/// @param serverOffMs an orderly power off of a server
/// @param serverOffImmediateMs an immediate one
public record Timings(
        long commandMs,
        long createMs,
        long activateMs,
        long handOverMs,
        long osUpMs,
        long rmcUpMs,
        long haltMs,
        long haltImmediateMs,
        long cutMs,
        long serverOnMs,
        long serverOffMs,
        long serverOffImmediateMs) {

    /// The defaults.
    public static final Timings REAL =
            new Timings(
                    200, 2_000, 2_000, 3_000, 20_000, 10_000, 8_000, 4_000, 1_000, 60_000, 10_000,
                    2_000);

    /// Rejects negative times.
    public Timings {
        for (long ms :
                new long[] {
                    commandMs,
                    createMs,
                    activateMs,
                    handOverMs,
                    osUpMs,
                    rmcUpMs,
                    haltMs,
                    haltImmediateMs,
                    cutMs,
                    serverOnMs,
                    serverOffMs,
                    serverOffImmediateMs
                }) {
            if (ms < 0) {
                throw new IllegalArgumentException("a duration cannot be negative: " + ms + " ms");
            }
        }
    }

    /// The same life, `speed` times as fast.
    ///
    /// @throws IllegalArgumentException unless `speed` is positive
    public Timings faster(double speed) {
        if (!(speed > 0)) {
            throw new IllegalArgumentException("speed must be above 0, not " + speed);
        }
        return new Timings(
                scale(commandMs, speed),
                scale(createMs, speed),
                scale(activateMs, speed),
                scale(handOverMs, speed),
                scale(osUpMs, speed),
                scale(rmcUpMs, speed),
                scale(haltMs, speed),
                scale(haltImmediateMs, speed),
                scale(cutMs, speed),
                scale(serverOnMs, speed),
                scale(serverOffMs, speed),
                scale(serverOffImmediateMs, speed));
    }

    private static long scale(long ms, double speed) {
        return Math.round(ms / speed);
    }
}
