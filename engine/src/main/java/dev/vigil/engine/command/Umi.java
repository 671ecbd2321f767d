package dev.vigil.engine.command;

/// Every diagnostic that a command prints by itself, with its message id.
///
/// Scripts match on the ids, so an id never changes its meaning. Ids from 90001 on are Vigil's own: situations for which
/// no published id is known.
///
/// Source: the command diagnostics collected from public scripts and manual pages of VCS; the engine's own answers to
/// accepted requests are written by the decision core.
enum Umi {
    /// The engine does not answer.
    CANNOT_CONNECT(Severity.ERROR, "V-16-1-10600", "Cannot connect to VCS engine"),
    /// The engine is there, but holds no configuration yet.
    NOT_READY(
            Severity.WARNING,
            "V-16-1-11030",
            "HAD not ready to receive this command. Message was: 0x%s"),
    /// The system whose engine was asked does not answer.
    LOCAL_SYSTEM_NOT_AVAILABLE(Severity.WARNING, "V-16-1-11046", "Local system not available"),
    /// A `-wait` whose time is up.
    TIMED_OUT(Severity.WARNING, "V-16-1-10805", "Connection timed out"),
    /// A `-wait` for something that cannot be waited for.
    CANNOT_WAIT(Severity.WARNING, "V-16-1-10806", "Cannot wait for attribute %s of %s: %s"),
    /// A modifying command on a system that is not RUNNING.
    REJECTED_IN_STATE(
            Severity.WARNING, "V-16-1-50129", "Operation '%s' rejected as the node is in %s state"),
    /// A modifying command while the configuration is closed.
    READ_ONLY(
            Severity.WARNING,
            "V-16-1-11335",
            "Configuration must be ReadWrite : Use haconf -makerw"),
    /// `haconf -makerw` twice.
    ALREADY_WRITABLE(Severity.WARNING, "V-16-1-10364", "Cluster already writable."),
    /// `haconf -dump` on a closed configuration.
    NOT_WRITABLE(Severity.WARNING, "V-16-1-10369", "Cluster not writable."),
    /// Not enough rights.
    NO_PRIVILEGE(
            Severity.ERROR,
            "V-16-1-15031",
            "User %s does not have the privilege for this command: %s is needed"),

    /// Unknown group in an operation.
    GROUP_UNKNOWN(Severity.WARNING, "V-16-1-10133", "Group does not exist: %s"),
    /// Unknown group in `-offline` and `-delete`.
    GROUP_UNKNOWN_HERE(
            Severity.WARNING, "V-16-1-12130", "Group %s does not exist in the local cluster"),
    /// Unknown group in a query.
    GROUP_NOT_FOUND(
            Severity.WARNING, "V-16-1-40131", "Group %s does not exist in the local cluster"),
    /// `hagrp` with nothing configured.
    NO_GROUPS(Severity.WARNING, "V-16-1-50031", "No Groups are configured"),
    /// `hagrp -add` of a name in use.
    GROUP_EXISTS(Severity.WARNING, "V-16-1-10130", "Group already exists: %s"),
    /// `hagrp -dep` with nothing to show.
    NO_GROUP_DEPENDENCIES(Severity.WARNING, "V-16-1-50035", "No Group dependencies are configured"),
    /// `hagrp -unlink` of what is not linked.
    GROUPS_NOT_LINKED(
            Severity.WARNING, "V-16-1-10146", "Could not unlink groups: %s does not depend on %s"),
    /// `-link` of what is linked.
    ALREADY_LINKED(
            Severity.WARNING, "V-16-1-10905", "Dependency between '%s' and '%s' already exists"),
    /// `hagrp -forecast` of a group that cannot fail over now.
    NO_FORECAST(Severity.WARNING, "V-16-1-90014", "No forecast for group %s: %s"),
    /// The group's SystemList does not hold the system.
    NOT_IN_SYSTEM_LIST(
            Severity.WARNING, "V-16-1-10135", "System %s is not in the SystemList of group %s"),
    /// The group's SystemList is empty.
    SYSTEM_LIST_EMPTY(Severity.WARNING, "V-16-1-50837", "SystemList of group %s is empty"),
    /// `hagrp -unfreeze -persistent` of a group that is not.
    GROUP_NOT_FROZEN(Severity.WARNING, "V-16-1-40202", "Group is not persistently frozen"),
    /// `hagrp -freeze -persistent` twice.
    GROUP_ALREADY_FROZEN(Severity.WARNING, "V-16-1-40209", "Group is already persistently frozen"),

    /// Unknown resource in an operation.
    RESOURCE_UNKNOWN(Severity.WARNING, "V-16-1-10260", "Resource does not exist: %s"),
    /// Unknown resource in a query.
    RESOURCE_NOT_FOUND(
            Severity.WARNING, "V-16-1-40130", "Resource %s does not exist in the local cluster"),
    /// `hares -add` of a name in use.
    RESOURCE_EXISTS(Severity.WARNING, "V-16-1-10239", "Resource already exists: %s"),
    /// `hares` with nothing configured.
    NO_RESOURCES(Severity.WARNING, "V-16-1-90010", "No Resources are configured"),
    /// `hares -dep` with nothing to show.
    NO_RESOURCE_DEPENDENCIES(
            Severity.WARNING, "V-16-1-50034", "No Resource dependencies are configured"),
    /// `hares -unlink` of what is not linked.
    RESOURCES_NOT_LINKED(
            Severity.WARNING, "V-16-1-90011", "Resource %s does not depend on resource %s"),
    /// A resource link across groups.
    RESOURCES_OF_TWO_GROUPS(
            Severity.WARNING,
            "V-16-1-90012",
            "Resources %s and %s belong to different groups (%s, %s): link the groups instead"),
    /// `hares -undo_override` of what is not overridden.
    NOT_OVERRIDDEN(
            Severity.WARNING, "V-16-1-90013", "Attribute %s of resource %s is not overridden"),

