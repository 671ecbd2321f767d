package dev.vigil.agent.lpar;

import dev.vigil.agent.lpar.HmcAnswer.NoAnswer;
import dev.vigil.agent.lpar.HmcAnswer.Ran;
import dev.vigil.agent.lpar.HmcAnswer.Trouble;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// HMCs without a network: each command has its answers in order, the last of which stays.
final class CannedShell implements HmcShell {
    final List<String> heard = new ArrayList<>();
    private final Map<String, Deque<Ran>> answers = new HashMap<>();
    private final Set<String> down = new HashSet<>();

    /// What every HMC prints on this command, exit 0.
    CannedShell answers(String command, String... outs) {
        Deque<Ran> queue = answers.computeIfAbsent(command, key -> new ArrayDeque<>());
        queue.clear();
        for (String out : outs) {
            queue.add(new Ran(null, 0, out, ""));
        }
        return this;
    }

    /// What every HMC prints on this command, exit 1.
    CannedShell refuses(String command, String out) {
        answers.put(command, new ArrayDeque<>(List.of(new Ran(null, 1, out, ""))));
        return this;
    }

    /// What one HMC prints on this command.
    CannedShell answersOn(String host, String command, String out) {
        answers.put(host + ">" + command, new ArrayDeque<>(List.of(new Ran(null, 0, out, ""))));
        return this;
    }

    CannedShell down(String host) {
        down.add(host);
        return this;
    }

    CannedShell up(String host) {
        down.remove(host);
        return this;
    }

    /// The commands that change something, without the HMC that got them.
    List<String> changes() {
        return heard.stream()
                .map(line -> line.substring(line.indexOf('>') + 1))
                .filter(line -> !line.startsWith("ls"))
                .distinct()
                .toList();
    }

    @Override
    public HmcAnswer run(HmcAddress hmc, String command, Duration limit) {
        heard.add(hmc.host() + ">" + command);
        if (down.contains(hmc.host())) {
            return new NoAnswer(
                    hmc,
                    Trouble.UNREACHABLE,
                    "HMC " + hmc.name() + " does not answer: Connection refused");
        }
        Deque<Ran> queue =
                answers.containsKey(hmc.host() + ">" + command)
                        ? answers.get(hmc.host() + ">" + command)
                        : answers.get(command);
        if (queue == null) {
            return new Ran(hmc, 127, "", "-bash: no answer for: " + command);
        }
        Ran next = queue.size() > 1 ? queue.remove() : queue.element();
        return new Ran(hmc, next.exit(), next.out(), next.err());
    }

    @Override
    public void close() {}
}
