package dev.vigil.agent.lpar;

import dev.vigil.agent.lpar.HmcAnswer.NoAnswer;
import dev.vigil.agent.lpar.HmcAnswer.Ran;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Runs one command on the first HMC that answers, with the keys and known hosts of the LPAR agent. For triggers, and to try a connection.
///
/// ```
/// hmccmd hscroot@hmc1 hscroot@hmc2 -- lssyscfg -r sys -F name,state
/// ```
///
/// Exit status: that of the command; 255 when no HMC answered, with the reasons on stderr; 2 when the arguments are wrong.
public final class HmcCommand {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    private HmcCommand() {}

    /// See the class.
    public static void main(String[] args) {
        SshFiles files = SshFiles.of(System.getenv(), Path.of(System.getProperty("user.home")));
        int status;
        try (var shell = new SshHmcShell(files, CONNECT_LIMIT)) {
            status = run(List.of(args), shell, System.out, System.err);
        }
        System.exit(status);
    }

    /// Does what `main` does, over a given shell.
    ///
    /// @return the exit status
    static int run(List<String> args, HmcShell shell, PrintStream out, PrintStream err) {
        int dashes = args.indexOf("--");
        if (dashes < 1 || dashes == args.size() - 1) {
            err.println("usage: hmccmd user@hmc[:port] ... -- command");
            return 2;
        }
        List<HmcAddress> hmcs = new ArrayList<>();
        for (String text : args.subList(0, dashes)) {
            int at = text.indexOf('@');
            try {
                hmcs.add(
                        HmcAddress.of(at < 0 ? "" : text.substring(0, at), text.substring(at + 1)));
            } catch (IllegalArgumentException e) {
                err.println("hmccmd: " + text + ": " + e.getMessage());
                return 2;
            }
        }
        String command =
                args.subList(dashes + 1, args.size()).stream()
                        .map(HmcCommands::word)
                        .collect(Collectors.joining(" "));
        for (HmcAddress hmc : hmcs) {
            switch (shell.run(hmc, command, LIMIT)) {
                case Ran ran -> {
                    out.print(ran.out());
                    out.flush();
                    err.print(ran.err());
                    err.flush();
                    return ran.exit();
                }
                case NoAnswer none -> err.println("hmccmd: " + none.message());
            }
        }
        return 255;
    }
}
