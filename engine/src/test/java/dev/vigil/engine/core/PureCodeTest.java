package dev.vigil.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Pure code has no clock, no I/O, no threads, no randomness, no loggers and no frameworks: its class files name none of them.
class PureCodeTest {
    /// What pure code may use of the JDK, besides `java.lang` proper.
    private static final List<String> ALLOWED_PACKAGES =
            List.of(
                    "java/lang/",
                    "java/util/",
                    "java/nio/charset/",
                    "java/nio/ByteBuffer",
                    "java/nio/ByteOrder",
                    "java/math/",
                    "java/security/MessageDigest",
                    "java/security/NoSuchAlgorithmException",
                    "java/time/Duration",
                    "java/io/Serializable",
                    "org/pcollections/",
                    "dev/vigil/");

    /// What it may not, although its package is allowed.
    private static final List<String> FORBIDDEN_TYPES =
            List.of(
                    "java/lang/Thread",
                    "java/lang/ThreadLocal",
                    "java/lang/Process",
                    "java/lang/ProcessBuilder",
                    "java/lang/Runtime",
                    "java/lang/reflect/",
                    "java/util/Random",
                    "java/util/SplittableRandom",
                    "java/util/UUID",
                    "java/util/Date",
                    "java/util/Timer",
                    "java/util/concurrent/",
                    "java/util/logging/",
                    "java/util/Scanner",
                    "java/util/prefs/",
                    "java/util/zip/");

    /// Methods that ask the machine.
    private static final Set<String> FORBIDDEN_METHODS =
            Set.of(
                    "java/lang/System.currentTimeMillis",
                    "java/lang/System.nanoTime",
                    "java/lang/System.getenv",
                    "java/lang/System.getProperty",
                    "java/lang/System.exit",
                    "java/lang/System.identityHashCode",
                    "java/lang/Math.random",
                    "java/util/Collections.shuffle");

    /// Static fields that are doors to the world.
    private static final Set<String> FORBIDDEN_FIELDS =
            Set.of("java/lang/System.out", "java/lang/System.err", "java/lang/System.in");

    @TestFactory
    List<DynamicTest> purePackages() {
        return List.of(
                pure("agent", "dev/vigil/agent/framework/", _ -> true),
                pure(
                        "config",
                        "dev/vigil/config/",
                        named("ConfigurationReader", "ConfigurationFiles", "BundledTypes", "Hacf")
                                .negate()),
                pure("dev/vigil/engine/core/", _ -> true),
                pure("dev/vigil/engine/command/", _ -> true),
                pure("dev/vigil/engine/policy/", _ -> true),
                pure(
                        "dev/vigil/engine/llt/",
                        named("LinkMonitor", "LinkTimers", "PacketFaults", "Timing")),
                pure(
                        "dev/vigil/engine/node/",
                        named(
                                "NodeMachine",
                                "Lease",
                                "LoserPanic",
                                "Peer",
                                "PeerSession",
                                "Watchdog")),
                pure(
                        "dev/vigil/engine/gab/",
                        named("Membership", "Neighbours", "Attempt", "Choice", "View")),
                pure(
                        "dev/vigil/engine/fence/",
                        named("QuorumMode", "Key", "PointRequest", "PointAnswer", "PointState")),
                pure(
                        "dev/vigil/engine/log/",
                        named("HeldLog", "Origins", "Outbox", "Element", "ChainHash")),
                pure("dev/vigil/engine/had/", named("Stack", "StateCheck")));
    }

    @Test
    void thisTestFindsWhatItForbids() throws IOException {
        var model = ClassFile.of().parse(bytes(getClass()));
        var found = new TreeSet<String>();
        offences(model, found);
        assertTrue(
                found.contains("java/nio/file/Files.readAllBytes"),
                "this very class reads files, and it was not noticed: " + found);
    }

    private static byte[] bytes(Class<?> type) throws IOException {
        try (var in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return in.readAllBytes();
        }
    }

    private static Predicate<String> named(String... names) {
        return file -> {
            String simple = file.replace(".class", "");
            for (String name : names)
                if (simple.equals(name) || simple.startsWith(name + "$")) return true;
            return false;
        };
    }

    private static DynamicTest pure(String folder, Predicate<String> which) {
        return pure("engine", folder, which);
    }

    private static DynamicTest pure(String module, String folder, Predicate<String> which) {
        return DynamicTest.dynamicTest(
                folder,
                () -> {
                    Path classes =
                            Path.of(System.getProperty("vigil.root"))
                                    .resolve(module)
                                    .resolve("target/classes")
                                    .resolve(folder);
                    var found = new ArrayList<String>();
                    int looked = 0;
                    try (var files = Files.list(classes)) {
                        for (Path file : files.sorted().toList()) {
                            String name = file.getFileName().toString();
                            if (!name.endsWith(".class") || !which.test(name)) continue;
                            looked++;
                            var offences = new TreeSet<String>();
                            offences(ClassFile.of().parse(Files.readAllBytes(file)), offences);
                            offences.forEach(each -> found.add(name + " uses " + each));
                        }
                    }
                    assertTrue(looked > 0, "no classes in " + classes.toAbsolutePath());
                    assertEquals(List.of(), found);
                });
    }

    private static void offences(ClassModel model, Set<String> found) {
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry type -> {
                    String name = type.asInternalName();
                    if (!name.startsWith("[") && !allowed(name)) found.add(name);
                }
                case MemberRefEntry member -> {
                    String owner = member.owner().asInternalName();
                    String name = owner + "." + member.name().stringValue();
                    boolean forbidden =
                            FORBIDDEN_METHODS.contains(name)
                                    || FORBIDDEN_FIELDS.contains(name)
                                    || (!owner.startsWith("[") && !allowed(owner));
                    if (forbidden) found.add(name);
                }
                default -> {}
            }
        }
    }

    private static boolean allowed(String type) {
        // Switches over enums and strings, and lambdas, are compiled to these.
        if (type.startsWith("java/lang/invoke/") || type.startsWith("java/lang/runtime/"))
            return true;
        for (String forbidden : FORBIDDEN_TYPES)
            if (type.equals(forbidden)
                    || type.startsWith(forbidden + "$")
                    || (forbidden.endsWith("/") && type.startsWith(forbidden))) return false;
        for (String allowed : ALLOWED_PACKAGES) if (type.startsWith(allowed)) return true;
        return false;
    }
}
