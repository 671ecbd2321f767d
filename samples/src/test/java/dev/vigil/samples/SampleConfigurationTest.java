package dev.vigil.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.config.BundledTypes;
import dev.vigil.config.Configuration;
import dev.vigil.config.ConfigurationReader;
import dev.vigil.config.Verifier;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;

class SampleConfigurationTest {
    private static Configuration read(String sample) throws Exception {
        Path root = Path.of(System.getProperty("vigil.root"));
        var files = new LinkedHashMap<String, String>();
        files.put(
                "main.cf",
                Files.readString(root.resolve("samples").resolve(sample).resolve("main.cf")));
        files.put(BundledTypes.FILE, BundledTypes.text());
        var result = ConfigurationReader.read(files);
        assertEquals(List.of(), result.diagnostics());
        assertEquals(List.of(), Verifier.verify(result.orThrow()));
        return result.orThrow();
    }

    @Test
    void theLparSampleLoadsAsItIsWritten() throws Exception {
        Configuration configuration = read("lpar-failover");
        assertEquals(
                "PServer2-SN100130A",
                configuration.systemValue("lpar102", "PhysicalServer").text());
        assertEquals(
                List.of("ps3_vio1", "ps3_vio2"),
                configuration.resourceValue("lpar07_res", "VIOSName", "lpar103").asList());
        assertEquals(
                List.of("hscroot", "hscroot"),
                configuration.resourceValue("lpar07_res", "MCUser", "lpar101").asList());
        assertEquals(
                "1", configuration.resourceValue("lpar07_res", "RestartLimit", "lpar101").text());
        assertEquals(
                List.of("AutoDisableNoOffline"),
                configuration.groupValue("lpar07_sg", "SysDownPolicy", "lpar101").asList());
    }
}
