package dev.vigil.agent.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Starts programs with the C library's `posix_spawn`: each is a child in a session of its own, reads nothing, writes into a file,
/// and gets no other descriptor and no blocked or ignored signal of ours.
///
/// Java's own way would run two more programs each time, its helper and `setsid`, which takes longer than many a script.
final class Spawn {
    private static final short SETSIGDEF = 0x04;
    private static final short SETSIGMASK = 0x08;
    private static final short SETSID = 0x80;

    private static final int O_RDONLY = 0;
    private static final int O_WRONLY = 1;
    private static final int O_CREAT = 0x40;
    private static final int O_TRUNC = 0x200;
    private static final int OWNER_ONLY = 0600;

    /// What starting a script without an interpreter line gives.
    private static final int ENOEXEC = 8;

    /// More than the C libraries of Linux need for any of their structures.
    private static final long STRUCTURE_BYTES = 1024;

    /// What others may open between our look at the open descriptors and the start.
    private static final int SPARE_DESCRIPTORS = 64;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout POINTER = ValueLayout.ADDRESS;

    private static final MethodHandle SPAWN =
            Posix.function(
                    "posix_spawnp", INT, POINTER, POINTER, POINTER, POINTER, POINTER, POINTER);
    private static final MethodHandle NEW_ACTIONS =
            Posix.function("posix_spawn_file_actions_init", INT, POINTER);
    private static final MethodHandle END_ACTIONS =
            Posix.function("posix_spawn_file_actions_destroy", INT, POINTER);
    private static final MethodHandle OPEN =
            Posix.function(
                    "posix_spawn_file_actions_addopen", INT, POINTER, INT, POINTER, INT, INT);
    private static final MethodHandle DUP =
            Posix.function("posix_spawn_file_actions_adddup2", INT, POINTER, INT, INT);
    private static final MethodHandle CLOSE =
            Posix.function("posix_spawn_file_actions_addclose", INT, POINTER, INT);

    /// Of glibc 2.34 and later.
    private static final Optional<MethodHandle> CLOSE_FROM =
            Posix.find("posix_spawn_file_actions_addclosefrom_np", INT, POINTER, INT);

    private static final MemorySegment ATTRIBUTES = attributes();
    private static final List<byte[]> INHERITED = inherited();

    private Spawn() {}

    /// Starts a program.
    ///
    /// @param environment added to the environment of this process
    /// @param output file for what it says on either of its outputs
    /// @return its process id; it is a zombie when it ends, until it is collected
    /// @throws IOException if it can't be started
    static long start(List<String> command, Map<String, String> environment, Path output)
            throws IOException {
        return start(command, environment, output, CLOSE_FROM);
    }

