package dev.vigil.engine.sim;

import dev.vigil.config.ReadResult;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.fence.PointRequest;
import dev.vigil.engine.gab.View;
import dev.vigil.engine.gab.ViewId;
import dev.vigil.engine.had.PeerMessage;
import dev.vigil.engine.had.StackDurable;
import dev.vigil.engine.had.StackStatus;
import dev.vigil.engine.llt.Heartbeat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/// A whole cluster in simulated time. The real machines of both daemons run in it; wires, disks, the log's transport and what the groups
/// really do are simulated. Equal replay seeds give equal runs.
public final class SimCluster {
    private static final long MS = 1_000_000L;

    /// In one cluster of so many every system works out every step for itself.
    private static final long UNSHARED = 8;

    private final SimOptions options;
    private final SimClock clock;
    private final SimTrace trace;
    private final SimTruth truth;
    private final SimSteps steps;
    private final SimDependencies dependencies;
    private final SimNetwork network;
    private final SimTransport transport;
    private final SimSessions sessions;
    private final SortedMap<Integer, SimMachine> machines = new TreeMap<>();
    private final SortedSet<Integer> ids = new TreeSet<>();
    private final SimPoints points;
    private final Map<Map<String, String>, ReadResult> readBefore = new HashMap<>();
    private final SortedSet<ViewId> histories = new TreeSet<>();
    private final SortedMap<String, Long> faults = new TreeMap<>();
    private BiConsumer<SimMachine, StackDurable> adversary = (_, _) -> {};
    private BiPredicate<Integer, PeerMessage> loses = (_, _) -> false;

    /// A cluster whose machines are all off.
    ///
    /// @param keepLines how many lines of the trace are kept for people
    SimCluster(long replaySeed, SimOptions options, int keepLines) {
        this.options = options;
        this.clock = new SimClock(replaySeed);
        this.trace = new SimTrace(clock, keepLines);
        this.truth = new SimTruth(clock, options, trace);
        this.steps = new SimSteps(replaySeed % UNSHARED != 0);
        this.dependencies = new SimDependencies(this);
        this.network = new SimNetwork(clock, options);
        this.sessions = new SimSessions(clock, options.setupNs());
        this.transport = new SimTransport(clock, network, options);
        this.points = new SimPoints(this, options.points());
        for (int id = 0; id < options.systems(); id++) {
            ids.add(id);
            long drift =
                    options.driftPpm() == 0
                            ? 0
                            : clock.between(-options.driftPpm(), options.driftPpm() + 1);
            machines.put(id, new SimMachine(this, id, drift));
        }
        truth.askAsleep(id -> machines.get(id).suspended());
        truth.askCleans(
                (id, group) -> !options.loser().panics() && machines.get(id).cleansTooLong(group));
    }

    Map<Map<String, String>, ReadResult> readBefore() {
        return readBefore;
    }

    SimOptions options() {
        return options;
    }

    SimClock clock() {
        return clock;
    }

    SimTrace trace() {
        return trace;
    }

    SimSteps steps() {
        return steps;
    }

    SimDependencies dependencies() {
        return dependencies;
    }

    SimTruth truth() {
        return truth;
    }

    SimNetwork network() {
        return network;
    }

    SimTransport transport() {
        return transport;
    }

    SortedSet<Integer> ids() {
        return ids;
    }

    List<String> links() {
        return IntStream.range(0, options.links()).mapToObj(i -> "link" + i).toList();
    }

    /// The last of two links is a low-priority one where the number of systems is odd.
    SortedSet<String> lowPriority() {
        return new TreeSet<>(
                options.links() > 1 && options.systems() % 2 == 1
                        ? List.of(links().getLast())
                        : List.of());
    }

    SimMachine machine(int id) {
        return machines.get(id);
    }

    List<SimMachine> all() {
        return List.copyOf(machines.values());
    }

    /// Something was broken on purpose.
    void fault(String kind) {
        faults.merge(kind, 1L, Long::sum);
    }

