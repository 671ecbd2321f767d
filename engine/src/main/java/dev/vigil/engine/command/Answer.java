package dev.vigil.engine.command;

import dev.vigil.engine.core.Request;
import dev.vigil.engine.fault.FaultAnswer;
import dev.vigil.engine.fault.FaultRequest;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// What a command line comes to. Everything but the last step is decided here; the daemon takes that step.
public sealed interface Answer {

    /// Nothing is left to do but print.
    ///
    /// @param exit the command's exit code
    /// @param out lines for stdout
    /// @param err lines for stderr
    record Printed(int exit, List<String> out, List<String> err) implements Answer {
        /// Copies the lists.
        public Printed {
            out = List.copyOf(out);
            err = List.copyOf(err);
        }

        /// Success.
        static Printed of(List<String> out) {
            return new Printed(0, out, List.of());
        }

        /// Success in one line.
        static Printed line(String out) {
            return of(List.of(out));
        }

        /// Turned down, or failed.
        static Printed refused(String err) {
            return new Printed(Refusal.REJECTED, List.of(), List.of(err));
        }
    }

    /// Put `request` on the log; when the engine's reply to it has been applied here, print the reply.
    ///
    /// @param fired the command as it was typed, for the log
    record Submit(Request request, String fired) implements Answer {

        /// What the operator reads of the engine's reply. Messages with an id go to stderr; the rest, such as what an
        /// action printed, to stdout.
        ///
        /// @param exitCode the reply's exit code
        /// @param messages the reply's lines
        public Printed reply(int exitCode, List<String> messages) {
            return new Printed(
                    exitCode,
                    messages.stream().filter(line -> !isMessage(line)).toList(),
                    messages.stream().filter(Submit::isMessage).toList());
        }

        /// What the operator reads when nobody was there to take the request.
        ///
        /// @param why what the daemon knows
        public Printed unanswered(String why) {
            return Printed.refused(Umi.NO_ANSWER.line(fired, why));
        }

        /// What the operator reads when no reply came in time: the request may or may not be carried out later.
        ///
        /// @param why what the daemon knows
        public Printed open(String why) {
            return Printed.refused(Umi.OPEN.line(fired, why));
        }

        private static boolean isMessage(String line) {
            return line.startsWith("VCS ");
        }
    }

    /// Show the states to `watcher`, the present one first, until it is done or the time is up.
    ///
    /// @param timeoutMs empty: no limit
    record Watch(Watcher watcher, OptionalLong timeoutMs) implements Answer {}

    /// Something that only the daemon or the node daemon knows or can do.
    sealed interface Ask extends Answer {

        /// What the operator reads when the part that was asked does not answer.
        ///
        /// @param why what the daemon knows
        default Printed unanswered(String why) {
            return Printed.refused(Umi.NO_ANSWER.line("request", why));
        }

        /// LLT's nodes and links.
        record Links(Function<LinkReport, Printed> print) implements Ask {}

        /// Let LLT's counters begin at zero again.
        record ZeroCounters() implements Ask {
            /// What the operator reads when it is done.
            public Printed done() {
                return Printed.of(List.of());
            }
        }

        /// LLT's timers.
        record Timers(Function<TimerReport, Printed> print) implements Ask {}

        /// Set one of LLT's timers.
        ///
        /// @param name as `lltconfig -T query` prints it
        /// @param value hundredths of a second, at least 1
        /// @param print given what is wrong with it, or nothing when it is set
        record SetTimer(String name, long value, Function<Optional<String>, Printed> print)
                implements Ask {}

        /// GAB's memberships.
        record Ports(Function<PortReport, Printed> print) implements Ask {}

        /// What gives the right to continue.
        record Fencing(Function<FencingReport, Printed> print) implements Ask {}

        /// Seed by hand.
        ///
        /// @param print given why it was refused, or nothing when it is done
        record Seed(Function<Optional<String>, Printed> print) implements Ask {}

        /// Break something of this system on purpose, or say what is broken.
        record Fault(FaultRequest request, Function<FaultAnswer, Printed> print) implements Ask {}

        /// Write a line to the engine's log of this system.
        ///
        /// @param severity CRITICAL, ERROR, WARNING, NOTICE or INFO
        /// @param umi the message's id
        record WriteLog(String severity, String umi, String text) implements Ask {
            /// What the operator reads when it is written.
            public Printed written() {
                return Printed.of(List.of());
            }
        }
    }
}
