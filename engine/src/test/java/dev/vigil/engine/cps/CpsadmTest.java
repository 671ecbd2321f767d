package dev.vigil.engine.cps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.fence.Key;
import dev.vigil.engine.fence.PointAnswer;
import dev.vigil.engine.fence.PointRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

class CpsadmTest {
    @TempDir private Path directory;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private TestPoint point;
    private TestCluster shop;
    private Path conf;

    @BeforeEach
    void start() throws Exception {
        point = new TestPoint(directory.resolve("cp1"));
        shop = new TestCluster(directory, "shop", point);
        point.start();
        conf = Files.createDirectories(directory.resolve("etc"));
        Files.createSymbolicLink(conf.resolve("keys"), shop.keys("north"));
        register("north", 0, 3);
        register("south", 1, 7, 0);
    }

    @AfterEach
    void stop() {
        point.close();
    }

    @Test
    void whoIsRegisteredIsListed() {
        assertEquals(0, cpsadm("-a", "list_nodes"));
        assertEquals(
                """
                ClusterName   UUID                                    Hostname(Node ID)  Registered
                ===========   ======================================  =================  ==========
                shop          {UUID}  north(0)           1
                shop          {UUID}  south(1)           1
                """
                        .replace("UUID}", shop.id() + "}"),
                out());
        assertEquals(0, cpsadm("-a", "list_membership", "-c", "shop"));
        assertEquals("List of registered nodes: 0 1\n", out());
        assertEquals(0, cpsadm("-a", "list_users"));
        assertTrue(out().contains("south/certificate"), this::err);
        assertEquals(0, cpsadm("-a", "ping_cps"));
        assertEquals("CP server 127.0.0.1:" + point.port() + " answers\n", out());
        assertEquals(0, cpsadm("-a", "get_server_info"));
        assertTrue(out().contains("changes      2"), out::toString);
    }

    @Test
    void aStaleKeyIsTakenAwayWithAWarning() {
        assertEquals(0, cpsadm("-a", "unreg_node", "-h", "south"));
        assertEquals("node 1 (south) is no longer registered\n", out());
        assertTrue(err().contains("known to be down"), this::err);
        cpsadm("-a", "list_membership");
        assertEquals("List of registered nodes: 0\n", out());
        assertEquals(0, cpsadm("-a", "unreg_node", "-n", "1"));
        assertEquals("node 1 (south) was not registered\n", out());
    }

    @Test
    void onlyARegisteredSystemEjects() {
        assertEquals(0, cpsadm("-a", "preempt_node", "-v", "1"));
        assertEquals("node 1 (south) is ejected\n", out());
        cpsadm("-a", "unreg_node", "-n", "0");
        assertEquals(1, cpsadm("-a", "preempt_node", "-v", "south"));
        assertTrue(err().contains("north is not registered there"), this::err);
        assertEquals(2, cpsadm("-a", "preempt_node", "-v", "0"));
    }

    @Test
    void whoWasSetUpAnewIsForgotten() throws Exception {
        assertEquals(0, cpsadm("-a", "rm_node", "-n", "1"));
        register("south", 1, 1, 0);
        assertEquals(0, cpsadm("-a", "rm_clus"));
        cpsadm("-a", "list_membership");
        assertEquals("List of registered nodes: \n", out());
    }

    @Test
    void thePointsOwnHostHasKeysOfAllItsClusters() throws Exception {
        Path host = Files.createDirectories(directory.resolve("host/cps"));
        Files.createSymbolicLink(host.resolve("clusters"), point.clusters());
        conf = host.getParent();
        assertEquals(0, cpsadm("-a", "list_membership", "-c", "shop"));
        assertEquals("List of registered nodes: 0 1\n", out());
        assertEquals(2, cpsadm("-a", "list_membership"));
        assertTrue(err().contains("needs -c"), this::err);
        assertEquals(0, cpsadm("-a", "unreg_node", "-n", "1", "-c", "shop"));
        assertEquals(1, cpsadm("-a", "preempt_node", "-v", "0", "-c", "shop"));
    }

    @Test
    void anotherClusterThanTheOneThatIsNamedIsNotForgotten() {
        assertEquals(1, cpsadm("-a", "rm_clus", "-c", "farm"));
        assertTrue(err().contains("as shop, not as farm"), this::err);
        cpsadm("-a", "list_membership");
        assertEquals("List of registered nodes: 0 1\n", out());
        assertEquals(0, cpsadm("-a", "rm_clus", "-c", "shop"));
        assertEquals("All that was known of cluster shop is forgotten\n", out());
    }

