package dev.vigil.engine.node;

import java.util.function.Predicate;

/// What becomes of what a thread throws and nobody catches: a daemon that lost an essential thread must not look alive, so it ends, and
/// hashadow starts another.
///
/// Errors end it on whichever thread they come up, as after them nothing of the process can be relied upon.
public final class Uncaught implements Thread.UncaughtExceptionHandler {
    private final Predicate<Thread> essential;
    private final Runnable end;

    /// @param essential whether the daemon cannot do without a thread
    /// @param end ends the process; does not return
    Uncaught(Predicate<Thread> essential, Runnable end) {
        this.essential = essential;
        this.end = end;
    }

    /// From now on the process ends with [HanodeMain#BROKEN] when a thread it cannot do without ends in this way, or any with an error.
    ///
    /// @param essential whether the daemon cannot do without a thread
    public static void endProcess(Predicate<Thread> essential) {
        Thread.setDefaultUncaughtExceptionHandler(
                new Uncaught(essential, () -> Runtime.getRuntime().halt(HanodeMain.BROKEN)));
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        boolean ends = thrown instanceof Error || essential.test(thread);
        try {
            System.err.println("thread " + thread.getName() + " threw what nobody catches");
            thrown.printStackTrace();
        } finally {
            if (ends) end.run();
        }
    }
}
