package dev.vigil.agent.lpar;

import dev.vigil.agent.Agent;
import dev.vigil.agent.Call;
import dev.vigil.agent.CleanReason;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.RefusedException;
import dev.vigil.agent.lpar.Consoles.Asked;
import dev.vigil.agent.lpar.HmcAnswer.Ran;
import dev.vigil.agent.lpar.PartitionState.Reading;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Starts, stops and watches logical partitions of the server that this system runs on, through the HMC.
///
/// | entry point | what it does |
/// |---|---|
/// | monitor | state of the partition; if it has power and VIOSName is set, also whether any of its VIO servers runs |
/// | online | refused unless the partition is off everywhere; creates it from ProfileFile if this server does not know it; activates it with its default profile |
/// | offline | has its operating system shut down and waits until it is off; with RemoveProfileOnOffline removes it from this server |
/// | clean | takes its power and waits until it is off; the same removal |
///
/// A monitor that no HMC answers is UNKNOWN. `online` returns when the HMC has accepted the activation: from then on the partition holds its
/// disks, so `Starting` counts as online.
///
/// Source: InfoScale 9.0 Virtualization Guide for AIX; Bundled Agents Reference Guide for AIX, LPAR agent.
public final class LparAgent implements Agent, AutoCloseable {
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);
    private static final Duration FAILED_HMC_MEMORY = Duration.ofSeconds(5);
    private static final Duration LONGEST_QUERY = Duration.ofSeconds(20);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(4);
    private static final Duration SHORTEST_POLL = Duration.ofMillis(250);

    private final HmcShell shell;
    private final Consoles consoles;

    /// An agent that logs in with the keys of this system; nothing is read or connected to before the first entry point.
    public LparAgent() {
        this(
                new SshHmcShell(
                        SshFiles.of(System.getenv(), Path.of(System.getProperty("user.home"))),
                        CONNECT_LIMIT),
                FAILED_HMC_MEMORY);
    }

    /// An agent over another way to reach HMCs.
    ///
    /// @param shell closed with the agent
    /// @param failedHmcMemory how long an HMC that did not answer is not asked again
    public LparAgent(HmcShell shell, Duration failedHmcMemory) {
        this.shell = shell;
        this.consoles = new Consoles(shell, failedHmcMemory, System::nanoTime);
    }

    /// Ends the connections to all HMCs.
    @Override
    public void close() {
        shell.close();
    }

    @Override
    public MonitorResult monitor(Call call) {
        LparResource lpar;
        try {
            lpar = LparResource.of(call.resource());
        } catch (IllegalArgumentException e) {
            return MonitorResult.unknown(e.getMessage());
        }
        Asked asked =
                ask(
                        call,
                        lpar,
                        HmcCommands.partition(lpar.server(), lpar.partition()),
                        LparAgent::tellsOfPartition);
        if (!asked.settled()) {
            return MonitorResult.unknown(asked.trouble());
        }
        Ran ran = asked.answer().orElseThrow();
        if (!ran.accepted()) {
            return MonitorResult.offline(
                    "server " + lpar.server() + " has no partition " + lpar.partition());
        }
        String printed = ran.out().strip();
        Optional<PartitionState> state = PartitionState.of(printed);
        if (state.isEmpty()) {
            return MonitorResult.unknown(ran.message() + " - no partition state known here");
        }
        return switch (state.get().reading()) {
            case ON -> onUnlessCutOff(call, lpar, state.get());
            case OFF ->
                    MonitorResult.offline(
                            "partition "
                                    + lpar.partition()
                                    + " is "
                                    + printed
                                    + " on "
                                    + lpar.server());
            case CRASHED ->
                    MonitorResult.offline(
                            "partition "
                                    + lpar.partition()
                                    + " has crashed: the HMC shows it in state "
                                    + printed);
            case UNCLEAR ->
                    MonitorResult.unknown(
                            "partition "
                                    + lpar.partition()
                                    + " on "
                                    + lpar.server()
                                    + " is in state "
                                    + printed);
        };
    }

    /// A partition that has power is online as long as one of the VIO servers that give it disks and network runs.
    private MonitorResult onUnlessCutOff(Call call, LparResource lpar, PartitionState state) {
        if (!lpar.vios().isEmpty()) {
            Vios vios = vios(call, lpar);
            if (vios.verdict == Reading.UNCLEAR) {
                return MonitorResult.unknown(vios.words);
            }
            if (vios.verdict == Reading.OFF) {
                return MonitorResult.offline(
                        "partition "
                                + lpar.partition()
                                + " is "
                                + state.text()
                                + " but cut off: "
                                + vios.words);
            }
        }
        return MonitorResult.online(
                state.confidence(),
                state == PartitionState.RUNNING ? "" : "the partition is " + state.text());
    }

    /// What is known of the VIO servers as a whole: ON if one runs, OFF if none does.
    private record Vios(Reading verdict, String words) {}

    private Vios vios(Call call, LparResource lpar) {
        Asked asked = ask(call, lpar, HmcCommands.partitions(lpar.server()), Ran::accepted);
        if (!asked.settled()) {
            return new Vios(Reading.UNCLEAR, asked.trouble());
        }
        Map<String, String> states = new HashMap<>();
        try {
            for (List<String> row : HmcOutput.rows(asked.answer().orElseThrow().out(), ',')) {
                states.put(row.getFirst(), row.getLast());
            }
        } catch (HmcFormatException e) {
            return new Vios(
                    Reading.UNCLEAR,
                    asked.answer().orElseThrow().message() + " - " + e.getMessage());
        }
        List<String> words = new ArrayList<>();
        boolean unclear = false;
        for (String name : lpar.vios()) {
            String printed = states.getOrDefault(name, "not defined");
            Optional<PartitionState> state = PartitionState.of(printed);
            if (state.filter(PartitionState.RUNNING::equals).isPresent()) {
                return new Vios(Reading.ON, "VIO server " + name + " is Running");
            }
            unclear |= state.filter(known -> known.reading() == Reading.UNCLEAR).isPresent();
            words.add(name + " is " + printed);
        }
        String all =
                "of its VIO servers on "
                        + lpar.server()
                        + " none runs: "
                        + String.join(", ", words);
        return new Vios(unclear ? Reading.UNCLEAR : Reading.OFF, all);
    }

    @Override
    public int online(Call call) throws Exception {
        LparResource lpar = checked(call);
        Optional<String> objection =
                new Whereabouts(consoles, lpar.hmcs(), queryLimit(call), call.log())
                        .objection(lpar.partition(), lpar.server(), lpar.otherServers());
        if (objection.isPresent()) {
            throw new RefusedException(objection.get());
        }
        if (!lpar.vios().isEmpty()
                && vios(call, lpar) instanceof Vios(Reading verdict, String words)
                && verdict != Reading.ON) {
            throw new IOException("partition " + lpar.partition() + " is not activated: " + words);
        }
        Details details = details(call, lpar);
        if (details.state == Presence.ABSENT) {
            create(call, lpar);
            details = details(call, lpar);
        }
        if (details.reading() == Reading.CRASHED) {
            change(
                    call,
                    lpar,
                    HmcCommands.immediateShutdown(lpar.server(), lpar.partition()),
                    HmcCommands.ALREADY_OFF);
            waitUntilOff(call, lpar);
        } else if (details.reading() == Reading.ON) {
            call.log().log(
                    "NOTICE",
                    "V-16-10011-8003",
                    "partition " + lpar.partition() + " has power already: " + details.words);
            return 0;
        }
        change(
                call,
                lpar,
                HmcCommands.start(lpar.server(), lpar.partition(), details.profile),
                HmcCommands.ALREADY_ON);
        return 0;
    }

    @Override
    public int offline(Call call) throws Exception {
        LparResource lpar = checked(call);
        Details details = details(call, lpar);
        if (details.state == Presence.ABSENT) {
            return 0;
        }
        if (details.words.equals(PartitionState.RUNNING.text()) && details.osShutdownPossible) {
            Ran ran =
                    change(
                            call,
                            lpar,
                            HmcCommands.osShutdown(lpar.server(), lpar.partition()),
                            HmcCommands.ALREADY_OFF,
                            HmcCommands.NO_OS_SHUTDOWN);
            if (ran.refusedWith(HmcCommands.NO_OS_SHUTDOWN)) {
                change(
                        call,
                        lpar,
                        HmcCommands.delayedShutdown(lpar.server(), lpar.partition()),
                        HmcCommands.ALREADY_OFF);
            }
        } else if (details.reading() == Reading.CRASHED) {
            change(
                    call,
                    lpar,
                    HmcCommands.immediateShutdown(lpar.server(), lpar.partition()),
                    HmcCommands.ALREADY_OFF);
        } else if (details.reading() != Reading.OFF
                && !details.words.equals(PartitionState.SHUTTING_DOWN.text())) {
            change(
                    call,
                    lpar,
                    HmcCommands.delayedShutdown(lpar.server(), lpar.partition()),
                    HmcCommands.ALREADY_OFF);
        }
        waitUntilOff(call, lpar);
        removeIfAsked(call, lpar);
        return 0;
    }

    @Override
    public int clean(Call call, CleanReason reason) throws Exception {
        LparResource lpar = checked(call);
        Details details = details(call, lpar);
        if (details.state == Presence.ABSENT) {
            return 0;
        }
        if (details.reading() != Reading.OFF) {
            change(
                    call,
                    lpar,
                    HmcCommands.immediateShutdown(lpar.server(), lpar.partition()),
                    HmcCommands.ALREADY_OFF);
            waitUntilOff(call, lpar);
        }
        removeIfAsked(call, lpar);
        return 0;
    }

    private enum Presence {
        PRESENT,
        ABSENT
    }

    /// What one look at a partition shows before it is started or stopped.
    private record Details(
            Presence state, String words, boolean osShutdownPossible, String profile) {
        Reading reading() {
            return PartitionState.of(words).map(PartitionState::reading).orElse(Reading.UNCLEAR);
        }
    }

    private Details details(Call call, LparResource lpar) throws IOException {
        Asked asked =
                ask(
                        call,
                        lpar,
                        HmcCommands.partitionDetails(lpar.server(), lpar.partition()),
                        LparAgent::tellsOfPartition);
        if (!asked.settled()) {
            throw new IOException(asked.trouble());
        }
        Ran ran = asked.answer().orElseThrow();
        if (!ran.accepted()) {
            return new Details(Presence.ABSENT, "", false, "");
        }
        try {
            List<List<String>> rows = HmcOutput.rows(ran.out(), ',');
            if (rows.size() == 1 && rows.getFirst().size() == 4) {
                List<String> row = rows.getFirst();
                String profile =
                        value(row.get(2)).isEmpty() ? value(row.get(3)) : value(row.get(2));
                return new Details(
                        Presence.PRESENT, row.getFirst(), row.get(1).equals("active"), profile);
            }
        } catch (HmcFormatException e) {
            throw new IOException(ran.message() + " - " + e.getMessage(), e);
        }
        throw new IOException(ran.message() + " - expected one partition");
    }

    private static String value(String printed) {
        return printed.equals("null") || printed.equals("none") ? "" : printed;
    }

    private void create(Call call, LparResource lpar) throws IOException {
        if (lpar.profileFile().isEmpty()) {
            throw new IOException(
                    "server "
                            + lpar.server()
                            + " has no partition "
                            + lpar.partition()
                            + " and ProfileFile is not set for this system: create it there, or"
                            + " make a profile file");
        }
        ProfileFile file;
        try {
            file = ProfileFile.read(lpar.profileFile().get(), lpar.partition());
        } catch (HmcFormatException e) {
            throw new IOException(e.getMessage(), e);
        }
        change(call, lpar, HmcCommands.create(lpar.server(), file.line()));
        call.log().log(
                "NOTICE",
                "V-16-10011-8004",
                "created partition "
                        + lpar.partition()
                        + " on "
                        + lpar.server()
                        + " from "
                        + lpar.profileFile().get());
    }

    private void removeIfAsked(Call call, LparResource lpar) throws IOException {
        if (lpar.removeOnOffline()) {
            change(
                    call,
                    lpar,
                    HmcCommands.remove(lpar.server(), lpar.partition()),
                    HmcCommands.PARTITION_NOT_FOUND);
            call.log().log(
                    "NOTICE",
                    "V-16-10011-8005",
                    "removed partition " + lpar.partition() + " from " + lpar.server());
        }
    }

    /// Sends a command that changes something.
    ///
    /// @param harmless codes of refusals that mean that there is nothing to do
    /// @throws IOException if no HMC took it
    private Ran change(Call call, LparResource lpar, String command, String... harmless)
            throws IOException {
        List<String> codes = List.of(harmless);
        Predicate<Ran> settles =
                ran -> ran.accepted() || ran.code().filter(codes::contains).isPresent();
        Asked asked = consoles.ask(lpar.hmcs(), command, changeLimit(call), settles, call.log());
        if (!asked.settled()) {
            throw new IOException("'" + command + "' failed: " + asked.trouble());
        }
        return asked.answer().orElseThrow();
    }

    /// Waits until the partition is off. The framework interrupts this when the entry point's time is up.
    private void waitUntilOff(Call call, LparResource lpar)
            throws IOException, InterruptedException {
        Duration poll = SHORTEST_POLL;
        while (true) {
            Asked asked =
                    ask(
                            call,
                            lpar,
                            HmcCommands.partition(lpar.server(), lpar.partition()),
                            LparAgent::tellsOfPartition);
            if (asked.settled()) {
                Ran ran = asked.answer().orElseThrow();
                Optional<PartitionState> state = PartitionState.of(ran.out());
                if (!ran.accepted()
                        || state.filter(known -> known.reading() == Reading.OFF).isPresent()) {
                    return;
                }
            }
            Thread.sleep(poll);
            poll =
                    poll.multipliedBy(2).compareTo(LONGEST_POLL) < 0
                            ? poll.multipliedBy(2)
                            : LONGEST_POLL;
        }
    }

    private Asked ask(Call call, LparResource lpar, String command, Predicate<Ran> settles) {
        return consoles.ask(lpar.hmcs(), command, queryLimit(call), settles, call.log());
    }

    private static boolean tellsOfPartition(Ran ran) {
        return ran.accepted() || ran.refusedWith(HmcCommands.PARTITION_NOT_FOUND);
    }

    private static LparResource checked(Call call) throws RefusedException {
        try {
            return LparResource.of(call.resource());
        } catch (IllegalArgumentException e) {
            throw new RefusedException(e.getMessage());
        }
    }

    /// Two HMCs, asked one after the other, must fit into the entry point's time.
    private static Duration queryLimit(Call call) {
        Duration share = changeLimit(call);
        return share.compareTo(LONGEST_QUERY) < 0 ? share : LONGEST_QUERY;
    }

    private static Duration changeLimit(Call call) {
        return call.timeout().multipliedBy(2).dividedBy(5);
    }
}
