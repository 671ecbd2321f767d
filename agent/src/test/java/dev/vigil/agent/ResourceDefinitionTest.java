package dev.vigil.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.vigil.config.Configuration;
import dev.vigil.config.ConfigurationReader;

import org.junit.jupiter.api.Test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

class ResourceDefinitionTest {
    private static final String MAIN =
            """
            cluster c ( )
            system sysA ( PhysicalServer = frame1 )
            system sysB ( )

            group failover (
                SystemList = { sysA = 0, sysB = 1 }
            )
                Foo one (
                    Size = 5
                    Names @sysA = { a, b }
                    Names @sysB = { c }
                    Options = { k = v, l = w }
                    MonitorInterval = 7
                )
                Watch two (
                    Enabled = 0
                )

            group parallel (
                SystemList = { sysA = 0, sysB = 1 }
                Parallel = 1
                ManageFaults = NONE
            )
                Foo three ( )

            group kept (
                SystemList = { sysA = 0, sysB = 1 }
                SysDownPolicy = { AutoDisableNoOffline }
            )
                Foo four ( )

            """;

    private static final String TYPES =
            """
            type Foo (
                static int OnlineTimeout = 11
                static str ArgList[] = { Size, Names, Options }
                int Size = 1
                str Names[]
                str Options{}
            )
            type Watch (
                static str Operations = None
                static str ArgList[] = { Path }
                str Path
            )
            """;

    private final Configuration configuration = read();

    private static Configuration read() {
        SequencedMap<String, String> files = new LinkedHashMap<>();
        files.put("main.cf", "include \"types.cf\"\n" + MAIN);
        files.put("types.cf", TYPES);
        var read = ConfigurationReader.read(files);
        return read.configuration()
                .orElseThrow(() -> new AssertionError(read.diagnostics().toString()));
    }

    @Test
    void valuesAreThoseOfTheSystem() {
        var one = ResourceDefinition.of(configuration, "sysA", "one");
        assertEquals(List.of("a", "b"), one.values("Names"));
        assertEquals("vector", one.dimensions().get("Names"));
        assertEquals(List.of("k", "v", "l", "w"), one.values("Options"));
        assertEquals("5", one.text("Size"));
        assertEquals(List.of("Size", "Names", "Options"), one.argList());
        assertEquals("frame1", one.system().get("PhysicalServer"));
        assertEquals("sysA", one.system().get("SysName"));
        assertEquals(
                List.of("c"), ResourceDefinition.of(configuration, "sysB", "one").values("Names"));
    }

    @Test
    void limitsAreOverriddenByTheResourceThenTheTypeThenTheProduct() {
        var one = ResourceDefinition.of(configuration, "sysA", "one");
        assertEquals(7, one.limit("MonitorInterval", 0));
        assertEquals(11, one.limit("OnlineTimeout", 0));
        assertEquals(300, one.limit("OfflineTimeout", 0));
        assertEquals(10, one.limit("NumThreads", 0));
    }

    @Test
    void leasedIsWhatMustNotOutliveTheLease() {
        assertTrue(ResourceDefinition.of(configuration, "sysA", "one").leased());
        assertFalse(ResourceDefinition.of(configuration, "sysA", "two").leased());
        assertFalse(ResourceDefinition.of(configuration, "sysA", "three").leased());
        assertFalse(ResourceDefinition.of(configuration, "sysA", "four").leased());
    }

    @Test
    void switchesOfResourceAndGroup() {
        assertTrue(ResourceDefinition.of(configuration, "sysA", "one").manageFaults());
        assertFalse(ResourceDefinition.of(configuration, "sysA", "three").manageFaults());
        assertFalse(ResourceDefinition.of(configuration, "sysA", "two").enabled());
        assertEquals("None", ResourceDefinition.of(configuration, "sysA", "two").operations());
    }

    @Test
    void definitionsOrdersAndReportsTravelAsJson() throws Exception {
        var json = new ObjectMapper();
        var one = ResourceDefinition.of(configuration, "sysA", "one");
        assertEquals(one, json.readValue(json.writeValueAsString(one), ResourceDefinition.class));
        var stamp = new OrderStamp(3, 9, "op");
        for (AgentOrder order :
                List.of(
                        new AgentOrder.Online(stamp, "r"),
                        new AgentOrder.Cancel(stamp, "r", "x"),
                        new AgentOrder.Action(stamp, "r", "token", List.of("a")))) {
            assertEquals(order, json.readValue(json.writeValueAsString(order), AgentOrder.class));
        }
        for (AgentReport report :
                List.of(
                        new AgentReport.StateChanged(
                                "r",
                                ResourceStatus.of(
                                        ResourceStatus.Probe.ONLINE,
                                        70,
                                        ResourceStatus.Flag.STATE_UNKNOWN),
                                AgentReport.Cause.UNEXPECTED,
                                "",
                                "why"),
                        new AgentReport.OperationEnded(
                                "r", "op", AgentReport.Outcome.REFUSED, "why"),
                        new AgentReport.Message("ERROR", "V-16-2-13067", "text"),
                        new AgentReport.ActionEnded("r", "op", "token", 1, "out"))) {
            assertEquals(
                    report, json.readValue(json.writeValueAsString(report), AgentReport.class));
        }
    }
}
