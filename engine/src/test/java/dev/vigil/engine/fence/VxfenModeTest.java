package dev.vigil.engine.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.vigil.engine.llt.BadFileException;
import dev.vigil.engine.llt.TableFile;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;

class VxfenModeTest {
    @Test
    void majorityUnlessTheFileSaysOtherwise() throws Exception {
        assertEquals(VxfenMode.Mode.MAJORITY, VxfenMode.read(Path.of("/nowhere/vxfenmode")).mode());
        assertEquals(VxfenMode.Mode.DISABLED, parse("vxfen_mode = disabled\n").mode());
        assertEquals(VxfenMode.Mode.MAJORITY, parse("scsi3_disk_policy=dmp\n").mode());
    }

    @Test
    void whatIsNotOfferedIsRefused() {
        assertEquals(
                "/t/vxfenmode:2: vxfen_mode=scsi3 is not available in this release; use one of"
                        + " [majority, disabled]",
                assertThrows(BadFileException.class, () -> parse("a=b\nvxfen_mode=scsi3\n"))
                        .getMessage());
        assertEquals(
                "/t/vxfenmode:1: \"nonsense\" is no key=value; write: vxfen_mode=majority",
                assertThrows(BadFileException.class, () -> parse("nonsense")).getMessage());
    }

    private static VxfenMode parse(String text) throws BadFileException {
        return VxfenMode.parse(TableFile.of(Path.of("/t/vxfenmode"), text));
    }
}
