package dev.vigil.samples.powervm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;

/// The truth and the consoles' language decide; they touch no file, clock, thread or log.
class PureEstateTest {

    private static final List<String> PURE =
            List.of(
                    "Activity",
                    "Arguments",
                    "Chsyscfg",
                    "Chsysstate",
                    "ConfigData",
                    "Csv",
                    "Estate",
                    "Faults",
                    "Filter",
                    "FirstEstate",
                    "HmcCommand",
                    "HmcCommands",
                    "HmcMessage",
                    "Listing",
                    "Lookup",
                    "Lshmc",
                    "Lsrefcode",
                    "Lssvcevents",
                    "Lssyscfg",
                    "Lssysconn",
                    "Mksyscfg",
                    "Operations",
                    "Partition",
                    "PartitionRecord",
                    "PartitionSetup",
                    "Passage",
                    "Pending",
                    "Profile",
                    "Profiles",
                    "Reply",
                    "Rmsyscfg",
                    "Server",
                    "SystemRecord",
                    "Timings",
                    "Truth",
                    "Viosvrcmd");

    private static final List<String> FORBIDDEN =
            List.of(
                    "java/io/",
                    "java/nio/",
                    "java/net/",
                    "java/lang/Thread",
                    "java/util/Timer",
                    "java/util/concurrent/",
                    "java/util/Random",
                    "java/time/Clock",
                    "org/slf4j/",
                    "org/apache/",
                    "com/fasterxml/",
                    "io/vertx/");

    private static final List<String> FORBIDDEN_CALLS =
            List.of(
                    "java/lang/System.nanoTime",
                    "java/lang/System.currentTimeMillis",
                    "java/lang/System.out",
                    "java/time/Instant.now",
                    "java/util/UUID.randomUUID");

    @Test
    void pureClassesUseNothingOfTheOutsideWorld() throws Exception {
        var found = new TreeSet<String>();
        for (var file : classFiles()) {
            var pool = ClassFile.of().parse(file).constantPool();
            for (var entry : pool) {
                var used =
                        switch (entry) {
                            case ClassEntry type -> type.asInternalName();
                            case MemberRefEntry member ->
                                    member.owner().asInternalName()
                                            + "."
                                            + member.name().stringValue();
                            default -> "";
                        };
                if (FORBIDDEN.stream().anyMatch(used::startsWith)
                        || FORBIDDEN_CALLS.contains(used)) {
                    found.add(file.getFileName() + " uses " + used);
                }
            }
        }
        // Records are printed and compared with the help of the JDK, exceptions hold a
        // serialisation stream's name.
        found.removeIf(use -> use.endsWith("java/io/Serializable"));
        assertEquals(new TreeSet<>(), found);
    }

    private static List<Path> classFiles() throws IOException, URISyntaxException {
        var directory =
                Path.of(Estate.class.getProtectionDomain().getCodeSource().getLocation().toURI())
                        .resolve("dev/vigil/samples/powervm");
        try (var files = Files.list(directory)) {
            return files.filter(f -> PURE.contains(topLevel(f))).sorted().toList();
        }
    }

    private static String topLevel(Path classFile) {
        return classFile.getFileName().toString().replaceFirst("(\\$.*)?\\.class$", "");
    }
}
