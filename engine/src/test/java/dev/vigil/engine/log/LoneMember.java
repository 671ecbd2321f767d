package dev.vigil.engine.log;

import dev.vigil.engine.gab.ViewId;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/// One Hazelcast transport as a process: opens the views that its standard input names, a line each with the owner first, and says what
/// happens.
final class LoneMember {
    private LoneMember() {}

    /// @param args the cluster's name, the node's id, the addresses of all nodes in order
    public static void main(String[] args) throws IOException {
        SortedMap<Integer, String> addresses = new TreeMap<>();
        for (int i = 2; i < args.length; i++) addresses.put(i - 2, args[i]);
        var settings =
                new HazelcastSettings(args[0], Integer.parseInt(args[1]), 1, List.of(addresses));
        var transport =
                new HazelcastTransport(
                        settings,
                        new Alone(),
                        happening -> {
                            if (happening instanceof LogHappening.Opened(ViewId view))
                                System.out.println("open " + view);
                        });
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ");
            SortedMap<Integer, Long> members = new TreeMap<>();
            for (int i = 1; i < words.length; i++) members.put(Integer.parseInt(words[i]), 1L);
            transport.carryOut(
                    new LogCommand.Open(
                            new ViewId(Integer.parseInt(words[0]), 0, 1),
                            members,
                            Integer.parseInt(words[1])));
        }
        transport.close();
    }

    /// One link; what is told goes to standard output.
    private static final class Alone implements HazelcastTransport.Links {
        @Override
        public int best(SortedSet<Integer> members, int present) {
            return 0;
        }

        @Override
        public void tell(LogCommand.Open ring, HazelcastTransport.Word word) {
            System.out.println("tell " + ring.view() + " " + word.text());
        }
    }
}
