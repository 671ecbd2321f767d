package dev.vigil.engine.sim;

import dev.vigil.engine.gab.LossKind;
import dev.vigil.engine.had.Application;
import dev.vigil.engine.had.ViewChange;
import dev.vigil.engine.log.ItemId;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A small cluster engine for simulations: failover groups that want to be online on one system, and commands that are counted.
///
/// It keeps the duties of rules 34 and 35: orders only to systems that have reported what runs there, operations with ids, outcomes of other
/// ids ignored, nothing started while another system may be running it.
final class SimApplication implements Application {
    private static final int NOWHERE = -1;

    private final int groups;
    private final SortedMap<Integer, Long> members = new TreeMap<>();
    private final SortedMap<Integer, Long> probed = new TreeMap<>();
    private final SortedMap<Integer, Group> placed = new TreeMap<>();
    private final SortedMap<String, Long> counted = new TreeMap<>();
    private boolean waitForAll;
    private long operations;
    private long histories;

    /// Where a group is, and what is under way with it.
    ///
    /// @param system where it is, or is being started or stopped; -1 nowhere
    /// @param phase what it does there
    /// @param operation id of what is under way, empty when nothing
    /// @param disabledFor the system that may still run it unseen, -1 none
    /// @param target where a switch wants it, -1 anywhere
    private record Group(int system, Phase phase, String operation, int disabledFor, int target) {
        Group nowhere() {
            return new Group(NOWHERE, Phase.OFFLINE, "", disabledFor, target);
        }
    }

    private enum Phase {
        OFFLINE,
        STARTING,
        ONLINE,
        STOPPING
    }

    SimApplication(int groups) {
        this.groups = groups;
        reset();
    }

    private void reset() {
        members.clear();
        probed.clear();
        placed.clear();
        counted.clear();
        for (int g = 0; g < groups; g++) {
            placed.put(g, new Group(NOWHERE, Phase.OFFLINE, "", NOWHERE, NOWHERE));
        }
        waitForAll = true;
    }

    @Override
    public List<Object> viewOpened(long atNs, ViewChange change) {
        var effects = new ArrayList<Object>();
        if (change.fresh()) {
            reset();
            histories = change.view().number();
        }
        members.clear();
        members.putAll(change.members());
        probed.keySet().retainAll(members.keySet());
        change.lost().forEach((system, kind) -> lost(system, kind, change.fresh()));
        for (int id : change.joined()) {
            probed.remove(id);
            effects.add(new SimEffect.Probe(id, members.get(id)));
        }
        place(effects);
        return effects;
    }

    /// Where nobody remembers what a lost system ran, it may have been anything.
    private void lost(int system, LossKind kind, boolean forgotten) {
        placed.replaceAll(
                (g, group) -> {
                    boolean there = group.system == system || forgotten;
                    return switch (kind) {
                        case CRASH, EXITED -> there ? group.nowhere() : group;
                        // What is nowhere may be started by the other side as well.
                        case JEOPARDY, UNARBITRATED, DDNA ->
                                there || group.system == NOWHERE
                                        ? new Group(NOWHERE, Phase.OFFLINE, "", system, NOWHERE)
                                        : group;
                    };
                });
    }

    @Override
    public List<Object> apply(long atNs, ItemId id, byte[] payload) {
        var effects = new ArrayList<Object>();
        String[] words = new String(payload, StandardCharsets.UTF_8).split(" ");
        switch (words[0]) {
            case "probe" ->
                    probed(Integer.parseInt(words[1]), Long.parseLong(words[2]), words, effects);
            case "ended" -> ended(Integer.parseInt(words[1]), words[2], words[3].equals("up"));
            case "switch" ->
                    change(Integer.parseInt(words[1]), Integer.parseInt(words[2]), effects);
            case "count" -> {
                String origin = id.system() + "." + id.incarnation();
                long number = Long.parseLong(words[1]);
                long before = counted.getOrDefault(origin, 0L);
                if (number != before + 1) {
                    throw new SimFailure(
                            "command " + number + " of " + origin + " is applied after " + before);
                }
                counted.put(origin, number);
                effects.add(new SimEffect.Done(id.system(), id.incarnation(), number));
            }
            default -> throw new SimFailure("unknown command " + words[0]);
        }
        place(effects);
        return effects;
    }

    private void probed(int system, long incarnation, String[] words, List<Object> effects) {
        if (!Long.valueOf(incarnation).equals(members.get(system))) {
            return;
        }
        probed.put(system, incarnation);
        for (int g = 0; g < groups; g++) {
            boolean up = List.of(words).subList(3, words.length).contains("g" + g);
            Group group = placed.get(g);
            if (up && (group.system == NOWHERE || group.system == system)) {
                placed.put(g, new Group(system, Phase.ONLINE, "", NOWHERE, NOWHERE));
            } else if (up) {
                // Concurrency violation: it is stopped where the state does not have it.
                effects.add(
                        new SimEffect.Order(
                                system,
                                incarnation,
                                g,
                                false,
                                "violation" + histories + "." + ++operations));
            } else if (group.system == system) {
                placed.put(g, group.nowhere());
            }
            Group now = placed.get(g);
            if (now.disabledFor == system) {
                placed.put(g, new Group(now.system, now.phase, now.operation, NOWHERE, now.target));
            }
        }
    }

