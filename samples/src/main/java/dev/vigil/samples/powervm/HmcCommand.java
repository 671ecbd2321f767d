package dev.vigil.samples.powervm;

import java.util.List;

/// One command of a management console. Pure: what it prints and what it changes follow from the call.
interface HmcCommand {

    /// The surroundings of a call.
    ///
    /// @param console the console that was asked
    /// @param user who asked
    /// @param operations what can be asked of servers and partitions
    /// @param seedFilterQuirk see [Definition#seedFilterQuirk()]
    /// @param atMs now, monotonic
    record Setting(
            Definition.ConsoleDefinition console,
            String user,
            Operations operations,
            boolean seedFilterQuirk,
            long atMs) {}

    /// A call.
    ///
    /// @param estate the estate it finds
    /// @param setting its surroundings
    /// @param arguments its arguments, without the command's name
    record Call(Estate estate, Setting setting, List<String> arguments) {}

    /// Thrown inside a command to refuse the call with a message; [#run] turns it into a reply.
    final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message);
        }
    }

    /// Answers a call.
    ///
    /// @throws Refusal if the console refuses; nothing has changed then
    Reply answer(Call call) throws Refusal;

    /// Answers a call, whatever comes.
    default Reply run(Call call) {
        try {
            return answer(call);
        } catch (Refusal refusal) {
            return Reply.refused(call, refusal.getMessage());
        }
    }
}
