package dev.vigil.agent.lpar;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What came of one command for one HMC: it ran there and said something, or it is not known to have run.
public sealed interface HmcAnswer {
    /// The HMC that was asked.
    HmcAddress hmc();

    /// The command ran and ended.
    ///
    /// @param exit its exit status, 0 when it was accepted
    /// @param out what it printed; most releases print their errors here too
    /// @param err what it printed as an error
    record Ran(HmcAddress hmc, int exit, String out, String err) implements HmcAnswer {
        private static final Pattern CODE = Pattern.compile("\\bHSC[A-Z]?[0-9A-Z]{4,5}\\b");

        /// Whether the command was accepted.
        public boolean accepted() {
            return exit == 0;
        }

        /// The message code of a refusal (`HSCL8012`), wherever it was printed; none after success or where there is no code.
        public Optional<String> code() {
            if (accepted()) {
                return Optional.empty();
            }
            Matcher matcher = CODE.matcher(out + "\n" + err);
            return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
        }

        /// Whether the command was refused with this message code.
        public boolean refusedWith(String code) {
            return code().filter(code::equals).isPresent();
        }

        /// What the HMC said, on one line, for logs.
        public String message() {
            String said =
                    (out.strip() + " " + err.strip()).strip().replaceAll("\\s*\\R\\s*", " / ");
            return "HMC "
                    + hmc.name()
                    + (said.isEmpty() ? " ended with status " + exit : " says: " + said);
        }
    }

    /// There is no answer. Whether the command ran is unknown if it was sent (`TIMED_OUT`, `LOST`), and it has not run otherwise.
    ///
    /// @param message one line for the administrator: HMC, what happened, what to do
    record NoAnswer(HmcAddress hmc, Trouble trouble, String message) implements HmcAnswer {}

    /// Why there is no answer.
    enum Trouble {
        /// No connection: refused, no route, unknown name, or no reply in time.
        UNREACHABLE,
        /// The HMC does not take the user or the key, or there is no key to offer.
        LOGIN,
        /// The HMC's host key is not in known_hosts, or is another one.
        HOST_KEY,
        /// The command was sent and did not end in time.
        TIMED_OUT,
        /// The connection broke while the command ran.
        LOST,
        /// The calling entry point was interrupted, because its own time was up.
        INTERRUPTED
    }
}
