package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What operators see of a watchdog and of LoserAction.
class LoserReportTest {
    private static final long SECOND = 1_000_000_000L;

    @TempDir Path directory;

    @Test
    void whatIsNotConfiguredIsNoWarning() {
        assertEquals(List.of(), LoserReport.NONE.warnings());
        assertEquals("none", WatchdogReport.NONE.text());
    }

    @Test
    void whatIsArmedIsShownWithItsTimeout() {
        var watchdog = new WatchdogReport("/dev/watchdog0", true, 12 * SECOND, 7, "");
        assertEquals("/dev/watchdog0, armed, 12000 ms", watchdog.text());
        assertEquals(List.of(), new LoserReport(watchdog, true, "").warnings());
    }

    @Test
    void whatIsNotArmedThoughItShouldBeIsAWarning() {
        var idle = new WatchdogReport("/dev/watchdog0", false, 0, 0, "");
        assertEquals("/dev/watchdog0, not armed: nothing needs it", idle.text());
        var broken = new WatchdogReport("/dev/watchdog0", false, 0, 0, "why");
        assertEquals("/dev/watchdog0, NOT ARMED: why", broken.text());
        assertEquals(
                List.of("watchdog /dev/watchdog0 is not armed: why", "LoserAction=panic: because"),
                new LoserReport(broken, true, "because").warnings());
    }

    @Test
    void aTriggerThatCannotBePulledIsSaidBeforeItIsNeeded() throws Exception {
        Path trigger = directory.resolve("sysrq-trigger");
        var sysrq = new SysrqPanic(trigger.toString());
        assertTrue(sysrq.problem().startsWith(trigger + " cannot be written"), sysrq::problem);
        Files.createFile(trigger);
        assertTrue(!sysrq.problem().contains("cannot be written"), sysrq::problem);
        sysrq.panic();
        assertEquals("c\n", Files.readString(trigger));
    }
}