    @Test
    void ofDamagedMemoryNothingIsListed() throws Exception {
        point.damage(shop);
        for (String action :
                List.of("ping_cps", "list_nodes", "list_membership", "list_users", "unreg_node")) {
            assertEquals(1, cpsadm("-a", action, "-n", "1"), action);
            assertTrue(err().contains("is damaged"), this::err);
            assertEquals("", out(), action);
        }
        assertEquals(0, cpsadm("-a", "get_server_info"));
        assertTrue(out().contains("is damaged"), this::out);
        assertEquals(1, cpsadm("-a", "rm_clus", "-c", "farm"));
        assertEquals(1, cpsadm("-a", "ping_cps"));
        assertEquals(0, cpsadm("-a", "rm_clus", "-c", "shop"));
        assertEquals(0, cpsadm("-a", "ping_cps"));
    }

    @Test
    void aNodeIdAndANameMustBeOfOneSystem() {
        assertEquals(1, cpsadm("-a", "unreg_node", "-n", "0", "-h", "south"));
        assertTrue(err().contains("a system 0 called south; it knows"), this::err);
        assertEquals(2, cpsadm("-a", "rm_node"));
        cpsadm("-a", "list_membership");
        assertEquals("List of registered nodes: 0 1\n", out());
        assertEquals(0, cpsadm("-a", "rm_node", "-n", "1", "-h", "south"));
    }

    @Test
    void whatAPointHereHasNotIsSaid() {
        assertEquals(2, cpsadm("-a", "db_snapshot"));
        assertTrue(err().contains("there is no database"), this::err);
        assertEquals(2, cpsadm("-a", "halt_cps"));
        assertTrue(err().contains("end cps on its own host"), this::err);
    }

    @Test
    void whatHasNothingToDoSaysSo() {
        for (String action : List.of("add_clus", "add_node", "add_user", "reg_node")) {
            assertEquals(0, cpsadm("-a", action, "-c", "shop"));
            assertTrue(out().startsWith("Nothing is done"), action);
        }
    }

    @Test
    void whatIsWrongIsSaid() {
        assertEquals(2, cpsadm("-a", "frobnicate"));
        assertTrue(err().contains("there is no action frobnicate"), this::err);
        assertEquals(2, cpsadm("-a"));
        assertEquals(1, cpsadm("-a", "unreg_node", "-n", "5"));
        assertTrue(err().contains("node 0 (north), node 1 (south)"), this::err);
        assertEquals(1, cpsadm("-a", "ping_cps", "-u", "{another}"));
        assertEquals(1, cpsadm("-a", "list_nodes", "-c", "farm"));
        point.close();
        assertEquals(1, cpsadm("-a", "ping_cps"));
        assertTrue(err().contains("does not answer"), this::err);
    }

    private void register(String system, int node, long incarnation, Integer... heard)
            throws Exception {
        PointAnswer answer =
                point.on(
                        () ->
                                shop.client(system, point)
                                        .ask(
                                                new PointRequest.Register(
                                                        new Key(node, incarnation),
                                                        new TreeSet<>(List.of(heard)))));
        assertTrue(answer instanceof PointAnswer.Granted, answer::toString);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aPointIsKnownByItsNameInVxfenmode() throws Exception {
        Files.writeString(
                conf.resolve("vxfenmode"),
                """
                vxfen_mode=customized
                vxfen_mechanism=cps
                cps10=[127.0.0.1]:2
                cps2=[127.0.0.1]:1,[127.0.0.1]:%d
                """
                        .formatted(point.port()));
        assertEquals(0, run("-s", "cps2", "-a", "list_membership"), this::err);
        assertEquals("List of registered nodes: 0 1\n", out());
        assertEquals(1, run("-s", "cps10", "-a", "ping_cps"));
    }

    private int cpsadm(String... arguments) {
        List<String> all = new ArrayList<>(List.of("-s", "127.0.0.1:" + point.port()));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    private int run(String... arguments) {
        out.reset();
        err.reset();
        return Cpsadm.run(
                conf,
                List.of(arguments),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }
}
