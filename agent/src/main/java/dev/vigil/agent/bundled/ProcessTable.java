package dev.vigil.agent.bundled;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What runs on this machine, as /proc has it. Processes that are over and only wait to be collected do not count.
final class ProcessTable {
    private static final Path PROC = Path.of("/proc");

    private ProcessTable() {}

    /// The processes that match a command line and belong to a user.
    ///
    /// @param user a name; "" for any
    static List<Long> find(CommandLine wanted, String user) throws IOException {
        var found = new ArrayList<Long>();
        try (var entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (!name.matches("\\d+")) continue;
                long pid = Long.parseLong(name);
                if (matches(pid, wanted, user)) found.add(pid);
            }
        }
        return found;
    }

    /// Whether a process is there, matches the command line and belongs to the user.
    static boolean matches(long pid, CommandLine wanted, String user) throws IOException {
        return pid != ProcessHandle.current().pid()
                && arguments(pid).filter(wanted::matches).isPresent()
                && isOf(pid, user);
    }

    /// Whether a process with this number runs, and belongs to the user.
    static boolean runs(long pid, String user) throws IOException {
        try {
            String stat =
                    Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            // pid (name) state ...: the name may hold anything, blanks and parentheses too.
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X' && isOf(pid, user);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            if (!Files.exists(PROC.resolve(Long.toString(pid)))) return false;
            throw e;
        }
    }

    private static boolean isOf(long pid, String user) throws IOException {
        if (user.isBlank()) return true;
        try {
            return Files.getOwner(PROC.resolve(Long.toString(pid))).getName().equals(user);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /// The words of its command line; empty if it is over, or has none as the kernel's own threads.
    private static Optional<List<String>> arguments(long pid) throws IOException {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(PROC.resolve(pid + "/cmdline"));
        } catch (IOException e) {
            // It ended while we looked: reading then fails in one of several ways.
            if (!Files.exists(PROC.resolve(Long.toString(pid)))) return Optional.empty();
            if (e instanceof NoSuchFileException || "No such process".equals(e.getMessage())) {
                return Optional.empty();
            }
            throw e;
        }
        if (bytes.length == 0) return Optional.empty();
        String text = new String(bytes, StandardCharsets.UTF_8);
        return Optional.of(List.of(text.substring(0, lengthWithoutEnd(text)).split("\0", -1)));
    }

    private static int lengthWithoutEnd(String text) {
        return text.endsWith("\0") ? text.length() - 1 : text.length();
    }
}
