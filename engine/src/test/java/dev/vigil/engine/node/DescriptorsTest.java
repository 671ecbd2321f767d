package dev.vigil.engine.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

class DescriptorsTest {
    @TempDir private Path process;

    @Test
    void fewThatAreLeftAreSaid() throws Exception {
        limit("16");
        open(14);
        assertEquals(Optional.empty(), new Descriptors(process, "it").shortage());
        open(15);
        String said = new Descriptors(process, "it").shortage().orElseThrow();
        assertTrue(said.startsWith("it runs short of file descriptors: 15 of 16 are in use"), said);
    }

    @Test
    void whoCannotLookHasNone() {
        String said = new Descriptors(process, "it").shortage().orElseThrow();
        assertTrue(said.contains("none is left"), said);
    }

    @Test
    void withoutALimitThereAreAlwaysEnough() throws Exception {
        limit("unlimited");
        open(100);
        assertEquals(Optional.empty(), new Descriptors(process, "it").shortage());
    }

    @Test
    void thisProcessHasSome() {
        assertEquals(Optional.empty(), Descriptors.ofThisProcess("this").shortage());
    }

    private void limit(String soft) throws IOException {
        Files.writeString(
                process.resolve("limits"),
                """
                Limit                     Soft Limit           Hard Limit           Units
                Max processes             1                    1                    processes
                Max open files            %s                   524288               files
                """
                        .formatted(soft));
    }

    private void open(int count) throws IOException {
        Path fd = Files.createDirectories(process.resolve("fd"));
        for (int i = 0; i < count; i++)
            if (!Files.exists(fd.resolve("" + i))) Files.createFile(fd.resolve("" + i));
    }
}
