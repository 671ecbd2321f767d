package dev.vigil.engine.log;

import com.hazelcast.cluster.Member;
import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.cluster.impl.MemberImpl;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.ringbuffer.OverflowPolicy;
import com.hazelcast.ringbuffer.ReadResultSet;
import com.hazelcast.ringbuffer.Ringbuffer;

import dev.vigil.engine.gab.ViewId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
/// ## A divided transport
///
/// Members that started at the same moment can form two Hazelcast clusters, and a member that was cut off becomes a cluster of one.
/// A member that does not find the view's owner in its cluster drops its instance and joins the owner's with a fresh one.
///
/// ## Links
///
/// Hazelcast knows one network. The owner of a view looks which link is up to all members, stays on the present one if that is, and tells
/// the others; who is told of another one drops its instance and starts a fresh one there.
public final class HazelcastTransport implements LogTransport {
    /// How long an open may take before the view is told that it failed.
    private static final long OPEN_WITHIN_MS = 15_000;

    /// How long a member waits for the owner to appear before it looks for it with a fresh instance.
    private static final long MISSED_AFTER_MS = 1_000;

    /// A ring that was not open after so long is stuck in Hazelcast.
    private static final long STUCK_AFTER_MS = 1_500;

    /// An instance is given so long before it is blamed.
    private static final long FRESH_FOR_MS = 4_000;

    private static final int READ_AT_ONCE = 256;

    private static final Logger LOG = LoggerFactory.getLogger(HazelcastTransport.class);

    /// Instances are named uniquely, also over several transports in one JVM.
    private static final AtomicInteger INSTANCES = new AtomicInteger();

    /// Which link carries the log.
    public interface Links {
        /// The link to use between this system and the other members of a view. Called from several threads.
        ///
        /// @param present index of the one in use, to be kept if it will do
        int best(SortedSet<Integer> members, int present);

        /// Tells the other members of a view which link its owner has chosen; said again until the ring is open.
        void tell(LogCommand.Open ring, int link);
    }

    private static final long TELL_EVERY_MS = 200;

    private final HazelcastSettings settings;
    private final Links links;
    private final Consumer<LogHappening> happenings;
    private final ExecutorService worker;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition membersChanged = lock.newCondition();

    private volatile Optional<HazelcastInstance> instance = Optional.empty();
    private volatile Optional<OpenRing> open = Optional.empty();
    private volatile boolean closed;
    private volatile int link;
    private volatile Optional<Told> told = Optional.empty();
    private volatile long startedNs = System.nanoTime();
    private Optional<ViewId> previous = Optional.empty();

    /// What the owner of a view has said.
    private record Told(String view, int link) {}

