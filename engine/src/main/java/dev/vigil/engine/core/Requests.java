package dev.vigil.engine.core;

import dev.vigil.engine.core.Message.Severity;

/// Operators' requests: checked against the state they are applied to, then carried out or refused with the reason.
final class Requests {
    private Requests() {}

    static void requested(Turn turn, Event.Requested event) {
        turn.log(
                Severity.INFO,
                "V-16-1-50135",
                "User "
                        + event.user()
                        + " fired command: "
                        + event.command()
                        + " from "
                        + event.system());
        var verdict = apply(turn, event);
        if (verdict.answered())
            turn.reply(event.requestId(), verdict.exitCode(), verdict.messages());
    }

    private static Verdict apply(Turn turn, Event.Requested event) {
        boolean early =
                event.request() instanceof Request.SystemForce
                        || event.request() instanceof Request.Stop;
        var here = turn.state().sysState(event.system());
        if (!early && !here.operates())
            return Verdict.refused(
                    "V-16-1-50129",
                    "Operation '"
                            + event.command()
                            + "' rejected as the node is in "
                            + here
                            + " state");
        return switch (event.request()) {
            case Request.GroupOnline request -> GroupOnlineRequests.online(turn, event, request);
            case Request.GroupOffline request -> GroupMoves.offline(turn, request);
            case Request.GroupSwitch request -> GroupMoves.switchTo(turn, request);
            case Request.GroupMigrate request -> GroupMoves.migrate(turn, request);
            case Request.GroupFreeze request -> GroupRequests.freeze(turn, request);
            case Request.GroupUnfreeze request -> GroupRequests.unfreeze(turn, request);
            case Request.GroupEnable request -> GroupRequests.enable(turn, request);
            case Request.GroupEnableResources request ->
                    GroupRequests.enableResources(turn, request);
            case Request.GroupAutoEnable request -> GroupRequests.autoEnable(turn, request);
            case Request.GroupClear request -> GroupRequests.clear(turn, request);
            case Request.GroupClearAdminWait request -> GroupRequests.clearAdminWait(turn, request);
            case Request.GroupFlush request -> GroupRequests.flush(turn, request);
            case Request.ResourceOnline request -> ResourceRequests.online(turn, request);
            case Request.ResourceOffline request -> ResourceRequests.offline(turn, request);
            case Request.ResourceClear request -> ResourceRequests.clear(turn, request);
            case Request.ResourceProbe request -> ResourceRequests.probe(turn, request);
            case Request.ResourceAction request ->
                    ResourceRequests.action(turn, event.requestId(), request);
            case Request.SystemFreeze request -> SystemRequests.freeze(turn, request);
            case Request.SystemUnfreeze request -> SystemRequests.unfreeze(turn, request);
            case Request.SystemForce request -> SystemRequests.force(turn, request);
            case Request.SystemLoad request -> SystemRequests.load(turn, request);
            case Request.Stop request -> SystemRequests.stop(turn, request);
            case Request.OpenConfiguration _ -> ConfigurationRequests.open(turn);
            case Request.DumpConfiguration request -> ConfigurationRequests.dump(turn, request);
            case Request.Change request -> ConfigurationRequests.change(turn, request);
        };
    }

    /// A warning as commands print it.
    static String warning(String umi, String text) {
        return new Message(Severity.WARNING, umi, text).line();
    }

    static Verdict noGroup(String group) {
        return Verdict.refused("V-16-1-10133", "Group does not exist: " + group);
    }

    static Verdict noResource(String resource) {
        return Verdict.refused("V-16-1-10260", "Resource does not exist: " + resource);
    }

    static Verdict noSystem(String system) {
        return Verdict.refused("V-16-1-10357", "System does not exist: " + system);
    }

    static boolean known(ClusterState state, String system) {
        return state.topology().systems().containsKey(system);
    }
}
