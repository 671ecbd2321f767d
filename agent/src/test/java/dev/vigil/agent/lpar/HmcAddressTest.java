package dev.vigil.agent.lpar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HmcAddressTest {
    @ParameterizedTest
    @CsvSource({
        "hmc1, hmc1, 22, hmc1, hmc1",
        "hmc1:2022, hmc1, 2022, '[hmc1]:2022', hmc1:2022",
        "10.1.2.3, 10.1.2.3, 22, 10.1.2.3, 10.1.2.3",
        "fe80::1, fe80::1, 22, fe80::1, fe80::1",
        "[fe80::1]:2022, fe80::1, 2022, '[fe80::1]:2022', '[fe80::1]:2022'",
        "[fe80::1], fe80::1, 22, fe80::1, fe80::1",
    })
    void aNameMayHaveAPort(String text, String host, int port, String knownHosts, String name) {
        HmcAddress address = HmcAddress.of("hscroot", text);
        assertEquals(new HmcAddress("hscroot", host, port), address);
        assertEquals(knownHosts, address.knownHostsName());
        assertEquals(name, address.name());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hmc1:",
                "hmc1:ssh",
                "hmc1:0",
                "hmc1:70000",
                "[fe80::1",
                "[fe80::1]22"
            })
    void whatIsNoAddressIsRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> HmcAddress.of("hscroot", text));
    }

    @Test
    void aUserIsNeeded() {
        assertThrows(IllegalArgumentException.class, () -> HmcAddress.of("", "hmc1"));
    }
}