    /// Begins to start a member at once: that takes longer than anything that follows.
    public HazelcastTransport(
            HazelcastSettings settings, Links links, Consumer<LogHappening> happenings) {
        this.settings = settings;
        this.links = links;
        this.happenings = happenings;
        this.worker =
                Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("log-transport").factory());
        worker.execute(() -> attempt("start", () -> start(settings.links().get(link))));
    }

    /// The owner of a view has chosen a link. Any thread may say so.
    ///
    /// @param view the view's id as text
    public void told(String view, int chosen) {
        if (chosen < 0 || chosen >= settings.links().size()) return;
        told = Optional.of(new Told(view, chosen));
        if (chosen != link) dropInstance();
    }

    @Override
    public void carryOut(LogCommand command) {
        switch (command) {
            case LogCommand.Open ring -> {
                dropStuckInstance();
                leave();
                var opening = new OpenRing(ring);
                open = Optional.of(opening);
                if (owns(ring) && links.best(others(ring), link) != link) dropInstance();
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

    private void leave() {
        open.ifPresent(OpenRing::leave);
        open = Optional.empty();
    }

    private void open(OpenRing ring) {
        if (ring.left()) return;
        try {
            if (!gather(ring)) return;
            HazelcastInstance hazelcast = instance.orElseThrow();
            ring.begin(hazelcast.getRingbuffer(HazelcastSettings.RING + ring.of.view()));
            dropPrevious(hazelcast, ring.of);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            ring.fault("interrupted");
        } catch (RuntimeException failed) {
            ring.fault("Hazelcast cannot open the ring: " + failed.getMessage());
        }
    }

    /// Frees the memory of the ring before this one; the owner does it for all.
    private void dropPrevious(HazelcastInstance hazelcast, LogCommand.Open ring) {
        previous.filter(old -> owns(ring) && !old.equals(ring.view()))
                .ifPresent(old -> hazelcast.getRingbuffer(HazelcastSettings.RING + old).destroy());
        previous = Optional.of(ring.view());
    }

    /// Brings Hazelcast's data members to be the view's members.
    ///
    /// @return false if the ring was left meanwhile or has faulted
    private boolean gather(OpenRing ring) throws InterruptedException {
        long begun = System.nanoTime();
        long missedSince = begun;
        long toldAt = begun - TimeUnit.MILLISECONDS.toNanos(TELL_EVERY_MS);
        boolean masterTolerated = true;
        while (!ring.left()) {
            useLink(wantedLink(ring.of));
            if (owns(ring.of)
                    && System.nanoTime() - toldAt >= TimeUnit.MILLISECONDS.toNanos(TELL_EVERY_MS)) {
                toldAt = System.nanoTime();
                links.tell(ring.of, link);
            }
            if (instance.isEmpty() || !instance.get().getLifecycleService().isRunning())
                start(settings.links().get(link));
            HazelcastInstance hazelcast = instance.orElseThrow();
            for (Member stranger : strangers(hazelcast, ring.of, masterTolerated)) {
                suspect(hazelcast, stranger, ring.of);
            }
            // Promotion asks Hazelcast's master and waits for it; not before all of the view are in
            // one cluster.
            if (hazelcast.getCluster().getLocalMember().isLiteMember()
                    && members(hazelcast, ring.of, true)
                            .keySet()
                            .equals(ring.of.members().keySet())) promote(hazelcast, ring.of);
            SortedMap<Integer, UUID> present = members(hazelcast, ring.of, false);
            if (present.keySet().equals(ring.of.members().keySet())) {
                ring.uuids = present;
                return true;
            }
            long now = System.nanoTime();
            if (now - begun > TimeUnit.MILLISECONDS.toNanos(OPEN_WITHIN_MS)) {
                SortedSet<Integer> missing = new TreeSet<>(ring.of.members().keySet());
                missing.removeAll(present.keySet());
                ring.fault("Hazelcast members are not the view's: missing " + missing);
                return false;
            }
            if (now - missedSince > TimeUnit.MILLISECONDS.toNanos(MISSED_AFTER_MS)) {
                missedSince = now;
                masterTolerated = false;
                if (!members(hazelcast, ring.of, true).containsKey(ring.of.members().firstKey()))
                    follow(ring.of);
            }
            awaitMembers(20);
        }
        return false;
    }

    private boolean owns(LogCommand.Open ring) {
        return ring.members().firstKey() == settings.node();
    }

    private SortedSet<Integer> others(LogCommand.Open ring) {
        SortedSet<Integer> others = new TreeSet<>(ring.members().keySet());
        others.remove(settings.node());
        return others;
    }

    private int wantedLink(LogCommand.Open ring) {
        if (owns(ring)) return links.best(others(ring), link);
        return told.filter(word -> word.view().equals(ring.view().toString()))
                .map(Told::link)
                .orElse(link);
    }

    private void useLink(int wanted) {
        if (wanted == link) return;
        LOG.info("the log goes over to link {}", wanted);
        terminate();
        link = wanted;
    }

    /// Ends the present instance from outside the worker, which may be waiting in it for an answer that never comes.
    private void dropInstance() {
        Optional<HazelcastInstance> present = instance;
        Thread.ofVirtual()
                .start(
                        () ->
                                present.ifPresent(
                                        hazelcast ->
                                                attempt(
                                                        "terminate",
                                                        () ->
                                                                hazelcast
                                                                        .getLifecycleService()
                                                                        .terminate())));
    }

    /// A call to a member that is silently gone may block the worker, and a cluster whose master is gone may not come to itself: the
    /// next ring is opened with a fresh instance if this one never opened.
    private void dropStuckInstance() {
        long nowNs = System.nanoTime();
        boolean stuck =
                open.map(ring -> ring.unopenedFor(nowNs))
                        .filter(ns -> ns > TimeUnit.MILLISECONDS.toNanos(STUCK_AFTER_MS))
                        .isPresent();
        if (stuck && nowNs - startedNs > TimeUnit.MILLISECONDS.toNanos(FRESH_FOR_MS)) {
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

    /// Leaves a cluster without the owner and looks for the owner's.
    private void follow(LogCommand.Open ring) {
        if (owns(ring)) return;
        LOG.info(
                "view {}: its owner, node {}, is in another Hazelcast cluster",
                ring.view(),
                ring.members().firstKey());
        terminate();
        start(
                new TreeMap<>(
                        Map.of(
                                ring.members().firstKey(),
                                settings.links().get(link).get(ring.members().firstKey()))));
    }

    private void start(SortedMap<Integer, String> known) {
        if (closed) return;
        String name = "vigil-" + settings.node() + "-" + INSTANCES.incrementAndGet();
        HazelcastInstance started =
                Hazelcast.newHazelcastInstance(settings.config(name, link, known));
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

    private void awaitMembers(long atMostMs) throws InterruptedException {
        lock.lock();
        try {
            membersChanged.await(atMostMs, TimeUnit.MILLISECONDS);
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
            changed();
        }

        @Override
        public void memberRemoved(MembershipEvent removed) {
            changed();
            Member lost = removed.getMember();
            open.ifPresent(
                    ring -> {
                        if (ring.uuids.containsValue(lost.getUuid()))
                            ring.fault("Hazelcast lost the member of node " + node(lost));
                    });
        }

        private void changed() {
            lock.lock();
            try {
                membersChanged.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /// A ring from the order to open it until it is left or has faulted.
    private final class OpenRing {
        private final LogCommand.Open of;
        private final List<byte[]> early = new ArrayList<>();
        private volatile SortedMap<Integer, UUID> uuids = new TreeMap<>();
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

        void begin(Ringbuffer<byte[]> opened) {
            // The one call that waits: it proves that the ring's partition has a living owner.
            opened.tailSequence();
            synchronized (this) {
                if (over) return;
                ring = Optional.of(opened);
                happenings.accept(new LogHappening.Opened(of.view()));
                early.forEach(this::append);
                early.clear();
            }
            read(0);
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
