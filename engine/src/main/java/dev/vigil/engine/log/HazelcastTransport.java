package dev.vigil.engine.log;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.cluster.impl.MemberImpl;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.core.HazelcastInstanceNotActiveException;
import com.hazelcast.instance.impl.HazelcastInstanceFactory;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.ringbuffer.OverflowPolicy;
import com.hazelcast.ringbuffer.ReadResultSet;
import com.hazelcast.ringbuffer.Ringbuffer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// The log's transport over Hazelcast: one ringbuffer per view on a member of our own in every engine.
///
/// Hazelcast is available rather than consistent, and its members are not the view's. So it is told who is lost (`suspectMember`, on every
/// survivor), and a ring counts as open only when exactly the view's systems, in their incarnations, hold data.
///
/// ## Threads
///
/// Everything that may block runs on one thread of this class, in order; appends and reads are asynchronous. A call to a member that has
/// gone silently blocks until it is suspected, so nothing here runs on the engine's event loop.
///
/// ## Who joins whom
///
/// Members never elect anybody: an election among members that start at the same moment can leave them divided or, with one of them
/// stopped, waiting for it. Every member starts as a cluster of its own. A view has an owner, one of those that were there before; when its
/// member runs it tells the others which one that is, and whoever does not find it in its cluster drops its instance and joins the owner's
/// with a fresh one.
///
/// ## Who keeps the ring
///
/// Hazelcast keeps a ring on the member that has its name's partition. One that a lost member had needs a new keeper first, which takes up to
/// three seconds if Hazelcast was moving partitions just then. So the owner of a view takes a name whose partition it has itself, and
/// tells it to the others.
///
/// Which link carries the connections between members is the interconnect's business; here every member has one address.
public final class HazelcastTransport implements LogTransport {
    /// How long an open may take before the view is told that it failed.
    private static final long OPEN_WITHIN_MS = 8_000;

    /// How long a member waits for the owner to appear before it looks for it with a fresh instance.
    private static final long MISSED_AFTER_MS = 1_000;

    /// A ring that was not open after so long is stuck in Hazelcast.
    private static final long STUCK_AFTER_MS = 1_500;

    /// An instance is given so long before it is blamed; twice as long after each that was blamed, until a ring opens.
    private static final long FRESH_FOR_MS = 4_000;

    private static final long LONGEST_FRESH_FOR_MS = 32_000;

    /// How long a dropped instance may take to end.
    private static final long ENDS_WITHIN_MS = 5_000;

    private static final int READ_AT_ONCE = 256;

    private static final Logger LOG = LoggerFactory.getLogger(HazelcastTransport.class);

    /// Instances are named uniquely, also over several transports in one JVM.
    private static final AtomicInteger INSTANCES = new AtomicInteger();

    /// The other members of a view.
    public interface Others {
        /// Tells them where to find its owner; said again, as a word may be lost. Called on the transport's thread.
        void tell(LogCommand.Open ring, Word word);
    }

    /// What the owner of a view says to the other members.
    ///
    /// @param member its Hazelcast member
    /// @param ring which of the names that the view's ring may have it has; nothing as long as members are missing
    public record Word(UUID member, OptionalInt ring) {
        /// As it goes over the wire.
        public String text() {
            return member + " " + (ring.isPresent() ? ring.getAsInt() : "-");
        }

        /// Reads what [#text()] has written.
        ///
        /// @return empty if it is something else
        public static Optional<Word> of(String text) {
            String[] parts = text.split(" ");
            if (parts.length != 2 || !parts[1].matches("-|[0-9]{1,4}")) return Optional.empty();
            try {
                return Optional.of(
                        new Word(
                                UUID.fromString(parts[0]),
                                parts[1].equals("-")
                                        ? OptionalInt.empty()
                                        : OptionalInt.of(Integer.parseInt(parts[1]))));
            } catch (IllegalArgumentException foreign) {
                return Optional.empty();
            }
        }
    }

    private static final long TELL_EVERY_MS = 200;

