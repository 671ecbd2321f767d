package dev.vigil.engine.gab;

import dev.vigil.engine.had.StackConfig;
import dev.vigil.engine.llt.LinkMonitor;
import dev.vigil.engine.llt.Timing;
import dev.vigil.engine.node.NodeReport;
import dev.vigil.engine.node.PeerReport;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Whom this system hears, by its hanode's last report, and which engines have asked to be taken in.
final class Neighbours {
    private static final long FRESH_NS = 600_000_000L;

    private final StackConfig config;
    private final SortedMap<Integer, Greeting> hellos = new TreeMap<>();
    private Optional<NodeReport> node = Optional.empty();

    /// A hello and when it came.
    private record Greeting(GabMessage.Hello hello, long atNs) {
        boolean fresh(long nowNs) {
            return nowNs - atNs < FRESH_NS;
        }
    }

    Neighbours(StackConfig config) {
        this.config = config;
    }

    /// hanode has reported.
    void reported(NodeReport report) {
        node = Optional.of(report);
    }

    /// What hanode said last.
    Optional<NodeReport> node() {
        return node;
    }

    /// The period of this system's heartbeats.
    long heartbeatNs() {
        return node.map(NodeReport::heartbeatNs).orElse(config.timing().heartbeatNs());
    }

    /// An engine asks to be taken in.
    ///
    /// @param view the newest view known here
    /// @return whether it is not older than one that has asked before, or that the view has: then the network has held its word up
    boolean asked(long atNs, int peer, GabMessage.Hello hello, View view) {
        Greeting before = hellos.get(peer);
        long newest = view.members().getOrDefault(peer, 0L);
        if (before != null) newest = Math.max(newest, before.hello.incarnation());
        if (hello.incarnation() < newest) {
            return false;
        }
        hellos.put(peer, new Greeting(hello, atNs));
        return true;
    }

    /// Engines that are in a view ask no more, nor do those before them.
    void takenIn(View view) {
        hellos.entrySet()
                .removeIf(
                        e ->
                                view.members().getOrDefault(e.getKey(), 0L)
                                        >= e.getValue().hello.incarnation());
    }

    /// The hello of a system that has ever asked.
    ///
    /// @throws IllegalStateException if it has not
    GabMessage.Hello hello(int id) {
        if (!hellos.containsKey(id)) {
            throw new IllegalStateException("system " + id + " has never asked to be taken in");
        }
        return hellos.get(id).hello;
    }

    /// Whether a system has ever asked.
    boolean hasAsked(int id) {
        return hellos.containsKey(id);
    }

    /// Whether an engine asks to be taken in whose system has no vote on the successor of a view.
    boolean asksWithoutVote(long atNs, int id, View view) {
        Greeting greeting = hellos.get(id);
        return greeting != null
                && greeting.fresh(atNs)
                && !view.votes(id, greeting.hello.born(), greeting.hello.stateOf());
    }

    /// Whether another engine than that of `incarnation` asks on a system, and may be taken in.
    boolean asksAnew(long atNs, int id, long incarnation) {
        Greeting greeting = hellos.get(id);
        return greeting != null
                && greeting.hello.incarnation() > incarnation
                && greeting.fresh(atNs)
                && greeting.hello.ready();
    }

    /// Whether some node daemon that is heard of is still in this view, although its engine is in none.
    boolean anyNodeIn(long atNs, View view) {
        return hellos.values().stream()
                .anyMatch(
                        g ->
                                g.fresh(atNs)
                                        && g.hello.seeded()
                                        && g.hello.view().id().equals(view.id()));
    }

    /// Whether a peer's node is heard and is in a view: what runs there is guarded, whatever became of its engine.
    boolean guarded(int id) {
        PeerReport peer = node.orElseThrow().peers().get(id);
        return peer != null && peer.heard() && peer.view().exists();
    }

    /// Peers whose node is heard and is in a view, and whose engine does not ask to be taken in: what runs there is not known.
    SortedSet<Integer> guardedAlone(long atNs) {
        SortedSet<Integer> alone = new TreeSet<>(node.orElseThrow().peers().keySet());
        alone.removeIf(
                id -> !guarded(id) || (hellos.containsKey(id) && hellos.get(id).fresh(atNs)));
        return alone;
    }

    /// Whether this node daemon has listened for so long that who was not heard is silent.
    boolean hasListened() {
        return node.orElseThrow().heard().equals(reallyHeard());
    }

    /// Whether a peer is heard and its engine is up.
    boolean hasEngine(int id) {
        PeerReport peer = node.orElseThrow().peers().get(id);
        return peer != null && peer.heard() && peer.engineUp();
    }

    /// Whether a peer's node is in another history than this view's, or has gone further: nothing arbitrates between the two, and it will not
    /// promise anything.
    boolean goesItsOwnWay(int id, View view) {
        PeerReport peer = node.orElseThrow().peers().get(id);
        return !view.mode().arbitrates()
                && peer != null
                && peer.view().number() >= view.id().number()
                && !peer.view().equals(view.id());
    }

