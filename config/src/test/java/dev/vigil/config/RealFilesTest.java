package dev.vigil.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/// Configurations as people write them: what they say, and what a dump makes of them (`*.cf.dump`, rewritten with
/// `-Dvigil.rewrite`).
class RealFilesTest {
    @Test
    void theSampleOfTheVirtualizationGuide() throws IOException {
        Configuration read = read("lpar.cf").orThrow();
        assertEquals("cluster1", read.clusterName());
        assertEquals("Server-9117-MMA-SN1013A", read.systemValue("sysB", "PhysicalServer").text());
        assertEquals(Map.of("sysA", 0, "sysB", 1), read.systemList("LPAR_group_1"));
        assertEquals(
                List.of("AutoDisableNoOffline"),
                read.groupValue("LPAR_group_1", "SysDownPolicy", "sysA").asList());
        assertEquals(
                List.of("hscroot", "hscroot"),
                read.resourceValue("lpar_1", "MCUser", "sysA").asList());
        assertEquals(
                List.of("vio_server3", "vio_server4"),
                read.resourceValue("lpar_1", "VIOSName", "sysB").asList());
        assertEquals(1, read.resourceValue("lpar_1", "RestartLimit", "sysA").asInt());
        assertEquals(0, read.typeValue("LPAR", "RestartLimit").asInt());
        assertEquals(List.of(), read.group("LPAR_group_1").orElseThrow().links());
    }

    @Test
    void oddLayoutsAndOldForms() throws IOException {
        ReadResult result = read("webapp.cf");
        Configuration read = result.orThrow();
        assertEquals(Map.of("node1", 0, "node2.example.com", 2), read.systemList("netgrp"));
        assertEquals("eth1", read.resourceValue("pub_nic", "Device", "node2.example.com").text());
        assertEquals(
                Map.of("Units", "200"), read.systemValue("node2.example.com", "Capacity").asMap());
        assertEquals("/srv/\"web\" app\\x", read.resourceValue("web_app", "Home", "node1").text());
        assertEquals(Map.of("a", "1", "b", ""), read.resourceValue("web_app", "Opts", "").asMap());
        assertEquals(2, read.resourceValue("web_app", "OnlineRetryLimit", "node1").asInt());
        assertEquals(0, read.resourceValue("web_app", "OnlineRetryLimit", "other").asInt());
        assertEquals("192.168.1.10", read.resourceValue("web-ip", "Address", "").text());
        assertEquals(
                List.of("DBG_1", "DBG_2", "DBG_3"), read.typeValue("MyApp", "LogDbg").asList());
        assertEquals(
                List.of(
                        "VCS WARNING V-16-1-17018 AppTypes.cf:1:1: 'Type' is read as 'type'."
                                + " Keywords are written in lower case",
                        "VCS WARNING V-16-1-17021 AppTypes.cf:1:88: LogDbg = DBG_1 DBG_2 DBG_3 of"
                                + " type MyApp is not acted upon: agents log no debug messages",
                        "VCS WARNING V-16-1-17021 AppTypes.cf:2:105: MonitorStatsParam of type"
                                + " MyApp is not acted upon: monitor times are not averaged",
                        "VCS WARNING V-16-1-17005 AppTypes.cf:2:125: attribute MonitorStatsParam of"
                                + " type MyApp is declared a scalar and holds a list. Declare it as"
                                + " MonitorStatsParam{}",
                        "VCS WARNING V-16-1-17018 main.cf:4:1: 'Include' is read as 'include'."
                                + " Keywords are written in lower case",
                        "VCS WARNING V-16-1-17021 main.cf:11:2: SystemOwner = ops@example.com of"
                                + " system node2.example.com is not acted upon: nobody is notified;"
                                + " use triggers, /metrics or the engine log",
                        "VCS WARNING V-16-1-17018 main.cf:15:1: 'Group' is read as 'group'."
                                + " Keywords are written in lower case"),
                result.diagnostics().stream().map(Diagnostic::toString).toList());
    }

    @Test
    void globalClustersAndSitesAreKept() throws IOException {
        Configuration read = read("global.cf").orThrow();
        assertEquals(List.of("C2"), List.copyOf(read.remoteClusters().sequencedKeySet()));
        assertEquals(
                "20",
                read.heartbeats()
                        .get("Icmp")
                        .attributes()
                        .on("AYAInterval", "C2")
                        .orElseThrow()
                        .text());
        assertEquals(
                5,
                read.sites().get("east").attributes().global("Preference").orElseThrow().asInt());
        assertEquals(Map.of("s1", 0, "s2", 0), read.systemList("appg"));
        assertEquals(
                Map.of("C1", 0, "C2", 1), read.groupValue("appg", "ClusterList", "").asIntMap());
        assertEquals("offline local", read.groupDependencies().getFirst().kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lpar.cf", "webapp.cf", "global.cf"})
    void aDumpIsCanonicalAndSaysTheSame(String file) throws IOException {
        Configuration read = read(file).orThrow();
        SequencedMap<String, String> dump = ConfigurationWriter.write(read);
        Path golden = directory().resolve(file + ".dump");
        if (System.getProperty("vigil.rewrite") != null)
            Files.writeString(golden, dump.get("main.cf"));
        assertEquals(Files.readString(golden), dump.get("main.cf"));

        Configuration again = ConfigurationReader.read(dump).orThrow();
        assertEquals(read, again);
        assertEquals(dump, ConfigurationWriter.write(again));
    }

    @Test
    void aFragmentWithoutItsIncludeNamesWhatIsMissing() throws IOException {
        String text =
                Files.readString(directory().resolve("global.cf")).replaceFirst("include.*", "");
        List<Diagnostic> found = ConfigurationReader.read(text).diagnostics();
        assertEquals(4, found.size());
        assertEquals("type DiskGroup of resource dg is not defined", found.getFirst().message());
        assertEquals(43, found.getFirst().line());
    }

    @Test
    void theBundledTypesAreWrittenAsADumpWritesThem() throws IOException {
        SequencedMap<String, String> files = new LinkedHashMap<>();
        files.put("main.cf", "include \"types.cf\"\ncluster c ( )\n");
        files.put("types.cf", BundledTypes.text());
        ReadResult result = ConfigurationReader.read(files);
        assertTrue(result.diagnostics().isEmpty(), () -> result.diagnostics().toString());
        String dump = ConfigurationWriter.write(result.orThrow()).get("types.cf");
        Path source =
                Path.of(
                        System.getProperty("vigil.root"),
                        "config/src/main/resources/dev/vigil/config/types.cf");
        if (System.getProperty("vigil.rewrite") != null) Files.writeString(source, dump);
        assertEquals(Files.readString(source), dump);
    }

    private static ReadResult read(String file) throws IOException {
        SequencedMap<String, String> files = new LinkedHashMap<>();
        files.put("main.cf", Files.readString(directory().resolve(file)));
        files.put("types.cf", BundledTypes.text());
        files.put("AppTypes.cf", Files.readString(directory().resolve("AppTypes.cf")));
        return ConfigurationReader.read(files);
    }

    private static Path directory() {
        return Path.of(
                System.getProperty("vigil.root"),
                "config/src/test/resources/dev/vigil/config/real");
    }
}