    private void ended(int g, String operation, boolean up) {
        Group group = placed.get(g);
        if (group.operation.equals(operation)) {
            placed.put(
                    g,
                    up
                            ? new Group(group.system, Phase.ONLINE, "", group.disabledFor, NOWHERE)
                            : group.nowhere());
        }
    }

    private void change(int g, int target, List<Object> effects) {
        Group group = placed.get(g);
        if (group != null
                && group.phase == Phase.ONLINE
                && group.system != target
                && probed.containsKey(target)
                && probed.containsKey(group.system)) {
            String operation = "stop" + histories + "." + ++operations;
            placed.put(
                    g,
                    new Group(group.system, Phase.STOPPING, operation, group.disabledFor, target));
            effects.add(
                    new SimEffect.Order(
                            group.system, members.get(group.system), g, false, operation));
        }
    }

    private void place(List<Object> effects) {
        if (waitForAll && !probed.keySet().containsAll(members.keySet())) {
            return;
        }
        waitForAll = false;
        if (probed.isEmpty()) {
            return;
        }
        for (int g = 0; g < groups; g++) {
            Group group = placed.get(g);
            if (group.system == NOWHERE && group.disabledFor == NOWHERE) {
                var systems = List.copyOf(probed.keySet());
                int target =
                        probed.containsKey(group.target)
                                ? group.target
                                : systems.get(g % systems.size());
                String operation = "start" + histories + "." + ++operations;
                placed.put(g, new Group(target, Phase.STARTING, operation, NOWHERE, NOWHERE));
                effects.add(new SimEffect.Order(target, members.get(target), g, true, operation));
            }
        }
    }

    /// What is under way on a system, for its engine to order again.
    List<SimEffect.Order> pending(int system) {
        var orders = new ArrayList<SimEffect.Order>();
        placed.forEach(
                (g, group) -> {
                    if (group.system == system
                            && !group.operation.isEmpty()
                            && probed.containsKey(system)) {
                        orders.add(
                                new SimEffect.Order(
                                        system,
                                        members.get(system),
                                        g,
                                        group.phase == Phase.STARTING,
                                        group.operation));
                    }
                });
        return orders;
    }

    /// Whether a member still has to report what runs there.
    boolean unprobed(int system) {
        return members.containsKey(system) && !probed.containsKey(system);
    }

    /// Whether every group is online where nothing prevents it.
    boolean settled() {
        return placed.values().stream().allMatch(g -> g.phase == Phase.ONLINE);
    }

    /// Where a group is online; -1 when it is not.
    int online(int group) {
        Group g = placed.get(group);
        return g.phase == Phase.ONLINE ? g.system : NOWHERE;
    }

    /// The system on whose account a group is not placed; -1 when none.
    int disabledFor(int group) {
        return placed.get(group).disabledFor;
    }

    /// How many commands of an engine have been applied.
    long counted(String origin) {
        return counted.getOrDefault(origin, 0L);
    }

    /// The view in which this history began.
    long history() {
        return histories;
    }

    /// The whole state as text: equal states have equal texts.
    String text() {
        var text = new StringBuilder();
        text.append(histories)
                .append(' ')
                .append(operations)
                .append(' ')
                .append(waitForAll)
                .append('\n');
        text.append(pairs(members))
                .append('\n')
                .append(pairs(probed))
                .append('\n')
                .append(pairs(counted))
                .append('\n');
        placed.forEach(
                (g, p) ->
                        text.append(p.system)
                                .append(' ')
                                .append(p.phase)
                                .append(' ')
                                .append(p.operation.isEmpty() ? "-" : p.operation)
                                .append(' ')
                                .append(p.disabledFor)
                                .append(' ')
                                .append(p.target)
                                .append('\n'));
        return text.toString();
    }

    private static String pairs(Map<?, Long> map) {
        var text = new StringBuilder();
        map.forEach((k, v) -> text.append(k).append('=').append(v).append(' '));
        return text.toString().strip();
    }

    @Override
    public byte[] snapshot() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public List<Object> restore(long atNs, byte[] snapshot) {
        String[] lines = new String(snapshot, StandardCharsets.UTF_8).split("\n", -1);
        reset();
        String[] head = lines[0].split(" ");
        histories = Long.parseLong(head[0]);
        operations = Long.parseLong(head[1]);
        waitForAll = Boolean.parseBoolean(head[2]);
        read(lines[1]).forEach((k, v) -> members.put(Integer.parseInt(k), v));
        read(lines[2]).forEach((k, v) -> probed.put(Integer.parseInt(k), v));
        counted.putAll(read(lines[3]));
        for (int g = 0; g < groups; g++) {
            String[] w = lines[4 + g].split(" ");
            placed.put(
                    g,
                    new Group(
                            Integer.parseInt(w[0]),
                            Phase.valueOf(w[1]),
                            w[2].equals("-") ? "" : w[2],
                            Integer.parseInt(w[3]),
                            Integer.parseInt(w[4])));
        }
        var effects = new ArrayList<Object>();
        members.forEach(
                (id, incarnation) -> {
                    if (!probed.containsKey(id)) {
                        effects.add(new SimEffect.Probe(id, incarnation));
                    }
                });
        return effects;
    }

    private static SortedMap<String, Long> read(String pairs) {
        var map = new TreeMap<String, Long>();
        for (String pair : pairs.split(" ")) {
            if (!pair.isEmpty()) {
                int at = pair.indexOf('=');
                map.put(pair.substring(0, at), Long.parseLong(pair.substring(at + 1)));
            }
        }
        return map;
    }
}
