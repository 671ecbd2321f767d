package dev.vigil.samples.powervm;

/// What a console command answers, and the estate after it.
///
/// @param estate the estate from now on
/// @param exit the exit status
/// @param text what is printed, with its line ends
/// @param holdMs how long the console takes before it answers, at the estate's scale
record Reply(Estate estate, int exit, String text, long holdMs) {

    /// A listing that succeeded.
    static Reply listed(HmcCommand.Call call, String text) {
        return new Reply(call.estate(), 0, text, call.setting().operations().timings().commandMs());
    }

    /// Records that were found, or the console's word for none.
    static Reply records(HmcCommand.Call call, Listing listing) {
        return listed(
                call, listing.isEmpty() ? HmcMessage.NOTHING_FOUND.with() + "\n" : listing.text());
    }

    /// A refusal.
    static Reply refused(HmcCommand.Call call, String message) {
        return new Reply(
                call.estate(),
                1,
                message + "\n",
                call.setting().operations().timings().commandMs());
    }

    /// A change that was made: silent.
    static Reply changed(Estate estate, long holdMs) {
        return new Reply(estate, 0, "", holdMs);
    }

    /// What an operation came to, with the time it takes if accepted.
    static Reply of(HmcCommand.Call call, Outcome outcome, long holdMs) {
        return switch (outcome) {
            case Outcome.Done(var estate) -> changed(estate, holdMs);
            case Outcome.Refused(var message) -> refused(call, message);
        };
    }
}
