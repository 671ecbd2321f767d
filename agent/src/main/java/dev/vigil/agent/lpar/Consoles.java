package dev.vigil.agent.lpar;

import dev.vigil.agent.AgentLog;
import dev.vigil.agent.lpar.HmcAnswer.NoAnswer;
import dev.vigil.agent.lpar.HmcAnswer.Ran;
import dev.vigil.agent.lpar.HmcAnswer.Trouble;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The HMCs of a resource, of which any may answer: the first that can is taken.
///
/// An HMC that did not answer is passed over for a while, so that not every command of every resource waits for it again.
final class Consoles {
    private final HmcShell shell;
    private final Duration memory;
    private final LongSupplier clockNs;
    private final Map<HmcAddress, Failure> failures = new ConcurrentHashMap<>();

    private record Failure(long atNs, NoAnswer answer) {}

    /// @param memory how long an HMC that failed is passed over
    Consoles(HmcShell shell, Duration memory, LongSupplier clockNs) {
        this.shell = shell;
        this.memory = memory;
        this.clockNs = clockNs;
    }

    /// What asking several HMCs came to.
    ///
    /// @param answer of the HMC that settled the question, or else of the last one that said anything
    /// @param settled whether `answer` is usable
    /// @param silent why others gave no answer
    record Asked(Optional<Ran> answer, boolean settled, List<NoAnswer> silent) {
        /// Why the question is open, or what is to be known although it was settled: one line.
        String trouble() {
            List<String> all = new ArrayList<>(silent.stream().map(NoAnswer::message).toList());
            if (!settled) {
                answer.ifPresent(ran -> all.add(ran.message()));
            }
            return String.join("; ", all);
        }

        /// The HMCs that gave no answer.
        String silentNames() {
            return silent.stream()
                    .map(none -> none.hmc().name())
                    .collect(Collectors.joining(" and "));
        }
    }

    /// Asks one HMC after the other until one settles the question.
    ///
    /// @param hmcs in the order of MCName
    /// @param settles whether an answer can be used; if not, the next HMC may know better
    /// @param log told when an HMC stops or begins to answer
    Asked ask(
            List<HmcAddress> hmcs,
            String command,
            Duration limit,
            Predicate<Ran> settles,
            AgentLog log) {
        List<NoAnswer> silent = new ArrayList<>();
        Optional<Ran> last = Optional.empty();
        for (HmcAddress hmc : hmcs) {
            switch (askOne(hmc, command, limit, log)) {
                case Ran ran when settles.test(ran) -> {
                    return new Asked(Optional.of(ran), true, List.copyOf(silent));
                }
                case Ran ran -> last = Optional.of(ran);
                case NoAnswer none -> {
                    silent.add(none);
                    if (none.trouble() == Trouble.INTERRUPTED) {
                        return new Asked(last, false, List.copyOf(silent));
                    }
                }
            }
        }
        return new Asked(last, false, List.copyOf(silent));
    }

    /// Asks one HMC, unless it failed a moment ago: then the answer is what it was.
    ///
    /// @param log told when the HMC stops or begins to answer
    HmcAnswer askOne(HmcAddress hmc, String command, Duration limit, AgentLog log) {
        Failure failure = failures.get(hmc);
        if (failure != null && clockNs.getAsLong() - failure.atNs < memory.toNanos()) {
            return failure.answer;
        }
        HmcAnswer answer = shell.run(hmc, command, limit);
        switch (answer) {
            case NoAnswer none when none.trouble() == Trouble.INTERRUPTED -> {}
            case NoAnswer none -> {
                Failure before = failures.put(hmc, new Failure(clockNs.getAsLong(), none));
                if (before == null || before.answer.trouble() != none.trouble()) {
                    log.log("WARNING", "V-16-10011-8001", none.message());
                }
            }
            case Ran ran -> {
                if (failures.remove(hmc) != null) {
                    log.log("NOTICE", "V-16-10011-8002", "HMC " + hmc.name() + " answers again");
                }
            }
        }
        return answer;
    }
}
