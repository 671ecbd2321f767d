package dev.vigil.agent.host;

import java.util.HashSet;
import java.util.Set;

/// A process that leads a process group, with everything that came of it.
final class ProcessTree {
    /// How often the tree is looked through for processes that were born while it was being killed.
    private static final int ROUNDS = 5;

    private ProcessTree() {}

    /// Kills the group and all descendants at once, without asking them.
    static void kill(ProcessHandle leader) {
        Set<Long> killed = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            var descendants = leader.descendants().toList();
            Posix.kill(-leader.pid(), Posix.SIGKILL);
            Posix.kill(leader.pid(), Posix.SIGKILL);
            boolean found = false;
            for (ProcessHandle descendant : descendants) {
                if (!killed.add(descendant.pid())) continue;
                found = true;
                // One that has become a leader itself has its own followers.
                Posix.kill(-descendant.pid(), Posix.SIGKILL);
                Posix.kill(descendant.pid(), Posix.SIGKILL);
            }
            if (!found) return;
        }
    }
}
