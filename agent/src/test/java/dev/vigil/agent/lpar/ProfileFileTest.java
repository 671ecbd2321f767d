package dev.vigil.agent.lpar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.List;

class ProfileFileTest {
    private static final String LINE =
            "name=lpar05,lpar_id=15,lpar_env=aixlinux,work_group_id=none,boot_mode=norm,auto_start=0,profile_name=lpar05,all_resources=0,"
                + "min_mem=512,desired_mem=2048,max_mem=4096,\"virtual_serial_adapters=0/server/1/any//any/1,1/server/1/any//any/1\","
                + "\"virtual_scsi_adapters=304/client/2/vio_server1/4/1,404/client/3/vio_server2/6/1\",vtpm_adapters=none,"
                + "\"virtual_fc_adapters=\"\"504/client/2/vio_server1/8/c050760431670010,c050760431670011/1\"\","
                + "\"\"604/client/3/vio_server2/5/c050760431670012,c050760431670013/1\"\"\",hca_adapters=none,boot_mode=norm,auto_start=0";

    @Test
    void theGuidesExampleIsReadWithItsAdapters() throws HmcFormatException {
        ProfileFile file = ProfileFile.parse(LINE + "\n", "lpar05");
        assertEquals("lpar05", file.profile());
        assertEquals(LINE, file.line());
        assertEquals(
                List.of(
                        new ProfileFile.Adapter("scsi", "304", "2", "vio_server1", "4"),
                        new ProfileFile.Adapter("scsi", "404", "3", "vio_server2", "6"),
                        new ProfileFile.Adapter("fc", "504", "2", "vio_server1", "8"),
                        new ProfileFile.Adapter("fc", "604", "3", "vio_server2", "5")),
                file.adapters());
    }

    @Test
    void theGuidesMisprintedQuotesAreRejected() {
        assertRejected(
                LINE.replace("c050760431670011/1\"\",\"\"604", "c050760431670011/1\",\"\"604"),
                "quote");
        assertRejected(
                LINE.replace("c050760431670011/1\"\",\"\"604", "c050760431670011/1\"\"\",\"604"),
                "expected");
    }

    @Test
    void whatMksyscfgCannotTakeIsRejectedHere() {
        assertRejected(
                LINE + ",redundant_err_path_reporting=null", "redundant_err_path_reporting=null");
        assertRejected(LINE.replace("profile_name=lpar05,", ""), "profile_name is missing");
        assertRejected(
                LINE.replace("name=lpar05,lpar_id", "name=lpar06,lpar_id"),
                "defines partition lpar06, but LPARName is lpar05");
        assertRejected(LINE + "\n" + LINE, "expected one line, found 2");
        assertRejected(
                LINE.replace("404/client/3/vio_server2/6/1", "404/client/3/6/1"),
                "has 5 parts, expected 6");
    }

    @Test
    void aMissingFileIsNamed() {
        var e =
                assertThrows(
                        HmcFormatException.class,
                        () -> ProfileFile.read(Path.of("/nowhere/lpar05.cfg"), "lpar05"));
        assertEquals(
                "ProfileFile /nowhere/lpar05.cfg does not exist on this system", e.getMessage());
        e =
                assertThrows(
                        HmcFormatException.class,
                        () -> ProfileFile.read(Path.of("lpar05.cfg"), "lpar05"));
        assertEquals("ProfileFile lpar05.cfg is not an absolute path", e.getMessage());
    }

    private static void assertRejected(String text, String part) {
        var e = assertThrows(HmcFormatException.class, () -> ProfileFile.parse(text, "lpar05"));
        assertTrue(e.getMessage().contains(part), e.getMessage());
    }
}