    /// The same with or without the function of newer libraries.
    static long start(
            List<String> command,
            Map<String, String> environment,
            Path output,
            Optional<MethodHandle> closeFrom)
            throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment actions = arena.allocate(STRUCTURE_BYTES, 16);
            MemorySegment variables = texts(arena, variables(environment));
            check((int) NEW_ACTIONS.invokeExact(actions), "posix_spawn");
            try {
                addActions(arena, actions, output, closeFrom);
                return start(arena, actions, command, variables);
            } finally {
                check((int) END_ACTIONS.invokeExact(actions), "posix_spawn");
            }
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw Posix.broken("posix_spawn", e);
        }
    }

    private static long start(
            Arena arena, MemorySegment actions, List<String> command, MemorySegment variables)
            throws Throwable {
        MemorySegment pid = arena.allocate(INT);
        MemorySegment program = arena.allocateFrom(command.getFirst());
        MemorySegment words = texts(arena, bytes(command));
        int error = (int) SPAWN.invokeExact(pid, program, actions, ATTRIBUTES, words, variables);
        if (error == ENOEXEC) {
            var interpreted = new ArrayList<>(List.of("/bin/sh"));
            interpreted.addAll(command);
            program = arena.allocateFrom("/bin/sh");
            words = texts(arena, bytes(interpreted));
            error = (int) SPAWN.invokeExact(pid, program, actions, ATTRIBUTES, words, variables);
        }
        check(error, "starting " + command.getFirst());
        return pid.get(INT, 0);
    }

    /// Not all descriptors of a Java process are marked to be closed in a child, and a daemon that an entry point leaves behind
    /// would keep our sockets.
    private static void addActions(
            Arena arena, MemorySegment actions, Path output, Optional<MethodHandle> closeFrom)
            throws Throwable {
        MemorySegment nothing = arena.allocateFrom("/dev/null");
        MemorySegment file = arena.allocateFrom(output.toString());
        check((int) OPEN.invokeExact(actions, 0, nothing, O_RDONLY, 0), "posix_spawn");
        int flags = O_WRONLY | O_CREAT | O_TRUNC;
        check((int) OPEN.invokeExact(actions, 1, file, flags, OWNER_ONLY), "posix_spawn");
        check((int) DUP.invokeExact(actions, 1, 2), "posix_spawn");
        if (closeFrom.isPresent()) {
            check((int) closeFrom.get().invokeExact(actions, 3), "posix_spawn");
            return;
        }
        int last = highestDescriptor() + SPARE_DESCRIPTORS;
        for (int descriptor = 3; descriptor <= last; descriptor++) {
            check((int) CLOSE.invokeExact(actions, descriptor), "posix_spawn");
        }
    }

    private static int highestDescriptor() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.mapToInt(entry -> Integer.parseInt(entry.getFileName().toString()))
                    .max()
                    .orElse(2);
        }
    }

    private static MemorySegment attributes() {
        MethodHandle init = Posix.function("posix_spawnattr_init", INT, POINTER);
        MethodHandle fill = Posix.function("sigfillset", INT, POINTER);
        MethodHandle mask = Posix.function("posix_spawnattr_setsigmask", INT, POINTER, POINTER);
        MethodHandle defaults =
                Posix.function("posix_spawnattr_setsigdefault", INT, POINTER, POINTER);
        MethodHandle flags =
                Posix.function("posix_spawnattr_setflags", INT, POINTER, ValueLayout.JAVA_SHORT);
        MemorySegment attributes = Arena.global().allocate(STRUCTURE_BYTES, 16);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment none = arena.allocate(STRUCTURE_BYTES, 16);
            MemorySegment all = arena.allocate(STRUCTURE_BYTES, 16);
            check((int) init.invokeExact(attributes), "posix_spawn");
            check((int) fill.invokeExact(all), "posix_spawn");
            check((int) mask.invokeExact(attributes, none), "posix_spawn");
            check((int) defaults.invokeExact(attributes, all), "posix_spawn");
            short set = SETSID | SETSIGMASK | SETSIGDEF;
            check((int) flags.invokeExact(attributes, set), "posix_spawn");
            return attributes;
        } catch (Throwable e) {
            throw Posix.broken("posix_spawn", e);
        }
    }

    /// The environment of this process as it is, whatever the encoding of its values.
    private static List<byte[]> inherited() {
        try {
            String all =
                    Files.readString(Path.of("/proc/self/environ"), StandardCharsets.ISO_8859_1);
            var variables = new ArrayList<byte[]>();
            for (String variable : all.split("\0")) {
                if (variable.indexOf('=') > 0) {
                    variables.add(variable.getBytes(StandardCharsets.ISO_8859_1));
                }
            }
            return variables;
        } catch (IOException e) {
            throw new UncheckedIOException("the environment can't be read", e);
        }
    }

    private static List<byte[]> variables(Map<String, String> added) {
        var variables = new ArrayList<byte[]>();
        for (byte[] variable : INHERITED) {
            if (!added.containsKey(name(variable))) variables.add(variable);
        }
        added.forEach((name, value) -> variables.add(bytes(name + "=" + value)));
        return variables;
    }

    private static String name(byte[] variable) {
        String text = new String(variable, StandardCharsets.UTF_8);
        return text.substring(0, text.indexOf('='));
    }

    private static List<byte[]> bytes(List<String> texts) {
        return texts.stream().map(Spawn::bytes).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// A list of texts as C has it, with a null pointer at its end.
    private static MemorySegment texts(Arena arena, List<byte[]> texts) {
        MemorySegment pointers = arena.allocate(ValueLayout.ADDRESS, texts.size() + 1L);
        for (int i = 0; i < texts.size(); i++) {
            byte[] text = texts.get(i);
            MemorySegment copy = arena.allocate(text.length + 1L);
            MemorySegment.copy(text, 0, copy, ValueLayout.JAVA_BYTE, 0, text.length);
            pointers.setAtIndex(ValueLayout.ADDRESS, i, copy);
        }
        return pointers;
    }

    private static void check(int error, String what) throws IOException {
        if (error != 0) throw new IOException(what + " failed: " + Posix.message(error));
    }
}
