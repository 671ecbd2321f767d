package dev.vigil.engine.cps;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vigil.engine.fence.PointAddress;
import dev.vigil.engine.llt.BadFileException;
import dev.vigil.engine.llt.TableFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;

class PointSettingsTest {
    @Test
    void aPointListensOnAllItsAddresses() throws BadFileException {
        PointSettings settings =
                parse(
                        """
                        # as VCS writes it
                        cps_name=cps1
                        vip=[192.168.0.23]
                        vip=[192.168.0.24]:58888
                        port=14250
                        security=1
                        db=/etc/VRTScps/db
                        """);
        assertEquals("cps1", settings.name());
        assertEquals(
                List.of(
                        new PointAddress("192.168.0.23", 14250),
                        new PointAddress("192.168.0.24", 58888)),
                settings.listen());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    cps_name=cps1        | vxcps.conf: says no address to listen on; write: vip=[192.168.10.50]:443
                    vip=192.168.0.23:443 | vxcps.conf:1: "192.168.0.23:443" is no address of a coordination point; write [host]:port, for example [192.168.10.50]:443
                    vip=[a]:70000        | vxcps.conf:1: port 70000 is out of range; write a number from 0 to 65535
                    listen=[a]           | vxcps.conf:1: listen is not known; use cps_name, vip, port, security or db
                    hello                | vxcps.conf:1: "hello" is no key=value; write: vip=[192.168.10.50]:443
                    """)
    void whatIsWrongIsNamed(String text, String problem) {
        assertEquals(problem, assertThrows(BadFileException.class, () -> parse(text)).getMessage());
    }

    private static PointSettings parse(String text) throws BadFileException {
        return PointSettings.parse(TableFile.of(Path.of("vxcps.conf"), text));
    }
}