    /// Unknown system in a `hasys` command.
    SYSTEM_UNKNOWN(Severity.WARNING, "V-16-1-10357", "System does not exist: %s"),
    /// Unknown system in an option.
    SYSTEM_NOT_FOUND(Severity.WARNING, "V-16-1-51051", "System %s does not exist in the cluster"),
    /// `hasys -add` of a name in use.
    SYSTEM_EXISTS(Severity.WARNING, "V-16-1-10350", "System already exists: %s"),
    /// `hasys -nodeid` of an id that nobody has.
    NODE_UNKNOWN(Severity.WARNING, "V-16-1-90020", "No system has the node id %s"),

    /// Unknown resource type.
    TYPE_UNKNOWN(Severity.WARNING, "V-16-1-12004", "Type does not exist: %s"),
    /// `hatype -add` of a name in use.
    TYPE_EXISTS(Severity.WARNING, "V-16-1-90033", "Type already exists: %s"),
    /// `hatype -modify` of an attribute that each resource has for itself.
    NOT_STATIC(Severity.WARNING, "V-16-1-13322", "%s is not a static attribute"),
    /// Unknown agent.
    AGENT_UNKNOWN(Severity.WARNING, "V-16-1-13301", "Attempt to access non-existent agent"),
    /// An attribute that the object does not have.
    ATTRIBUTE_UNKNOWN(Severity.WARNING, "V-16-1-90030", "Attribute %s does not exist for %s %s"),
    /// An attribute with a value for each system, asked for without a system.
    ATTRIBUTE_IS_LOCAL(
            Severity.WARNING,
            "V-16-1-90031",
            "Attribute %s of %s %s has a value for each system: name one of %s"),
    /// A `-list` condition that nothing meets.
    NONE_MATCHES(Severity.WARNING, "V-16-1-10554", "No %s exists with %s of %s"),
    /// Something that is not `Attribute=Value`.
    BAD_CONDITION(
            Severity.ERROR,
            "V-16-1-90032",
            "Condition '%s' is none of Attribute=Value, Attribute!=Value, Attribute=~Value"),
    /// Unknown user.
    USER_UNKNOWN(Severity.WARNING, "V-16-1-90040", "User does not exist: %s"),
    /// Unknown cluster.
    CLUSTER_UNKNOWN(Severity.WARNING, "V-16-1-90041", "Cluster does not exist: %s"),

    /// `hastop` that EngineShutdown does not allow.
    SHUTDOWN_DISABLED(
            Severity.ERROR,
            "V-16-1-90051",
            "'%s' rejected: the cluster attribute EngineShutdown is %s"),

    /// A command name that Vigil does not have.
    NO_SUCH_COMMAND(Severity.ERROR, "V-16-1-90001", "Unknown command: %s"),
    /// A verb or option that the command does not have.
    UNKNOWN_OPTION(Severity.ERROR, "V-16-1-90002", "%s: unrecognized option: %s"),
    /// An abbreviation of more than one option.
    AMBIGUOUS_OPTION(Severity.ERROR, "V-16-1-90003", "%s: ambiguous option: %s could be any of %s"),
    /// An operand or option is missing.
    MISSING(Severity.ERROR, "V-16-1-90004", "%s: missing %s"),
    /// A word too many.
    UNEXPECTED(Severity.ERROR, "V-16-1-90005", "%s: unexpected argument: %s"),
    /// Options that exclude each other.
    NOT_TOGETHER(Severity.ERROR, "V-16-1-90006", "%s: options cannot be combined: %s"),
    /// A word that should have been a number.
    NOT_A_NUMBER(
            Severity.ERROR, "V-16-1-90007", "%s: %s must be a number of at least %s, not '%s'"),
    /// Something VCS can do and this release cannot.
    NOT_SUPPORTED(Severity.ERROR, "V-16-1-90008", "%s is not supported: %s"),
    /// A request that the engine has not answered in time.
    OPEN(
            Severity.ERROR,
            "V-16-1-90016",
            "The engine has not answered '%s' in time (%s): it may still be carried out"),
    /// A request that the engine turned down, or that nobody was there to carry out.
    NO_ANSWER(Severity.ERROR, "V-16-1-90009", "The engine did not carry out '%s': %s"),
    /// A timer of LLT that exists for scripts alone.
    WITHOUT_EFFECT(
            Severity.NOTICE,
            "V-16-1-90015",
            "Timer %s has no effect: heartbeats over UDP are neither retransmitted nor asked for"),
    /// A fault that was not injected.
    FAULT_REFUSED(Severity.ERROR, "V-16-1-90060", "'%s' was not carried out: %s");

    /// How bad a message is, as the operator reads it.
    enum Severity {
        /// Nothing was done and nothing can be.
        ERROR,
        /// The request was turned down.
        WARNING,
        /// The request was carried out, and that has less effect than one might think.
        NOTICE
    }

    private final Severity severity;
    private final String umi;
    private final String pattern;

    Umi(Severity severity, String umi, String pattern) {
        this.severity = severity;
        this.umi = umi;
        this.pattern = pattern;
    }

    /// The line as it is printed: `VCS WARNING V-16-1-10133 Group does not exist: websg`.
    String line(Object... arguments) {
        return "VCS %s %s %s".formatted(severity, umi, pattern.formatted(arguments));
    }
}