    /// How long the owner goes on telling the ring's name: a word may be lost, and who has not heard it cannot say so.
    private static final long TELL_NAME_FOR_MS = 5_000;

    /// Among so many names one of every partition is found.
    private static final int MOST_NAMES = 2_000;

    private final HazelcastSettings settings;
    private final Predicate<Socket> admitted;
    private final Others others;
    private final Consumer<LogHappening> happenings;
    private final ExecutorService worker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition membersChanged = lock.newCondition();

    private volatile Optional<HazelcastInstance> instance = Optional.empty();
    private volatile Optional<OpenRing> open = Optional.empty();
    private volatile boolean closed;
    private volatile Optional<Told> told = Optional.empty();
    private volatile long startedNs = System.nanoTime();
    private volatile long movedNs = startedNs;
    private volatile long freshForMs = FRESH_FOR_MS;
    private volatile Thread ending = Thread.ofVirtual().start(() -> {});
    private volatile Optional<String> previous = Optional.empty();

    /// What the owner of a view has said.
    private record Told(String view, Word word) {}

    /// Begins to start a member at once: that takes longer than anything that follows.
    ///
    /// @param admitted whether a connection to this system's member may stay; any thread asks
    public HazelcastTransport(
            HazelcastSettings settings,
            Predicate<Socket> admitted,
            Others others,
            Consumer<LogHappening> happenings) {
        this.settings = settings;
        this.admitted = admitted;
        this.others = others;
        this.happenings = happenings;
        this.worker =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("log-transport").factory());
        worker.execute(() -> attempt("start", () -> start(settings.node())));
    }

    /// The owner of a view has spoken. Any thread may hand that in.
    ///
    /// @param view the view's id as text
    public void told(String view, Word word) {
        told = Optional.of(new Told(view, word));
        signalChange();
    }

    @Override
    public void carryOut(LogCommand command) {
        switch (command) {
            case LogCommand.Open ring -> {
                dropStuckInstance();
                leave();
                var opening = new OpenRing(ring);
                open = Optional.of(opening);
                worker.execute(() -> open(opening));
            }
            case LogCommand.Offer(var view, var element) ->
                    open.filter(ring -> ring.of.view().equals(view))
                            .ifPresent(ring -> ring.offer(element));
            case LogCommand.Close() -> leave();
        }
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        leave();
        // A graceful shutdown waits for members that may be gone; terminate does not.
        worker.execute(this::terminate);
        worker.shutdown();
    }

    /// Waits until a closed transport has ended.
    ///
    /// @return whether it did within the time
    boolean awaitClosed(long withinMs) throws InterruptedException {
        return worker.awaitTermination(withinMs, TimeUnit.MILLISECONDS);
    }

    /// The name of the ring last opened.
    Optional<String> ringName() {
        return previous;
    }

    private void leave() {
        open.ifPresent(OpenRing::leave);
        open = Optional.empty();
        signalChange();
    }

    private void open(OpenRing ring) {
        if (ring.left()) return;
        try {
            Optional<HazelcastInstance> gathered = gather(ring);
            if (gathered.isEmpty()) return;
            Optional<String> name = name(gathered.get(), ring);
            if (name.isEmpty()) return;
            ring.begin(gathered.get().getRingbuffer(name.get()));
            awaitOpen(ring);
            if (ring.left()) return;
            freshForMs = FRESH_FOR_MS;
            dropPrevious(gathered.get(), ring.of, name.get());
            goOnTelling(ring, gathered.get());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            ring.fault("interrupted");
        } catch (RuntimeException failed) {
            ring.fault("Hazelcast cannot open the ring: " + failed.getMessage());
        }
    }

    private void awaitOpen(OpenRing ring) throws InterruptedException {
        while (!ring.left() && !ring.isOpen()) {
            if (ring.unopenedFor(System.nanoTime())
                    > TimeUnit.MILLISECONDS.toNanos(OPEN_WITHIN_MS)) {
                ring.fault("its owner does not answer");
                return;
            }
            awaitMembers(20);
        }
    }

    /// The ring's name: the owner chooses it, the others are told.
    ///
    /// @return empty if the ring was left meanwhile or has faulted
    private Optional<String> name(HazelcastInstance hazelcast, OpenRing ring)
            throws InterruptedException {
        if (owns(ring.of)) {
            int chosen = nameKeptHere(hazelcast, ring.of);
            ring.name = OptionalInt.of(chosen);
            tell(ring, hazelcast);
            return Optional.of(name(ring.of, chosen));
        }
        while (!ring.left()) {
            Optional<Word> word = ownersWord(ring.of).filter(said -> said.ring().isPresent());
            if (word.isPresent()) return Optional.of(name(ring.of, word.get().ring().getAsInt()));
            if (ring.unopenedFor(System.nanoTime())
                    > TimeUnit.MILLISECONDS.toNanos(OPEN_WITHIN_MS)) {
                ring.fault("its owner does not say where it is");
                break;
            }
            awaitMembers(20);
        }
        return Optional.empty();
    }

    private static String name(LogCommand.Open ring, int which) {
        return HazelcastSettings.RING + ring.view() + "/" + which;
    }

    /// The first name whose partition is on this member and is not being moved, or any if there is none such.
    private static int nameKeptHere(HazelcastInstance hazelcast, LogCommand.Open ring) {
        var partitions =
                ((HazelcastInstanceProxy) hazelcast).getOriginal().node.getPartitionService();
        for (int which = 0; which < MOST_NAMES; which++) {
            int id =
                    hazelcast
                            .getPartitionService()
                            .getPartition(name(ring, which))
                            .getPartitionId();
            var partition = partitions.getPartition(id, false);
            if (partition.isLocal() && !partition.isMigrating()) return which;
        }
        LOG.info(
                "view {}: this member keeps no partition, the ring is kept elsewhere", ring.view());
        return 0;
    }

    private void tell(OpenRing ring, HazelcastInstance hazelcast) {
        others.tell(ring.of, new Word(local(hazelcast).getUuid(), ring.name));
    }

    private void goOnTelling(OpenRing ring, HazelcastInstance hazelcast)
            throws InterruptedException {
        long untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TELL_NAME_FOR_MS);
        while (owns(ring.of) && !ring.left() && System.nanoTime() < untilNs) {
            tell(ring, hazelcast);
            awaitMembers(TELL_EVERY_MS);
        }
    }

    /// Frees the memory of the ring before this one; the owner does it for all.
    private void dropPrevious(HazelcastInstance hazelcast, LogCommand.Open ring, String name) {
        previous.filter(old -> owns(ring) && !old.equals(name))
                .ifPresent(old -> hazelcast.getRingbuffer(old).destroy());
        previous = Optional.of(name);
    }

    /// Brings Hazelcast's data members to be the view's members.
    ///
    /// @return this system's member, or empty if the ring was left meanwhile or has faulted
    private Optional<HazelcastInstance> gather(OpenRing ring) throws InterruptedException {
        long begunNs = System.nanoTime();
        long missedNs = begunNs;
        long patienceNs = TimeUnit.MILLISECONDS.toNanos(MISSED_AFTER_MS);
        long toldNs = begunNs - TimeUnit.MILLISECONDS.toNanos(TELL_EVERY_MS);
        while (!ring.left()) {
            if (owns(ring.of) && running().isEmpty()) start(settings.node());
            Optional<HazelcastInstance> own = running();
            if (!owns(ring.of) && missesOwner(own, ring.of)) {
                if (alone(own) || System.nanoTime() - missedNs > patienceNs) {
                    follow(ring.of);
                    own = running();
                    missedNs = System.nanoTime();
                    patienceNs *= 2;
                }
            } else if (owns(ring.of)
                    && own.isPresent()
                    && System.nanoTime() - toldNs >= TimeUnit.MILLISECONDS.toNanos(TELL_EVERY_MS)) {
                toldNs = System.nanoTime();
                tell(ring, own.get());
            }
            boolean patient = System.nanoTime() - missedNs <= patienceNs;
            if (own.isPresent() && complete(own.get(), ring, patient)) return own;
            if (System.nanoTime() - begunNs > TimeUnit.MILLISECONDS.toNanos(OPEN_WITHIN_MS)) {
                ring.fault(
                        "Hazelcast members are not the view's: missing " + missing(own, ring.of));
                return Optional.empty();
            }
            awaitMembers(20);
        }
        return Optional.empty();
    }

    /// Whether Hazelcast's data members are the view's; does what it can to make them so.
    private boolean complete(HazelcastInstance own, OpenRing ring, boolean masterTolerated) {
        try {
            for (Member stranger : strangers(own, ring.of, masterTolerated)) {
                suspect(own, stranger, ring.of);
            }
            // Promotion asks Hazelcast's master and waits for it; not before all of the view are in
            // one cluster.
            SortedSet<Integer> all = new TreeSet<>(ring.of.members().keySet());
            if (local(own).isLiteMember() && members(own, ring.of, true).keySet().equals(all))
                promote(own, ring.of);
            SortedMap<Integer, UUID> present = members(own, ring.of, false);
            if (!present.keySet().equals(all) || missesOwner(Optional.of(own), ring.of))
                return false;
            ring.uuids = present;
            return true;
        } catch (HazelcastInstanceNotActiveException dropped) {
            LOG.info("view {}: the Hazelcast member was dropped meanwhile", ring.of.view());
            return false;
        }
    }

    private static SortedSet<Integer> missing(
            Optional<HazelcastInstance> own, LogCommand.Open ring) {
        SortedSet<Integer> missing = new TreeSet<>(ring.members().keySet());
        own.ifPresent(present -> missing.removeAll(members(present, ring, false).keySet()));
        return missing;
    }

    /// Whether this member is in another cluster than the one that the owner says it has, or in none.
    private boolean missesOwner(Optional<HazelcastInstance> own, LogCommand.Open ring) {
        Optional<UUID> owner = ownersWord(ring).map(Word::member);
        if (owns(ring) || owner.isEmpty()) return false;
        return own.isEmpty()
                || own.get().getCluster().getMembers().stream()
                        .noneMatch(member -> member.getUuid().equals(owner.get()));
    }

    private static boolean alone(Optional<HazelcastInstance> own) {
        return own.isEmpty() || own.get().getCluster().getMembers().size() == 1;
    }

    private static Member local(HazelcastInstance own) {
        return own.getCluster().getLocalMember();
    }

    private boolean owns(LogCommand.Open ring) {
        return ring.owner() == settings.node();
    }

    private Optional<Word> ownersWord(LogCommand.Open ring) {
        return told.filter(latest -> latest.view().equals(ring.view().toString())).map(Told::word);
    }

    /// This system's member, unless it has ended or is being dropped.
    private Optional<HazelcastInstance> running() {
        return instance.filter(hazelcast -> hazelcast.getLifecycleService().isRunning());
    }

    /// Ends the present instance from outside the worker, which may be waiting in it for an answer that never comes.
    private void dropInstance() {
        Optional<HazelcastInstance> dropped = instance;
        instance = Optional.empty();
        dropped.ifPresent(
                hazelcast ->
                        ending =
                                Thread.ofVirtual()
                                        .start(
                                                () ->
                                                        attempt(
                                                                "terminate",
                                                                hazelcast.getLifecycleService()
                                                                        ::terminate)));
    }

    /// A call to a member that is silently gone may block the worker, and a cluster whose master is gone may not come to itself: the
    /// next ring is opened with a fresh instance if this one never opened, unless members are just coming.
    private void dropStuckInstance() {
        long nowNs = System.nanoTime();
        boolean stuck =
                open.map(ring -> ring.unopenedFor(nowNs))
                        .filter(ns -> ns > TimeUnit.MILLISECONDS.toNanos(STUCK_AFTER_MS))
                        .isPresent();
        boolean moving = nowNs - movedNs < TimeUnit.MILLISECONDS.toNanos(STUCK_AFTER_MS);
        if (stuck && !moving && nowNs - startedNs > TimeUnit.MILLISECONDS.toNanos(freshForMs)) {
            freshForMs = Math.min(2 * freshForMs, LONGEST_FRESH_FOR_MS);
            LOG.warn("a ring did not open; the next one is opened with a fresh Hazelcast member");
            startedNs = nowNs;
            dropInstance();
        }
    }

    /// Asks Hazelcast's master to make this member one that holds data. A member that has just found the others may not know who their
    /// master is: it is asked again a moment later.
    private static void promote(HazelcastInstance hazelcast, LogCommand.Open ring) {
        try {
            hazelcast.getCluster().promoteLocalLiteMember();
        } catch (IllegalStateException notYet) {
            LOG.info("view {}: not promoted yet: {}", ring.view(), notYet.getMessage());
        }
    }

    /// Members that must go: those that hold data without being in the view, and, if a first wait brought nothing, Hazelcast's master
    /// if it is not in the view, as nothing works without it. Any other lite member is a system about to join, and one that is removed
    /// could not come again with the same identity.
    private static List<Member> strangers(
            HazelcastInstance hazelcast, LogCommand.Open ring, boolean tolerateMaster) {
        List<Member> strangers = new ArrayList<>();
        boolean master = true;
        for (Member member : hazelcast.getCluster().getMembers()) {
            boolean goes = !member.isLiteMember() || master && !tolerateMaster;
            if (goes && !member.localMember() && !belongs(member, ring)) strangers.add(member);
            master = false;
        }
        return strangers;
    }

    /// Hazelcast evicts a member that all others suspect; its own detector is set to an hour.
    private static void suspect(
            HazelcastInstance hazelcast, Member stranger, LogCommand.Open ring) {
        LOG.info(
                "view {}: node {} is not in it, its Hazelcast member is suspected",
                ring.view(),
                stranger.getAttribute(HazelcastSettings.NODE));
        ((HazelcastInstanceProxy) hazelcast)
                .getOriginal()
                .node
                .getClusterService()
                .suspectMember((MemberImpl) stranger, "not in view " + ring.view(), true);
    }

    private static SortedMap<Integer, UUID> members(
            HazelcastInstance hazelcast, LogCommand.Open ring, boolean lite) {
        SortedMap<Integer, UUID> present = new TreeMap<>();
        for (Member member : hazelcast.getCluster().getMembers()) {
            if (belongs(member, ring) && (lite || !member.isLiteMember()))
                present.put(node(member), member.getUuid());
        }
        return present;
    }

    private static boolean belongs(Member member, LogCommand.Open ring) {
        Long incarnation = ring.members().get(node(member));
        return incarnation != null
                && incarnation
                        .toString()
                        .equals(member.getAttribute(HazelcastSettings.INCARNATION));
    }

    private static int node(Member member) {
        String node = member.getAttribute(HazelcastSettings.NODE);
        return node == null ? -1 : Integer.parseInt(node);
    }

    /// Leaves a cluster without the owner and joins the owner's.
    private void follow(LogCommand.Open ring) {
        LOG.info("view {}: joining the Hazelcast member of node {}", ring.view(), ring.owner());
        terminate();
        start(ring.owner());
    }

    /// @param into the node whose cluster to join; this one's own id for a cluster of its own
    private void start(int into) {
        if (closed) return;
        awaitEnding();
        String name = "vigil-" + settings.node() + "-" + INSTANCES.incrementAndGet();
        HazelcastInstance started =
                HazelcastInstanceFactory.newHazelcastInstance(
                        settings.config(name, into), name, new GuardedNode(admitted));
        started.getCluster().addMembershipListener(new Members());
        instance = Optional.of(started);
        startedNs = System.nanoTime();
    }

    private void terminate() {
        instance.ifPresent(
                hazelcast ->
                        attempt("terminate", () -> hazelcast.getLifecycleService().terminate()));
        instance = Optional.empty();
    }

    /// An instance that is being dropped holds its port until it has ended.
    private void awaitEnding() {
        try {
            if (!ending.join(Duration.ofMillis(ENDS_WITHIN_MS)))
                LOG.warn("a Hazelcast member did not end within {} ms", ENDS_WITHIN_MS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitMembers(long atMostMs) throws InterruptedException {
        lock.lock();
        try {
            membersChanged.await(atMostMs, TimeUnit.MILLISECONDS);
        } finally {
            lock.unlock();
        }
    }

    private void signalChange() {
        lock.lock();
        try {
            membersChanged.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static void attempt(String what, Runnable call) {
        try {
            call.run();
        } catch (RuntimeException failed) {
            LOG.warn("Hazelcast: {} failed: {}", what, failed.getMessage());
        }
    }

    /// Wakes who waits for members, and faults a ring that loses one.
    private final class Members implements MembershipListener {
        @Override
        public void memberAdded(MembershipEvent added) {
            movedNs = System.nanoTime();
            signalChange();
        }

        @Override
        public void memberRemoved(MembershipEvent removed) {
            signalChange();
            Member lost = removed.getMember();
            open.ifPresent(
                    ring -> {
                        if (ring.uuids.containsValue(lost.getUuid()))
                            ring.fault("Hazelcast lost the member of node " + node(lost));
                    });
        }
    }

    /// A ring from the order to open it until it is left or has faulted.
    private final class OpenRing {
        private final LogCommand.Open of;
        private final List<byte[]> early = new ArrayList<>();
        private volatile SortedMap<Integer, UUID> uuids = new TreeMap<>();
        private OptionalInt name = OptionalInt.empty();
        private final long orderedNs = System.nanoTime();
        private Optional<Ringbuffer<byte[]>> ring = Optional.empty();
        private boolean over;

        OpenRing(LogCommand.Open of) {
            this.of = of;
        }

        /// For how long it has not been opened, or 0 when it was.
        synchronized long unopenedFor(long nowNs) {
            return ring.isPresent() ? 0 : nowNs - orderedNs;
        }

        synchronized boolean left() {
            return over;
        }

        synchronized void leave() {
            over = true;
            early.clear();
        }

        synchronized void fault(String why) {
            if (over) return;
            leave();
            happenings.accept(new LogHappening.Fault(of.view(), why));
        }

        /// The first read asks for nothing: its answer proves that the ring has a living owner.
        void begin(Ringbuffer<byte[]> candidate) {
            candidate
                    .readManyAsync(0, 0, READ_AT_ONCE, null)
                    .whenComplete(
                            (_, failed) -> {
                                if (failed != null) fault("its first read: " + failed);
                                else if (opened(candidate)) read(0);
                                signalChange();
                            });
        }

        private synchronized boolean opened(Ringbuffer<byte[]> candidate) {
            if (over) return false;
            ring = Optional.of(candidate);
            happenings.accept(new LogHappening.Opened(of.view()));
            early.forEach(this::append);
            early.clear();
            return true;
        }

        synchronized boolean isOpen() {
            return ring.isPresent();
        }

        synchronized void offer(byte[] item) {
            if (over) return;
            if (ring.isPresent()) append(item);
            else early.add(item);
        }

        private void append(byte[] item) {
            ring.orElseThrow()
                    .addAsync(item, OverflowPolicy.OVERWRITE)
                    .whenComplete(
                            (position, failed) -> {
                                if (failed != null) fault("an append failed: " + failed);
                            });
        }

        private void read(long from) {
            ring.orElseThrow()
                    .readManyAsync(from, 1, READ_AT_ONCE, null)
                    .whenComplete(
                            (items, failed) -> {
                                if (failed != null) fault("reading from " + from + ": " + failed);
                                else if (deliver(from, items)) read(from + items.readCount());
                            });
        }

        private synchronized boolean deliver(long from, ReadResultSet<byte[]> items) {
            if (over) return false;
            if (items.getSequence(0) != from) {
                fault("a gap: expected position " + from + ", got " + items.getSequence(0));
                return false;
            }
            List<byte[]> copy = new ArrayList<>(items.size());
            items.forEach(copy::add);
            happenings.accept(new LogHappening.Items(of.view(), from, copy));
            return true;
        }
    }
}
