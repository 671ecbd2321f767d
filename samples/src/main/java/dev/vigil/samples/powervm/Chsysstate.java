package dev.vigil.samples.powervm;

import java.util.List;
import java.util.Set;

/// `chsysstate`: powers servers and partitions on and off.
///
/// It answers when the request is accepted, long before it has come true.
///
/// Source: HMC command reference, `chsysstate`.
final class Chsysstate implements HmcCommand {

    @Override
    public Reply answer(Call call) throws Refusal {
        var arguments =
                Arguments.parse(
                        call.arguments(),
                        Set.of(
                                "-m",
                                "-r",
                                "-o",
                                "-n",
                                "-f",
                                "-k",
                                "-b",
                                "-i",
                                "--id",
                                "--bootstring"),
                        Set.of("--immed", "--restart", "--force", "--all", "--novsi", "--test"));
        arguments.require("-m", "-r", "-o");
        return switch (arguments.required("-r")) {
            case "sys" -> system(call, arguments);
            case "lpar" -> partitions(call, arguments);
            default -> throw arguments.invalid("-r");
        };
    }

    private static Reply system(Call call, Arguments arguments) throws Refusal {
        var server = Lookup.connected(call, arguments);
        var operations = call.setting().operations();
        var atMs = call.setting().atMs();
        long holdMs = operations.timings().commandMs();
        var outcome =
                switch (arguments.required("-o")) {
                    case "on", "onstartpolicy" ->
                            operations.powerOn(call.estate(), server, false, atMs);
                    case "onstandby" -> operations.powerOn(call.estate(), server, true, atMs);
                    case "off" -> {
                        if (arguments.has("--restart")) {
                            throw new Refusal(HmcMessage.NOT_SIMULATED.with("-o off --restart"));
                        }
                        yield operations.powerOff(
                                call.estate(), server, arguments.has("--immed"), atMs);
                    }
                    case "rebuild" -> new Outcome.Done(call.estate());
                    default -> throw arguments.invalid("-o");
                };
        return Reply.of(call, outcome, holdMs);
    }

    private static Reply partitions(Call call, Arguments arguments) throws Refusal {
        var server = Lookup.connected(call, arguments);
        var targets =
                arguments.has("--all") && !arguments.has("-n") && !arguments.has("--id")
                        ? server.newestFirst()
                        : Lookup.partitions(server, arguments, "-n");
        if (targets.size() > 1 && arguments.has("-f")) {
            throw arguments.invalid("-f");
        }
        var mode = arguments.value("-b").orElse("norm");
        if (!List.of("norm", "dd", "ds", "of", "sms").contains(mode)) {
            throw arguments.invalid("-b");
        }
        var now = call.estate();
        var refusals = new StringBuilder();
        for (var target : targets) {
            switch (one(call, arguments, now, server.name(), target.name(), mode)) {
                case Outcome.Done(var changed) -> now = changed;
                case Outcome.Refused(var message) -> refusals.append(message).append('\n');
            }
        }
        var timings = call.setting().operations().timings();
        long holdMs =
                switch (arguments.required("-o")) {
                    case "on" -> timings.activateMs();
                    case "shutdown" ->
                            arguments.has("--immed") ? timings.cutMs() : timings.commandMs();
                    default -> timings.commandMs();
                };
        return new Reply(
                now,
                refusals.isEmpty() ? 0 : 1,
                refusals.toString(),
                refusals.isEmpty() ? holdMs : timings.commandMs());
    }

    private static Outcome one(
            Call call, Arguments arguments, Estate now, String serverName, String name, String mode)
            throws Refusal {
        var server = now.servers().get(serverName);
        var partition = server.partitions().get(name);
        var operations = call.setting().operations();
        var atMs = call.setting().atMs();
        boolean immediate = arguments.has("--immed");
        boolean restart = arguments.has("--restart");
        return switch (arguments.required("-o")) {
            case "on" ->
                    operations.activate(
                            now, server, partition, arguments.value("-f").orElse(""), mode, atMs);
            case "shutdown" ->
                    operations.shutdown(now, server, partition, immediate, restart, atMs);
            case "osshutdown" ->
                    operations.osShutdown(now, server, partition, immediate, restart, atMs);
            case "dumprestart" -> operations.dumpRestart(now, server, partition, atMs);
            default -> throw arguments.invalid("-o");
        };
    }
}