    /// How often each kind of fault was injected.
    public SortedMap<String, Long> faults() {
        return new TreeMap<>(faults);
    }

    /// The lines of the trace that were kept.
    public List<String> lines() {
        return trace.lines();
    }

    /// Equal for equal runs.
    public String digest() {
        return trace.digest();
    }

    SortedMap<String, SimPoint> points() {
        return points.all();
    }

    /// The disk of a point is lost; a person sets it up anew when the cluster is whole.
    void losePoint(String name) {
        points.lose(name);
    }

    /// A system asks a coordination point.
    void ask(int system, String point, PointRequest request, Consumer<PointAnswer> answered) {
        points.ask(system, point, request, answered);
    }

    void send(int from, int to, String link, Heartbeat heartbeat) {
        int index = links().indexOf(link);
        network.datagram(index, from, to, () -> machines.get(to).heartbeat(link, heartbeat));
    }

    void send(int from, int to, PeerMessage message) {
        if (machines.get(to) != null && !loses.test(from, message)) {
            network.message(
                    from,
                    to,
                    sessions.readyNs(machines.get(from), machines.get(to)),
                    () -> machines.get(to).message(from, message));
        }
    }

    /// Is told whenever an engine is about to write what it promised or accepted: the moment at which blows hurt most.
    void onPersist(BiConsumer<SimMachine, StackDurable> blow) {
        adversary = blow;
    }

    /// From now on messages between engines get lost of which this says so, given the sender.
    void lose(BiPredicate<Integer, PeerMessage> which) {
        loses = which;
    }

    void aboutToPersist(SimMachine machine, StackDurable durable) {
        if (durable.view().exists()) {
            truth.installed(durable.view(), lives(durable.view()));
        }
        adversary.accept(machine, durable);
    }

    private boolean lives(View view) {
        return view.members().entrySet().stream()
                .anyMatch(
                        member ->
                                machines.get(member.getKey())
                                        .engineIncarnation()
                                        .filter(member.getValue()::equals)
                                        .isPresent());
    }

    void historyBegins(ViewId view, SortedSet<Integer> members) {
        if (histories.add(view)) {
            truth.historyBegins(members);
        }
    }

    /// Starts all systems within a moment of each other.
    void startAll() {
        machines.values().forEach(m -> clock.after(clock.between(0, 300 * MS), m::powerOn));
    }

    /// Lets time pass.
    void run(long durationNs) {
        clock.runUntil(clock.nowNs() + durationNs);
    }

    /// Lets time pass until it is so, at most `limitNs`.
    ///
    /// @throws SimFailure if it does not become so
    void await(String what, long limitNs, java.util.function.BooleanSupplier so) {
        long until = clock.nowNs() + limitNs;
        while (!so.getAsBoolean()) {
            if (clock.nowNs() >= until) {
                throw new SimFailure(
                        "not within " + limitNs / MS + " ms: " + what + "\n" + describe());
            }
            run(Math.min(5 * MS, until - clock.nowNs()));
        }
    }

    /// Whether the systems are all in one active view, and nobody else is.
    boolean together(SortedSet<Integer> systems) {
        Optional<ViewId> view = Optional.empty();
        for (int id : systems) {
            Optional<StackStatus> status = machines.get(id).status();
            if (status.isEmpty()
                    || !status.get().active()
                    || !status.get().stateful()
                    || !status.get().view().ids().equals(systems)) {
                return false;
            }
            if (view.isPresent() && !view.get().equals(status.get().view().id())) {
                return false;
            }
            view = Optional.of(status.get().view().id());
        }
        return true;
    }

    /// Whether every daemon of every system runs and every system reaches every other: the time to replace a disk.
    boolean undisturbed() {
        return machines.values().stream().allMatch(SimMachine::working)
                && ids().stream()
                        .allMatch(from -> ids().stream().allMatch(to -> network.reaches(from, to)));
    }

