package dev.vigil.engine.had;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.agent.ResourceDefinition;
import dev.vigil.config.BundledTypes;
import dev.vigil.config.Configuration;
import dev.vigil.config.ConfigurationReader;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class OutsideLeaseTest {
    private final OutsideLease outside = new OutsideLease();

    private static Configuration configuration(String groups) throws Exception {
        String main =
                """
                include "types.cf"
                cluster c (
                )
                system sysA (
                )
                """
                        + groups;
        return ConfigurationReader.read(
                        new TreeMap<>(
                                Map.of("main.cf", main, BundledTypes.FILE, BundledTypes.text())))
                .orThrow();
    }

    private static String group(String name, String more, String resource) {
        return """
        group %s (
             SystemList = { sysA = 0 }
             %s
        )
        %s
        """
                .formatted(name, more, resource);
    }

    private List<String> check(Configuration configuration) {
        var local = new ArrayList<ResourceDefinition>();
        for (var resource : configuration.resources())
            local.add(ResourceDefinition.of(configuration, "sysA", resource.name()));
        return outside.check(configuration, local).stream().map(LogLine::text).toList();
    }

    @Test
    void whatIsStartedAndNeverStoppedIsNamed() throws Exception {
        var configuration =
                configuration(
                        group("g1", "", "FileOnOnly f1 (\nPathName = \"/tmp/a\"\n)")
                                + group("g2", "", "FileOnOnly f2 (\nPathName = \"/tmp/b\"\n)"));
        assertEquals(
                List.of(
                        "The cluster starts resources of FileOnOnly (group g1, g2) and never stops"
                                + " them (Operations = OnOnly): after a failover they run on both"
                                + " systems, unless something else ends them"),
                check(configuration));
        assertEquals(1, outside.warnings().size());
        assertEquals(List.of(), check(configuration), "said once");
    }

    @Test
    void whatLivesElsewhereIsNamedUnlessItIsLeftRunning() throws Exception {
        String lpar = "LPAR l%d (\nLPARName = p\nMCUser = { u }\nMCName = { m }\n)";
        assertTrue(
                check(configuration(group("g1", "", lpar.formatted(1))))
                        .getFirst()
                        .startsWith(
                                "What resources of LPAR (group g1) run lives outside this"
                                        + " machine"));
        assertEquals(
                List.of(
                        "Resources of LPAR (group g1) are left running when this system loses the"
                                + " right to continue, and their groups are not failed over"
                                + " (SysDownPolicy = AutoDisableNoOffline)"),
                check(
                        configuration(
                                group(
                                        "g1",
                                        "SysDownPolicy = { AutoDisableNoOffline }",
                                        lpar.formatted(1)))));
    }

    @Test
    void whatMayRunTwiceOrIsCoveredIsNotNamed() throws Exception {
        assertEquals(
                List.of(),
                check(
                        configuration(
                                group(
                                                "g1",
                                                "Parallel = 1",
                                                "FileOnOnly f1 (\nPathName = \"/tmp/a\"\n)")
                                        + group(
                                                "g2",
                                                "",
                                                "FileOnOff f2 (\nPathName = \"/tmp/b\"\n)")
                                        + group(
                                                "g3",
                                                "",
                                                "FileNone f3 (\nPathName = \"/tmp/c\"\n)"))));
    }
}
