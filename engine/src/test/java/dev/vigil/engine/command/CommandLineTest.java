package dev.vigil.engine.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.core.ClusterState;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/// What holds for all commands.
class CommandLineTest {
    private static final Path DIRECTORY =
            Path.of(System.getProperty("vigil.root"))
                    .resolve("engine/src/test/resources/dev/vigil/engine/command");

    @Test
    void helpIsPrintedOnStdoutAndSucceeds() {
        for (String command : CommandLine.names()) {
            Answer answer = run(Optional.empty(), command, "-help");
            Answer.Printed printed = assertInstanceOf(Answer.Printed.class, answer, command);
            assertEquals(0, printed.exit(), command);
            assertEquals(List.of(), printed.err(), command);
            assertTrue(printed.out().size() > 1, command);
            printed.out().stream()
                    .skip(1)
                    .forEach(line -> assertTrue(line.startsWith("    " + command), line));
        }
    }

    @Test
    void everyMessageHasAnIdOfItsOwn() {
        var seen = new HashMap<String, Umi>();
        for (Umi umi : Umi.values()) {
            String id = umi.line("", "", "", "", "").split(" ")[2];
            assertTrue(id.matches("V-16-1-[0-9]{5}"), id);
            Umi other = seen.put(id, umi);
            assertEquals(null, other, id);
        }
    }

    @Test
    void withoutAnEngineEveryQueryOfItSaysSo() {
        for (String line :
                List.of("hagrp -state", "hares -list", "hasys -list", "haclus -value ReadOnly")) {
            Answer answer = run(Optional.empty(), line.split(" "));
            Answer.Printed printed = assertInstanceOf(Answer.Printed.class, answer, line);
            assertEquals(
                    List.of("VCS ERROR V-16-1-10600 Cannot connect to VCS engine"),
                    printed.err(),
                    line);
            assertEquals(1, printed.exit(), line);
        }
    }

    /// Words of all kinds in any order: whatever comes, it is answered, and the same way twice.
    @Test
    void anyWordsAtAllAreAnswered() {
        var cluster = new TestCluster(DIRECTORY);
        cluster.directive(List.of("given", "web.cf"));
        cluster.directive(List.of("probed"));
        List<Optional<ClusterState>> states =
                List.of(Optional.empty(), Optional.of(ClusterState.EMPTY), cluster.state());
        List<String> words =
                List.of(
                        "webgrp",
                        "web_app",
                        "sysA",
                        "sysX",
                        "nosuch",
                        "State",
                        "Device",
                        "ONLINE",
                        "1",
                        "-1",
                        "%-1",
                        "",
                        "-",
                        "-sys",
                        "-any",
                        "-force",
                        "-to",
                        "-attribute",
                        "-time",
                        "-clus",
                        "-localclus",
                        "-add",
                        "-delete",
                        "-keys",
                        "-group",
                        "Parallel=1",
                        "State!=~x",
                        "online",
                        "local",
                        "firm",
                        "App",
                        "-T",
                        "query");
        var random = new Random(20261121);
        int answers = 0;
        for (String command : CommandLine.names()) {
            List<String> verbs = verbs(command);
            for (int round = 0; round < 400; round++) {
                var argv = new ArrayList<String>();
                argv.add(command);
                argv.add(verbs.get(random.nextInt(verbs.size())));
                int count = random.nextInt(6);
                for (int i = 0; i < count; i++) {
                    argv.add(words.get(random.nextInt(words.size())));
                }
                Optional<ClusterState> state = states.get(random.nextInt(states.size()));
                Caller caller = new Caller("joe", random.nextBoolean(), "localhost");
                Answer answer = CommandLine.run(argv, caller, "sysA", state);
                if (answer instanceof Answer.Printed printed) {
                    assertEquals(
                            printed, CommandLine.run(argv, caller, "sysA", state), argv::toString);
                    assertFalse(printed.exit() == 0 && !printed.err().isEmpty(), argv::toString);
                    assertFalse(printed.exit() != 0 && printed.err().isEmpty(), argv::toString);
                }
                answers++;
            }
        }
        assertEquals(400 * CommandLine.names().size(), answers);
    }

    private static List<String> verbs(String command) {
        Answer.Printed help = (Answer.Printed) run(Optional.empty(), command, "-help");
        var verbs = new ArrayList<>(List.of("-help", ""));
        for (String line : help.out()) {
            Arrays.stream(line.split("[ |\\[\\]]+"))
                    .filter(word -> word.startsWith("-"))
                    .findFirst()
                    .ifPresent(verbs::add);
        }
        return verbs;
    }

    private static Answer run(Optional<ClusterState> state, String... argv) {
        return CommandLine.run(List.of(argv), Caller.root(), "sysA", state);
    }
}
