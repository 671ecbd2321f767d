package dev.vigil.agent.framework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// The framework decides, and does nothing else: its class files name no I/O, clock, thread, randomness, logger or library.
class PureFrameworkTest {
    private static final List<String> FORBIDDEN =
            List.of(
                    "java/io/",
                    "java/nio/",
                    "java/net/",
                    "java/time/",
                    "java/util/concurrent/",
                    "java/util/Random",
                    "java/util/UUID",
                    "java/lang/Thread",
                    "java/lang/Process",
                    "org/",
                    "com/",
                    "io/");

    private static final List<String> FORBIDDEN_CALLS =
            List.of(
                    "java/lang/System.currentTimeMillis",
                    "java/lang/System.nanoTime",
                    "java/lang/Math.random");

    @Test
    void namesNothingThatActs() throws Exception {
        Path classes =
                Path.of(
                                ResourceMachine.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                        .resolve("dev/vigil/agent/framework");
        List<Path> files;
        try (var listed = Files.list(classes)) {
            files = listed.filter(file -> file.toString().endsWith(".class")).sorted().toList();
        }
        assertFalse(files.isEmpty());
        assertEquals(List.of(), files.stream().flatMap(PureFrameworkTest::offences).toList());
    }

    private static Stream<String> offences(Path file) {
        try {
            var pool = ClassFile.of().parse(file).constantPool();
            return StreamSupport.stream(pool.spliterator(), false)
                    .map(PureFrameworkTest::offence)
                    .flatMap(Optional::stream)
                    .map(what -> file.getFileName() + " uses " + what);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Optional<String> offence(PoolEntry entry) {
        return switch (entry) {
            case ClassEntry type ->
                    Optional.of(type.asInternalName())
                            .filter(name -> FORBIDDEN.stream().anyMatch(name::startsWith));
            case MemberRefEntry member ->
                    Optional.of(member.owner().asInternalName() + "." + member.name().stringValue())
                            .filter(FORBIDDEN_CALLS::contains);
            default -> Optional.empty();
        };
    }
}