    /// Whether in the eyes of every engine every system is RUNNING.
    boolean allRunning() {
        return machines.values().stream()
                .allMatch(m -> m.core().map(SimCore::allRunning).orElse(false));
    }

    /// Whether every group is online on one of the systems, in truth and in every state.
    boolean allOnline() {
        for (SimGroup shape : options.shapes()) {
            int group = shape.number();
            SortedSet<Integer> running = truth.running(group);
            boolean everywhere = shape.parallel() ? running.equals(ids) : running.size() == 1;
            boolean believed =
                    everywhere
                            && machines.values().stream()
                                    .filter(m -> m.status().map(StackStatus::active).orElse(false))
                                    .allMatch(
                                            m ->
                                                    m.core()
                                                            .orElseThrow()
                                                            .online(group)
                                                            .equals(running));
            if (!believed) {
                return false;
            }
        }
        return dependencies.allMet();
    }

    /// Starts all systems, and waits until they are one cluster with everything online.
    void formed() {
        startAll();
        await("one cluster of all systems", 8_000 * MS, () -> together(ids));
        await("every group online", 20_000 * MS, this::allOnline);
    }

    /// All that is broken is mended.
    void heal() {
        trace.say("chaos", "everything is mended");
        adversary = (_, _) -> {};
        network.heal();
        points.all().values().forEach(point -> point.set(true));
        // Who was on its way out when everything was mended is started again.
        for (long afterNs : List.of(0L, 500 * MS, 3_000 * MS, 16_000 * MS, 30_000 * MS)) {
            clock.after(afterNs, () -> machines.values().forEach(SimMachine::start));
        }
        run(0);
    }

    /// Views, waits and groups of all systems, for people.
    String describe() {
        var text = new ArrayList<String>();
        var described = new HashMap<ClusterState, Integer>();
        machines.forEach(
                (id, m) ->
                        text.add(
                                "sys"
                                        + id
                                        + (m.powered() ? "" : " off")
                                        + (m.suspended() ? " suspended" : "")
                                        + m.describe()
                                        + m.status()
                                                .map(
                                                        s ->
                                                                " view "
                                                                        + s.view().id()
                                                                        + s.view().members()
                                                                        + (s.member()
                                                                                ? " member"
                                                                                : "")
                                                                        + (s.active()
                                                                                ? " active"
                                                                                : "")
                                                                        + (s.stateful()
                                                                                ? " stateful"
                                                                                : "")
                                                                        + (s.frozen()
                                                                                ? " frozen"
                                                                                : "")
                                                                        + " "
                                                                        + s.waiting()
                                                                        + " held "
                                                                        + s.held()
                                                                        + " committed "
                                                                        + s.committed()
                                                                        + " offered "
                                                                        + s.offered()
                                                                        + s.node()
                                                                                .map(
                                                                                        n ->
                                                                                                " node"
                                                                                                    + " "
                                                                                                        + n
                                                                                                                .view()
                                                                                                        + (n
                                                                                                                        .lost()
                                                                                                                ? " LOST"
                                                                                                                : "")
                                                                                                        + (n
                                                                                                                        .leasedMayRun()
                                                                                                                ? " runs"
                                                                                                                : "")
                                                                                                        + " hears"
                                                                                                        + " "
                                                                                                        + n
                                                                                                                .heard())
                                                                                .orElse(" no node"))
                                                .orElse(" no engine")
                                        + "\n    "
                                        + m.core()
                                                .map(core -> describe(id, core, described))
                                                .orElse("")));
        for (int g = 0; g < options.groups(); g++) {
            text.add("group " + g + " really on " + truth.running(g));
        }
        return String.join("\n", text);
    }

    private static String describe(int id, SimCore core, Map<ClusterState, Integer> described) {
        Integer same = described.putIfAbsent(core.state(), id);
        return same == null ? core.text() : "the state of sys" + same;
    }
}