    /// Whether hanode hears a peer.
    boolean heard(int id) {
        PeerReport peer = node.orElseThrow().peers().get(id);
        return peer != null && peer.heard();
    }

    /// The systems that this one hears, itself too.
    SortedSet<Integer> hears() {
        SortedSet<Integer> hears = node.orElseThrow().heard();
        hears.add(config.id());
        return hears;
    }

    /// The systems that have been heard by this very node daemon and are not silent; one that has just begun to listen counts nobody.
    SortedSet<Integer> reallyHeard() {
        SortedSet<Integer> heard = node.orElseThrow().heard();
        heard.removeIf(id -> node.orElseThrow().peers().get(id).lastHeardNs() == LinkMonitor.NEVER);
        return heard;
    }

    /// Engines that are not in the view, ask to be, and are heard by all of it and hear all of it.
    SortedMap<Integer, GabMessage.Hello> joiners(long atNs, View view) {
        var joiners = new TreeMap<Integer, GabMessage.Hello>();
        hellos.forEach(
                (id, greeting) -> {
                    GabMessage.Hello hello = greeting.hello;
                    boolean asks =
                            !view.has(id, hello.incarnation())
                                    && greeting.fresh(atNs)
                                    && mayJoin(id, hello, view)
                                    && heard(id)
                                    && hello.mode() == view.mode()
                                    && hello.points().equals(config.points());
                    if (!asks) {
                        return;
                    }
                    SortedSet<Integer> others = view.systems();
                    others.remove(id);
                    if (hello.hears().containsAll(others) && hearsFrom(others, id)) {
                        joiners.put(id, hello);
                    }
                });
        return joiners;
    }

    /// Whether all `members` say that they hear `id`.
    private boolean hearsFrom(SortedSet<Integer> members, int id) {
        SortedMap<Integer, PeerReport> peers = node.orElseThrow().peers();
        return members.stream()
                .filter(m -> m != config.id())
                .allMatch(m -> peers.get(m) != null && peers.get(m).hears().contains(id));
    }

    /// Whether an engine that is in no view may be taken into one: a system that is still in it goes on with what runs there, one that
    /// was dropped from it must have stopped, whatever its engine knows of that.
    private static boolean mayJoin(int id, GabMessage.Hello hello, View view) {
        return hello.ready() && (hello.stopped() || view.systems().contains(id));
    }

    /// The engines that are in no view, know of the same newest one, and are heard; this one too.
    SortedSet<Integer> present(long atNs, View view) {
        var present = new TreeSet<Integer>();
        present.add(config.id());
        hellos.forEach(
                (id, greeting) -> {
                    if (greeting.fresh(atNs)
                            && mayJoin(id, greeting.hello, view)
                            && heard(id)
                            && greeting.hello.view().id().equals(view.id())) {
                        present.add(id);
                    }
                });
        return present;
    }

    /// The hellos of those of `present` that are not this system.
    SortedMap<Integer, GabMessage.Hello> hellosOf(SortedSet<Integer> present) {
        var of = new TreeMap<Integer, GabMessage.Hello>();
        others(present).forEach(id -> of.put(id, hello(id)));
        return of;
    }

    /// Peers that are heard and are in a view with an engine of it.
    SortedSet<Integer> seeded(long atNs) {
        var seeded = new TreeSet<Integer>();
        node.ifPresent(
                now ->
                        now.peers()
                                .forEach(
                                        (id, peer) -> {
                                            Greeting greeting = hellos.get(id);
                                            boolean asks =
                                                    greeting != null
                                                            && greeting.fresh(atNs)
                                                            && greeting.hello.incarnation()
                                                                    >= peer.engine();
                                            if (peer.heard()
                                                    && peer.view().exists()
                                                    && peer.engineUp()
                                                    && !asks) {
                                                seeded.add(id);
                                            }
                                        }));
        return seeded;
    }

    /// Whether those that are present all hear each other.
    boolean allHear(SortedSet<Integer> present) {
        return node.orElseThrow().heard().containsAll(others(present))
                && others(present).stream()
                        .allMatch(
                                id -> {
                                    var needed = new TreeSet<>(present);
                                    needed.remove(id);
                                    return hello(id).hears().containsAll(needed);
                                });
    }

    private SortedSet<Integer> others(SortedSet<Integer> ids) {
        var others = new TreeSet<>(ids);
        others.remove(config.id());
        return others;
    }

    /// What a first view starts with: the largest peerinact that one of those present has configured.
    Timing configured(SortedSet<Integer> present) {
        Timing largest = config.timing();
        for (int id : others(present)) {
            GabMessage.Hello hello = hello(id);
            if (hello.peerinactNs() > largest.peerinactNs()) {
                largest =
                        new Timing(
                                hello.peerinactNs(),
                                largest.heartbeatNs(),
                                largest.peertroubleNs(),
                                hello.marginNs());
            }
        }
        return largest;
    }
}
