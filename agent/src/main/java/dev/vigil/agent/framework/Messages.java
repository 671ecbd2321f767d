package dev.vigil.agent.framework;

import dev.vigil.agent.CleanReason;

/// The framework's lines in the agent logs, with their stable ids.
///
/// Source: VCS's message ids where they are known; scripts match on them.
final class Messages {
    static final String MONITOR_TIMED_OUT = "V-16-2-13027";
    static final String CLEAN_DONE = "V-16-2-13068";
    static final String CLEAN_FAILED = "V-16-2-13069";
    static final String NO_CLEAN = "V-16-2-13070";
    static final String RETRIES_USED = "V-16-2-13071";
    static final String RETRYING = "V-16-2-13072";
    static final String RESTARTING = "V-16-2-13073";
    static final String RESTARTING_HUNG = "V-16-2-13074";
    static final String UNABLE_TO_OFFLINE = "V-16-2-13077";
    static final String CLEAN_DONE_AT_LAST = "V-16-2-13078";
    static final String NOT_STARTED = "V-16-2-13901";

    private Messages() {}

    static String callingClean(CleanReason reason) {
        return switch (reason) {
            case OFFLINE_HUNG -> "V-16-2-13066";
            case OFFLINE_INEFFECTIVE -> "V-16-2-13064";
            case ONLINE_HUNG -> "V-16-2-13065";
            case ONLINE_INEFFECTIVE -> "V-16-2-13063";
            case UNEXPECTED_OFFLINE -> "V-16-2-13067";
            case MONITOR_HUNG -> "V-16-2-13062";
        };
    }

    static String callingClean(String resource, CleanReason reason) {
        return "Agent is calling clean for resource("
                + resource
                + ") because "
                + reason.words()
                + ".";
    }

    static String manageFaultsNone(CleanReason reason) {
        return reason.words() + "; ManageFaults is NONE, an administrator has to act";
    }

    static String monitorTimedOut(String resource) {
        return "Resource("
                + resource
                + ") - monitor procedure did not complete within the expected time.";
    }

    static String cleanDone(String resource) {
        return "Resource(" + resource + ") - clean completed successfully.";
    }

    static String cleanDoneAtLast(String resource, int failures) {
        return "Resource("
                + resource
                + ") - clean completed successfully after "
                + failures
                + " failed attempts.";
    }

    static String cleanFailed(String resource) {
        return "Resource(" + resource + ") - clean failed.";
    }

    static String stillThere(String resource) {
        return "Resource("
                + resource
                + ") - is not known to be offline after clean; it is cleaned again.";
    }

    static String noClean(String resource) {
        return "Resource(" + resource + ") - clean not implemented.";
    }

    static String retriesUsed(String resource, int limit) {
        return "Resource(" + resource + "): reached OnlineRetryLimit(" + limit + ").";
    }

    static String retrying(String resource, int attempt, int limit) {
        return "Resource("
                + resource
                + "): Agent is retrying online (attempt number "
                + attempt
                + " of "
                + limit
                + ").";
    }

    static String restarting(String resource, boolean hung, String attempt) {
        return hung
                ? "The monitoring program for resource("
                        + resource
                        + ") has consistently failed to determine the resource status within the"
                        + " expected time. Agent is restarting ("
                        + attempt
                        + ") the resource."
                : "Resource("
                        + resource
                        + ") became OFFLINE unexpectedly on its own. Agent is restarting ("
                        + attempt
                        + ") the resource.";
    }

    static String unableToOffline(String resource) {
        return "Agent is unable to offline resource("
                + resource
                + "). Administrative intervention may be required.";
    }

    static String notStarted(String resource, String reason) {
        return "Resource(" + resource + ") was not started: " + reason;
    }
}
