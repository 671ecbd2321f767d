package dev.vigil.engine.fence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/// This engine's standing at the coordination points: its registrations, and its race when there is one.
///
/// Without points (any mode but `customized`) everything is granted and nothing asked. Pure: requests go out through [Port], answers
/// and time come in.
public final class Fencing {
    private static final long MS = 1_000_000L;

    /// How often a point is asked whether the key is still there: a missing point is noticed in peacetime.
    private static final long CHECK_NS = 5_000 * MS;

    private static final long AGAIN_NS = 500 * MS;

    private final Key key;
    private final List<String> points;
    private final Port port;
    private final SortedMap<String, Desk> desks = new TreeMap<>();
    private final SortedMap<Long, String> racing = new TreeMap<>();
    private Optional<Race> race = Optional.empty();
    private long requests;

    /// Where requests go; each is answered exactly once.
    public interface Port {
        /// Asks a point.
        void ask(String point, long request, PointRequest what);

        /// A point is missing, or there again.
        void changed(PointStanding standing);

        /// A point had this engine's key, had it no longer, and has taken it again, as it takes none that was ejected: it does not know any
        /// more what it knew.
        void forgot(String point);
    }

    /// What has come of the race.
    public enum Outcome {
        /// There is none.
        NONE,
        /// Not decided yet.
        RUNNING,
        /// The victims are ejected from a majority of the points.
        WON,
        /// Others were first.
        LOST
    }

    /// One point, as far as registration goes.
    private static final class Desk {
        PointStanding standing;
        long askAtNs;
        long asked;
        SortedSet<Integer> heard = new TreeSet<>();
        boolean strangers;
        boolean hadKey;
        boolean missed;
        SortedSet<Integer> holders = new TreeSet<>();

        Desk(String point) {
            standing = new PointStanding(point, PointStanding.State.UNKNOWN, "not asked yet");
        }
    }

    /// An engine that is registered nowhere yet.
    ///
    /// @param key this engine's
    /// @param points all configured ones in the order of `vxfenmode`; none in modes without points
    public Fencing(Key key, List<String> points, Port port) {
        this.key = key;
        this.points = List.copyOf(points);
        this.port = port;
        points.forEach(point -> desks.put(point, new Desk(point)));
    }

    /// Whether a majority of the points has this engine's key.
    public boolean registered() {
        return points.isEmpty() || count(PointStanding.State.REGISTERED) > points.size() / 2;
    }

    /// Whether this engine's key will not do any more: so many points refuse it that it can win no race, or it is in no view and one of the
    /// points that it needs will never have it. Only a newer engine is registered there again.
    ///
    /// @param member of a view; who is in none may still be refused for the sake of systems that it does not hear, which passes
    public boolean ejected(boolean member) {
        if (points.isEmpty()) {
            return false;
        }
        long refusing =
                desks.values().stream()
                        .filter(
                                desk ->
                                        desk.standing.state() == PointStanding.State.REFUSED
                                                || desk.standing.state()
                                                        == PointStanding.State.EJECTED)
                        .filter(desk -> member || !desk.strangers)
                        .count();
        return points.size() - refusing <= points.size() / 2 || (!member && outdated());
    }

    /// Whether a point has this key no more, and those that have it are too few: others are down, or have lost what they knew.
    private boolean outdated() {
        return !registered()
                && count(PointStanding.State.EJECTED) > 0
                && count(PointStanding.State.UNKNOWN) == 0;
    }

    /// Whether a majority of the points has this engine's key and, beside it, only keys of these systems: then no other engine lives that is
    /// in a view, as each of those has its key at a majority.
    public boolean nobodyBut(SortedSet<Integer> systems) {
        long alone =
                desks.values().stream()
                        .filter(desk -> desk.standing.state() == PointStanding.State.REGISTERED)
                        .filter(desk -> systems.containsAll(desk.holders))
                        .count();
        return points.isEmpty() || alone > points.size() / 2;
    }

    /// Systems other than these whose keys are at the points.
    public SortedSet<Integer> holdersBut(SortedSet<Integer> systems) {
        var others = new TreeSet<Integer>();
        desks.values().forEach(desk -> others.addAll(desk.holders));
        others.removeAll(systems);
        return others;
    }

    /// Every point, in the order of `vxfenmode`.
    public List<PointStanding> standings() {
        return points.stream().map(point -> desks.get(point).standing).toList();
    }

    /// Why this engine is not registered, for people.
    public String obstacle() {
        var reasons = new ArrayList<String>();
        for (PointStanding standing : standings()) {
            if (standing.state() != PointStanding.State.REGISTERED) {
                reasons.add(standing.point() + ": " + standing.reason());
            }
        }
        return String.join("; ", reasons);
    }

