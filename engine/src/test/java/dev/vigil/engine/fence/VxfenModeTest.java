package dev.vigil.engine.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.engine.llt.BadFileException;
import dev.vigil.engine.llt.TableFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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
                "/t/vxfenmode:2: vxfen_mode=scsi3 is not available; use one of [customized,"
                        + " majority, disabled]",
                assertThrows(BadFileException.class, () -> parse("a=b\nvxfen_mode=scsi3\n"))
                        .getMessage());
        assertEquals(
                "/t/vxfenmode:1: \"nonsense\" is no key=value; write: vxfen_mode=majority",
                assertThrows(BadFileException.class, () -> parse("nonsense")).getMessage());
    }

    @Test
    void pointsAreNamedInTheOrderOfTheFile() throws Exception {
        VxfenMode file =
                parse(
                        """
                        vxfen_mode=customized
                        vxfen_mechanism=cps
                        # three sites
                        cps2=[192.168.0.24]:58888, [10.0.0.24]:58888
                        cps1=[cp1.example.com]
                        cps3=[fd00::3]
                        port=14250
                        """);
        assertEquals(VxfenMode.Mode.CUSTOMIZED, file.mode());
        assertEquals(
                List.of("192.168.0.24:58888", "cp1.example.com:14250", "fd00::3:14250"),
                file.pointNames());
        assertEquals(
                List.of(
                        new PointAddress("192.168.0.24", 58888),
                        new PointAddress("10.0.0.24", 58888)),
                file.points().getFirst().addresses());
        assertEquals(List.of(), file.warnings());
        assertEquals(2, file.pointsToWin());
    }

    @Test
    void thePortIsHttpsUnlessSaid() throws Exception {
        assertEquals(
                List.of("a:443"),
                parse("vxfen_mode=customized\ncps1=[a]\nsingle_cp=1").pointNames());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    vxfen_mode=customized                                     | /t/vxfenmode: vxfen_mode=customized and no coordination point; write: cps1=[192.168.10.50]:443
                    vxfen_mode=customized/cps1=cp1:443                        | /t/vxfenmode:2: "cp1:443" is no address of a coordination point; write [host]:port, for example [192.168.10.50]:443
                    vxfen_mode=customized/cps1=[cp1]:0                        | /t/vxfenmode:2: port 0 is no server's; write: cps1=[192.168.10.50]:443
                    vxfen_mode=customized/cps1=[cp1],                         | /t/vxfenmode:2: "" is no address of a coordination point; write [host]:port, for example [192.168.10.50]:443
                    vxfen_mode=customized/cps1=[cp1]/cps2=[cp1]:443           | /t/vxfenmode:3: cp1:443 is named twice; give every address of every point once
                    vxfen_mode=customized/cps1=[cp1]/cps1=[cp2]               | /t/vxfenmode:3: cps1 is set twice; remove one of the two lines
                    vxfen_mode=customized/vxfen_mechanism=disk                | /t/vxfenmode:2: vxfen_mechanism=disk is not available; write: vxfen_mechanism=cps
                    vxfen_mode=sometimes                                      | /t/vxfenmode:1: there is no vxfen_mode "sometimes"; use one of [customized, majority, disabled]
                    vxfen_mode=customized/single_cp=yes                       | /t/vxfenmode:2: single_cp "yes" is not a number; write a number from 0 to 1
                    """)
    void whatIsWrongIsNamed(String text, String problem) {
        assertEquals(
                problem,
                assertThrows(BadFileException.class, () -> parse(text.replace('/', '\n')))
                        .getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    vxfen_mode=customized/cps1=[a]                           | there is one coordination point
                    vxfen_mode=customized/cps1=[a]/cps2=[b]                  | 2 coordination points bear the loss of 0, no more than 1 would
                    vxfen_mode=customized/cps1=[a]/cps2=[b]/cps3=[c]/cps4=[d]| 4 coordination points bear the loss of 1, no more than 3 would
                    vxfen_mode=customized/cps1=[a]/cps2=[b]/cps3=[c]/single_cp=1 | remove single_cp=1
                    vxfen_mode=customized/cps1=[a]/single_cp=1/security=0    | security=0 in vxfenmode has no effect
                    vxfen_mode=majority/cps1=[a]                             | are not used
                    """)
    void whatIsNotWiseIsWarnedOf(String text, String warning) throws BadFileException {
        List<String> warnings = parse(text.replace('/', '\n')).warnings();
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.getFirst().contains(warning), warnings::toString);
    }

    @Test
    void whatBecomesOfALoserIsThisSystemsAlone() throws Exception {
        assertEquals(LoserSettings.NONE, parse("vxfen_mode=majority\n").loser());
        assertEquals(
                new LoserSettings(
                        Optional.of("/dev/watchdog1"), 10_500_000_000L, true, "/proc/trigger"),
                parse(
                                """
                                WatchdogDevice=/dev/watchdog1
                                WatchdogTimeout=10.5
                                LoserAction=panic
                                SysrqTrigger=/proc/trigger
                                """)
                        .loser());
        assertEquals(
                List.of("WatchdogTimeout in vxfenmode has no effect without WatchdogDevice"),
                parse("WatchdogTimeout=3\n").warnings());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WatchdogDevice=watchdog | WatchdogDevice=watchdog is no absolute path;"
                        + " write: WatchdogDevice=/dev/watchdog0",
                "WatchdogTimeout=soon | WatchdogTimeout \"soon\" is no number of seconds; write:"
                        + " WatchdogTimeout=10",
                "WatchdogTimeout=0 | WatchdogTimeout=0 would reset the machine at once; leave the"
                        + " line out, and the longest that the lease allows is taken",
                "LoserAction=reboot | there is no LoserAction \"reboot\"; use one of [clean,"
                        + " panic]"
            })
    void whatCannotBecomeOfALoserIsRefused(String line, String said) {
        assertEquals(
                "/t/vxfenmode:1: " + said,
                assertThrows(BadFileException.class, () -> parse(line)).getMessage());
    }

    private static VxfenMode parse(String text) throws BadFileException {
        return VxfenMode.parse(TableFile.of(Path.of("/t/vxfenmode"), text));
    }
}
