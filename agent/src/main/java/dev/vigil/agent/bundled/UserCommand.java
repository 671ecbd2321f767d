package dev.vigil.agent.bundled;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Which user a command runs as, and how.
final class UserCommand {
    private UserCommand() {}

    /// A command line of a shell, in the user's environment.
    ///
    /// @param user a name; "" for the one the daemon runs as
    /// @param login whether it gets the environment of a login (`su -`)
    /// @param environmentFile sourced first; "" for none
    static List<String> shell(
            String user, boolean login, String environmentFile, String commandLine) {
        String line =
                environmentFile.isBlank()
                        ? commandLine
                        : ". " + quoted(environmentFile) + "; " + commandLine;
        if (isOurs(user) && !login) return List.of("/bin/sh", "-c", line);
        var command = new ArrayList<>(List.of("su"));
        if (login) command.add("-");
        command.addAll(List.of(effective(user), "-c", line));
        return command;
    }

    /// A program with its arguments, run directly, with nothing left between it and its user.
    ///
    /// @param niceness added to the priority; 0 for none
    static List<String> direct(String user, int niceness, List<String> programAndArguments) {
        var command = new ArrayList<String>();
        if (niceness != 0) command.addAll(List.of("nice", "-n", Integer.toString(niceness)));
        if (!isOurs(user)) {
            command.addAll(
                    List.of("setpriv", "--reuid", user, "--regid", group(user), "--init-groups"));
        }
        command.addAll(programAndArguments);
        return command;
    }

    /// The user that is meant. A daemon that does not run as root can't become anybody else: for it, `root` and no user at all
    /// mean the one it runs as.
    static String effective(String user) {
        String own = System.getProperty("user.name");
        return user.isBlank() || user.equals("root") ? own : user;
    }

    private static boolean isOurs(String user) {
        return effective(user).equals(System.getProperty("user.name"));
    }

    /// The primary group of a user: setpriv wants it by name or number.
    private static String group(String user) {
        try (var lines = Files.lines(Path.of("/etc/passwd"))) {
            return lines.map(line -> line.split(":"))
                    .filter(words -> words.length > 3 && words[0].equals(user))
                    .map(words -> words[3])
                    .findFirst()
                    .orElse(user);
        } catch (java.io.IOException e) {
            return user;
        }
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