    /// Time has passed.
    ///
    /// @param known gives the systems that are heard or known to be members: keys of others must not be at the points
    public void tick(long atNs, Supplier<SortedSet<Integer>> known) {
        for (String point : points) {
            Desk desk = desks.get(point);
            if (desk.asked == 0 && atNs >= desk.askAtNs) {
                desk.asked = ++requests;
                desk.heard = new TreeSet<>(known.get());
                // One that was away is asked first whether it still knows the key.
                port.ask(
                        point,
                        desk.asked,
                        desk.hadKey
                                ? new PointRequest.ReadKeys()
                                : new PointRequest.Register(key, desk.heard));
            }
        }
        askNext(atNs);
    }

    /// A point has answered.
    public void answered(long atNs, String point, long request, PointAnswer answer) {
        if (racing.containsKey(request)) {
            racing.remove(request);
            race.ifPresent(now -> now.answered(atNs, point, answer));
            askNext(atNs);
        }
        Desk desk = desks.get(point);
        if (desk != null && desk.asked == request) {
            desk.asked = 0;
            learn(atNs, desk, answer);
        }
    }

    private void learn(long atNs, Desk desk, PointAnswer answer) {
        PointStanding before = desk.standing;
        desk.strangers =
                answer instanceof PointAnswer.Refused refused
                        && refused.keys().stream()
                                .map(Key::system)
                                .anyMatch(id -> id != key.system() && !desk.heard.contains(id));
        if (answer instanceof PointAnswer.Granted granted) {
            desk.holders = new TreeSet<>();
            granted.keys().forEach(held -> desk.holders.add(held.system()));
        }
        String point = before.point();
        desk.standing =
                switch (answer) {
                    case PointAnswer.Granted granted ->
                            granted.keys().contains(key)
                                    ? new PointStanding(point, PointStanding.State.REGISTERED, "")
                                    : new PointStanding(
                                            point,
                                            PointStanding.State.UNKNOWN,
                                            "the key of this system is not there");
                    case PointAnswer.Refused refused ->
                            new PointStanding(
                                    point,
                                    refused.dead()
                                            ? PointStanding.State.EJECTED
                                            : PointStanding.State.REFUSED,
                                    refused.reason());
                    case PointAnswer.Unreachable unreachable ->
                            new PointStanding(
                                    point, PointStanding.State.UNREACHABLE, unreachable.reason());
                };
        boolean there = desk.standing.state() == PointStanding.State.REGISTERED;
        boolean gone = desk.hadKey && desk.standing.state() == PointStanding.State.UNKNOWN;
        if (there && desk.missed) {
            port.forgot(point);
        }
        desk.missed = gone;
        desk.hadKey = there || desk.hadKey && answer instanceof PointAnswer.Unreachable;
        desk.askAtNs = gone ? atNs : atNs + (there ? CHECK_NS : AGAIN_NS);
        if (before.state() != desk.standing.state() && !gone) {
            port.changed(desk.standing);
        }
    }

    /// Begins a race for the right to go on without some systems; a race under way is given up.
    ///
    /// @param victims whose keys are to be ejected, with the incarnations that are known
    /// @param startNs when to begin: the side that should lose begins later
    /// @param raceNs R: the time there is
    public void race(
            long atNs,
            SortedSet<Integer> victims,
            SortedSet<Key> known,
            long startNs,
            long raceNs) {
        racing.clear();
        race =
                Optional.of(
                        new Race(
                                points,
                                new PointRequest.Eject(key, victims, known),
                                startNs,
                                raceNs));
        askNext(atNs);
    }

    /// Nobody is raced any more.
    public void giveUp() {
        race = Optional.empty();
        racing.clear();
    }

    /// What has come of the race.
    public Outcome outcome() {
        return race.map(
                        now ->
                                switch (now.verdict()) {
                                    case RUNNING -> Outcome.RUNNING;
                                    case WON -> Outcome.WON;
                                    case LOST -> Outcome.LOST;
                                })
                .orElse(Outcome.NONE);
    }

    /// The points that have refused in the race, for people.
    public SortedSet<String> refusals() {
        return race.map(Race::refusals).orElseGet(TreeSet::new);
    }

    /// Takes this engine's key away everywhere: it leaves.
    public void leave() {
        giveUp();
        points.forEach(point -> port.ask(point, ++requests, new PointRequest.Unregister(key)));
    }

    /// When [#tick] is due.
    public long nextDeadlineNs() {
        long next = race.map(Race::nextDeadlineNs).orElse(Long.MAX_VALUE);
        for (Desk desk : desks.values()) {
            if (desk.asked == 0) {
                next = Math.min(next, desk.askAtNs);
            }
        }
        return next;
    }

    private void askNext(long atNs) {
        race.ifPresent(
                now ->
                        now.next(atNs)
                                .ifPresent(
                                        point -> {
                                            long request = ++requests;
                                            racing.put(request, point);
                                            port.ask(point, request, now.request());
                                        }));
    }

    private int count(PointStanding.State state) {
        return (int) desks.values().stream().filter(desk -> desk.standing.state() == state).count();
    }
}
