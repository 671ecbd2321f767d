package dev.vigil.agent.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a started program finds around it.
@Timeout(60)
class SpawnTest {
    private static final String DESCRIPTORS =
            """
            i=0
            while [ $i -lt 300 ]; do
                [ -e /proc/$$/fd/$i ] && printf $i
                i=$((i + 1))
            done
            """;

    @TempDir Path directory;
    private int exitCode;

    @Test
    void leadsASessionAndAGroupOfItsOwn() throws IOException {
        String[] fields =
                shell(
                                "read pid name state parent group session rest </proc/$$/stat;"
                                        + " echo $pid $group $session")
                        .split(" ");
        assertEquals(fields[0], fields[1]);
        assertEquals(fields[0], fields[2]);
    }

    @Test
    void readsNothingAndBothItsOutputsAreKept() throws IOException {
        assertEquals("no input\nan error", shell("read line || echo no input; echo an error >&2"));
    }

    @Test
    void getsNoDescriptorOfOurs() throws IOException {
        try (var socket = ServerSocketChannel.open()) {
            assertTrue(socket.isOpen());
            assertEquals("012", shell(DESCRIPTORS));
        }
    }

    @Test
    void getsNoDescriptorOfOursWithAnOlderLibrary() throws IOException {
        try (var socket = ServerSocketChannel.open()) {
            assertTrue(socket.isOpen());
            var command = List.of("/bin/sh", "-c", DESCRIPTORS);
            long pid = Spawn.start(command, Map.of(), output(), Optional.empty());
            assertEquals("012", said(pid));
        }
    }

    @Test
    void hasNoSignalBlockedOrIgnored() throws IOException {
        // The C library keeps two above 31 to itself.
        for (String line : shell("grep -E '^Sig(Blk|Ign)' /proc/self/status").split("\n")) {
            long signals = Long.parseUnsignedLong(line.split("\\s+")[1], 16);
            assertEquals(0, signals & 0x7fffffff, line);
        }
    }

    @Test
    void hasOurEnvironmentAndWhatIsAdded() throws IOException {
        var added = Map.of("HOME", "/nowhere", "GREETING", "grüß Gott");
        var command = List.of("/bin/sh", "-c", "echo \"$PATH $HOME $GREETING $0\"", "schön");
        long pid = Spawn.start(command, added, output());
        assertEquals(System.getenv("PATH") + " /nowhere grüß Gott schön", said(pid));
    }

    @Test
    void isFoundInPath() throws IOException {
        assertEquals("yes", said(Spawn.start(List.of("echo", "yes"), Map.of(), output())));
    }

    @Test
    void aScriptWithoutInterpreterLineIsRunByTheShell() throws IOException {
        Path script = directory.resolve("script");
        Files.writeString(script, "echo \"ran with $1\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertEquals(
                "ran with a b",
                said(Spawn.start(List.of(script.toString(), "a b"), Map.of(), output())));
    }

    @Test
    void whatIsNotThereIsSaidToBeSo() {
        var command = List.of(directory.resolve("nothing").toString());
        var error = assertThrows(IOException.class, () -> Spawn.start(command, Map.of(), output()));
        assertEquals(
                "starting " + command.getFirst() + " failed: No such file or directory",
                error.getMessage());
    }

    @Test
    void exitCodes() throws IOException {
        shell("exit 101");
        assertEquals(101, exitCode);
        shell("kill -9 $$");
        assertEquals(128 + 9, exitCode);
    }

    private String shell(String line) throws IOException {
        return said(Spawn.start(List.of("/bin/sh", "-c", line), Map.of(), output()));
    }

    private Path output() {
        return directory.resolve("output");
    }

    private String said(long pid) throws IOException {
        Posix.awaitEnd(pid);
        exitCode = Posix.collect(pid);
        return Files.readString(output()).strip();
    }
}
