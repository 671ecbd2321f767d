package dev.vigil.engine.tls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

class KeysMainTest {
    @TempDir private Path directory;
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void oneCallMakesTheKeysOfACluster() throws Exception {
        Path hosts = Files.writeString(directory.resolve("llthosts"), "0 north\n1 south\n");
        assertEquals(0, keys("-init", "shop", "-hosts", hosts.toString(), "-addpoint", "cp1"));
        var north = (Identity.OfSystem) ClusterKeys.read(authority().resolve("north")).identity();
        var point = (Identity.OfPoint) ClusterKeys.read(authority().resolve("cp1")).identity();
        assertEquals(0, north.node());
        assertEquals("north", north.name());
        assertEquals(north.cluster(), point.cluster());
        said.reset();
        assertEquals(0, keys("-show"));
        assertEquals(
                List.of(
                        "cluster shop " + north.cluster(),
                        "point cp1 " + authority().resolve("cp1"),
                        "system north node 0 " + authority().resolve("north"),
                        "system south node 1 " + authority().resolve("south")),
                said().lines().toList());
    }

    @Test
    void hostsCanBeGivenAgainWhenTheyHaveGrown() throws Exception {
        Path hosts = Files.writeString(directory.resolve("llthosts"), "0 north\n1 south\n");
        assertEquals(0, keys("-init", "shop", "-hosts", hosts.toString()));
        byte[] before = Files.readAllBytes(authority().resolve("north/key.pem"));
        Files.writeString(hosts, "0 north\n1 south\n2 west\n");
        assertEquals(0, keys("-hosts", hosts.toString()));
        assertTrue(Files.exists(authority().resolve("west")));
        assertArrayEquals(before, Files.readAllBytes(authority().resolve("north/key.pem")));
        Files.writeString(hosts, "0 north\n1 east\n");
        assertEquals(1, keys("-hosts", hosts.toString()));
    }

    @Test
    void nothingIsMadeWhenHostsCannotBeRead() throws Exception {
        Path hosts = Files.writeString(directory.resolve("llthosts"), "north 0\n");
        assertEquals(1, keys("-init", "shop", "-hosts", hosts.toString()));
        assertFalse(Files.exists(authority()));
    }

    @Test
    void nothingButKeysIsLeft() throws Exception {
        assertEquals(0, keys("-init", "shop", "-add", "0", "north"));
        try (var files = Files.list(authority())) {
            assertEquals(3, files.count(), "a key, a certificate and a system");
        }
    }

    @Test
    void nobodyElseMayReadTheFiles() throws Exception {
        keys("-init", "shop", "-add", "0", "north");
        try (Stream<Path> files = Files.walk(authority())) {
            for (Path each : files.toList())
                assertEquals(
                        Files.isDirectory(each) ? "rwx------" : "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(each)),
                        each.toString());
        }
    }

    @Test
    void nothingIsOverwritten() throws Exception {
        keys("-init", "shop", "-add", "0", "north");
        byte[] before = Files.readAllBytes(authority().resolve("north/key.pem"));
        byte[] authorityBefore = Files.readAllBytes(authority().resolve("ca.key"));
        assertEquals(1, keys("-init", "shop"));
        assertTrue(said().contains("has its authority here already"), this::said);
        assertEquals(1, keys("-add", "0", "north"));
        assertTrue(said().contains("node id 0 is north's"), this::said);
        assertEquals(1, keys("-add", "3", "north"));
        assertTrue(said().contains("has its keys already"), this::said);
        assertEquals(-1, Arrays.mismatch(before, read("north/key.pem")));
        assertEquals(-1, Arrays.mismatch(authorityBefore, read("ca.key")));
    }

    @Test
    void withoutAnAuthorityNobodyIsAdded() {
        assertEquals(1, keys("-add", "0", "north"));
        assertTrue(said().contains("vigil-keys -init"), this::said);
        assertFalse(Files.exists(authority()));
    }

    @Test
    void whatIsNotUnderstoodDoesNothing() {
        assertEquals(2, keys());
        assertEquals(2, keys("-init", "shop", "-frob"));
        assertEquals(2, keys("-init", "shop", "-add", "64", "north"));
        assertEquals(2, keys("-init", "shop", "-add", "0", "../north"));
        assertEquals(2, keys("-init", "a b"));
        assertEquals(2, keys("-init"));
        assertFalse(Files.exists(authority()));
    }

    /// No file may have a byte, as on a disk that is full.
    @Test
    void whatCannotBeWrittenLeavesNothingBehind() throws Exception {
        assertEquals(0, keys("-init", "shop"));
        List<Path> before = files();
        Process child =
                new ProcessBuilder(
                                "bash",
                                "-c",
                                "ulimit -f 0; exec \"$@\"",
                                "bash",
                                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                                "-XX:-UsePerfData",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                KeysMain.class.getName(),
                                "-dir",
                                authority().toString(),
                                "-add",
                                "0",
                                "north")
                        .redirectErrorStream(true)
                        .start();
        String told = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, child.waitFor(), told);
        assertTrue(told.contains("cannot write in " + authority() + ": File too large"), told);
        assertEquals(before, files());
        assertEquals(0, keys("-add", "0", "north"));
        ClusterKeys.read(authority().resolve("north"));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(authority())) {
            return files.sorted().toList();
        }
    }

    @Test
    void aKeyWithoutItsCertificateIsNoReasonToMakeAnother() throws Exception {
        keys("-init", "shop");
        Files.delete(authority().resolve("ca.pem"));
        assertEquals(1, keys("-init", "shop"));
        assertTrue(said().contains("a key without its certificate"), this::said);
        assertTrue(Files.exists(authority().resolve("ca.key")));
    }

    private byte[] read(String file) throws IOException {
        return Files.readAllBytes(authority().resolve(file));
    }

    private Path authority() {
        return directory.resolve("authority");
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private int keys(String... arguments) {
        var stream = new PrintStream(said, true, StandardCharsets.UTF_8);
        return KeysMain.run(authority(), List.of(arguments), stream, stream);
    }
}
