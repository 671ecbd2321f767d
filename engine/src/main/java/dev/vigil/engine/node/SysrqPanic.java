package dev.vigil.engine.node;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Makes the kernel panic, as `echo c >/proc/sysrq-trigger` does.
///
/// @param trigger the file that is written to
public record SysrqPanic(String trigger) implements PanicDoor {
    private static final Path AFTER_PANIC = Path.of("/proc/sys/kernel/panic");

    @Override
    public String problem() {
        Path file = Path.of(trigger);
        if (!Files.isWritable(file))
            return trigger
                    + " cannot be written, so this machine cannot panic; the daemons have to run as"
                    + " root, and not in a container";
        try {
            if (Files.readString(AFTER_PANIC).strip().equals("0"))
                return "a machine that panics stays down until somebody resets it; set a time"
                        + " after which it starts again (sysctl kernel.panic=10)";
            return "";
        } catch (IOException unknown) {
            return "";
        }
    }

    /// Returns only if the file is not the kernel's.
    @Override
    public void panic() throws IOException {
        Files.write(
                Path.of(trigger),
                "c\n".getBytes(StandardCharsets.US_ASCII),
                StandardOpenOption.WRITE);
    }
}
