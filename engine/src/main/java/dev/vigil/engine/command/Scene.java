package dev.vigil.engine.command;

import dev.vigil.config.Configuration;
import dev.vigil.config.Group;
import dev.vigil.config.Resource;
import dev.vigil.config.Value;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.Request;
import dev.vigil.engine.core.SysState;

import java.util.List;
import java.util.Optional;

/// What a command finds when it is carried out: who typed what, where, and the cluster's state at that moment.
///
/// @param caller who typed it
/// @param system the system whose engine was asked
/// @param cluster the state as this engine has it; empty when there is no engine, only its node daemon
/// @param warnings what whoever looks at the cluster's state should know of this system
/// @param command the name of the command
/// @param verb what it was asked to do, for messages: `hagrp -online`
/// @param typed the whole command line
record Scene(
        Caller caller,
        String system,
        Optional<ClusterState> cluster,
        List<String> warnings,
        String command,
        String verb,
        String typed) {

    /// The state.
    ///
    /// @throws Refusal if no engine is there
    ClusterState state() {
        return cluster.orElseThrow(() -> Refusal.of(Umi.CANNOT_CONNECT));
    }

    /// The running configuration.
    ///
    /// @throws Refusal if no engine is there, or it has none yet
    Configuration configuration() {
        if (!state().configured()) {
            throw Refusal.of(Umi.NOT_READY, "%x".formatted(typed.hashCode()));
        }
        return state().configuration();
    }

    Group group(String name, Umi unknown) {
        return configuration().group(name).orElseThrow(() -> Refusal.of(unknown, name));
    }

    Group group(String name) {
        return group(name, Umi.GROUP_UNKNOWN);
    }

    Resource resource(String name) {
        return configuration()
                .resource(name)
                .orElseThrow(() -> Refusal.of(Umi.RESOURCE_UNKNOWN, name));
    }

    /// The name itself, if a system has it.
    String knownSystem(String name, Umi unknown) {
        if (configuration().system(name).isEmpty()) {
            throw Refusal.of(unknown, name);
        }
        return name;
    }

    /// The name itself, if the group may run there.
    String systemOf(Group group, String name) {
        knownSystem(name, Umi.SYSTEM_NOT_FOUND);
        var systems = configuration().systemList(group.name());
        if (systems.isEmpty()) {
            throw Refusal.of(Umi.SYSTEM_LIST_EMPTY, group.name());
        }
        if (!systems.containsKey(name)) {
            throw Refusal.of(Umi.NOT_IN_SYSTEM_LIST, name, group.name());
        }
        return name;
    }

    /// Refuses who has not the right; for a group's own operators and administrators, `group` is the group.
    void permit(Right right, Optional<Group> group) {
        if (caller.superuser()) {
            return;
        }
        if (held(group).compareTo(right) < 0) {
            String scope = group.isPresent() ? " of group " + group.get().name() : "";
            throw Refusal.of(
                    Umi.NO_PRIVILEGE,
                    caller.user(),
                    "Cluster "
                            + right.role()
                            + (group.isPresent() ? " or " + right.role() + scope : ""));
        }
    }

    void permit(Right right, Group group) {
        permit(right, Optional.of(group));
    }

    void permit(Right right) {
        permit(right, Optional.empty());
    }

    /// The most that the caller may do; anybody who gets here may look.
    private Right held(Optional<Group> group) {
        if (cluster.filter(ClusterState::configured).isEmpty()) {
            return Right.QUERY;
        }
        if (listed(configuration().clusterValue("Administrators"))
                || group.filter(own -> listed(groupValue(own, "Administrators"))).isPresent()) {
            return Right.ADMINISTER;
        }
        if (listed(configuration().clusterValue("Operators"))
                || group.filter(own -> listed(groupValue(own, "Operators"))).isPresent()) {
            return Right.OPERATE;
        }
        return Right.QUERY;
    }

    private boolean listed(Value users) {
        return users.asList().contains(caller.user());
    }

    private Value groupValue(Group group, String attribute) {
        return configuration().groupValue(group.name(), attribute, "");
    }

    /// Refuses to move anything while this system takes no part in the cluster. One that is LEAVING still does: what keeps it
    /// from leaving may have to be flushed or taken offline.
    void mustOperate() {
        SysState state = state().sysState(system);
        if (!state.operates()) {
            throw Refusal.of(Umi.REJECTED_IN_STATE, typed, state);
        }
    }

    /// Refuses to touch the configuration while this system is no full member.
    void mustRun() {
        SysState state = state().sysState(system);
        if (state != SysState.RUNNING) {
            throw Refusal.of(Umi.REJECTED_IN_STATE, typed, state);
        }
    }

    /// Refuses a change of the configuration while it is closed.
    void mustBeWritable() {
        mustRun();
        if (!state().writable()) {
            throw Refusal.of(Umi.READ_ONLY);
        }
    }

    /// Puts a request on the log.
    Answer submit(Request request) {
        return new Answer.Submit(request, typed);
    }

    /// What is printed when the daemon did something, or refused to.
    Answer.Printed carriedOut(Optional<String> refused) {
        return refused.map(why -> Answer.Printed.refused(Umi.NO_ANSWER.line(typed, why)))
                .orElse(Answer.Printed.of(List.of()));
    }
}
