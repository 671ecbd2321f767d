package dev.vigil.engine.log;

import static org.awaitility.Awaitility.await;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;

import dev.vigil.engine.gab.ViewId;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;

/// One Hazelcast transport as a process, which its standard input drives and which says on standard output what happens.
///
/// | it is told | what it does |
/// |---|---|
/// | `VIEW OWNER MEMBER...` | opens the ring of that view |
/// | `told VIEW WORD` | takes what the owner of a view says |
/// | `offer VIEW COUNT` | appends one item after another, each when the one before has come back |
/// | `ready` | says so, once its Hazelcast member runs |
/// | `who` | says who Hazelcast's master is and who keeps the ring |
final class LoneMember {
    private final HazelcastTransport transport;
    private final Semaphore cameBack = new Semaphore(0);

    private LoneMember(HazelcastSettings settings) {
        transport = new HazelcastTransport(settings, anybody -> true, new Alone(), this::happened);
    }

    /// @param args the cluster's name, the node's id, the addresses of all nodes in order
    public static void main(String[] args) throws IOException {
        SortedMap<Integer, String> addresses = new TreeMap<>();
        for (int i = 2; i < args.length; i++) addresses.put(i - 2, args[i]);
        var member =
                new LoneMember(
                        new HazelcastSettings(args[0], Integer.parseInt(args[1]), 1, addresses));
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine())
            member.obey(line.split(" "));
        member.transport.close();
    }

    private void obey(String[] words) {
        switch (words[0]) {
            case "told" ->
                    HazelcastTransport.Word.of(
                                    String.join(" ", List.of(words).subList(2, words.length)))
                            .ifPresent(word -> transport.told(words[1], word));
            case "offer" -> offer(view(words[1]), Integer.parseInt(words[2]));
            case "who" -> who();
            case "ready" -> ready();
            default -> open(words);
        }
    }

    private static ViewId view(String number) {
        return new ViewId(Integer.parseInt(number), 0, 1);
    }

    private void open(String[] words) {
        SortedMap<Integer, Long> members = new TreeMap<>();
        for (int i = 1; i < words.length; i++) members.put(Integer.parseInt(words[i]), 1L);
        transport.carryOut(
                new LogCommand.Open(view(words[0]), members, Integer.parseInt(words[1])));
    }

    private void offer(ViewId view, int count) {
        cameBack.drainPermits();
        for (int i = 0; i < count; i++) {
            long begunNs = System.nanoTime();
            transport.carryOut(new LogCommand.Offer(view, ("item" + i).getBytes()));
            cameBack.acquireUninterruptibly();
            say("took " + (System.nanoTime() - begunNs));
        }
    }

    private static void ready() {
        await().until(
                        () ->
                                Hazelcast.getAllHazelcastInstances().stream()
                                        .anyMatch(each -> each.getLifecycleService().isRunning()));
        say("ready");
    }

    private void who() {
        HazelcastInstance hazelcast = Hazelcast.getAllHazelcastInstances().iterator().next();
        var members = hazelcast.getCluster().getMembers();
        var keeper =
                hazelcast
                        .getPartitionService()
                        .getPartition(transport.ringName().orElseThrow())
                        .getOwner();
        say(
                "who "
                        + members.iterator().next().getAttribute(HazelcastSettings.NODE)
                        + " "
                        + (keeper == null ? -1 : keeper.getAttribute(HazelcastSettings.NODE)));
    }

    private void happened(LogHappening happening) {
        switch (happening) {
            case LogHappening.Opened(ViewId view) -> say("open " + view);
            case LogHappening.Fault(ViewId view, String why) -> say("fault " + view + " " + why);
            case LogHappening.Items(ViewId view, long first, List<byte[]> elements) -> {
                cameBack.release(elements.size());
                if (first == 0) say("items " + view);
            }
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
    }

    /// What is told goes to standard output.
    private static final class Alone implements HazelcastTransport.Others {
        @Override
        public void tell(LogCommand.Open ring, HazelcastTransport.Word word) {
            say("tell " + ring.view() + " " + word.text());
        }
    }
}
