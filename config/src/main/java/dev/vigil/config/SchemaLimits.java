package dev.vigil.config;

import java.util.List;
import java.util.Optional;

/// The attributes that are not acted upon: one line each, to be removed with the feature's arrival.
///
/// A line is `level attribute[=value] | what happens instead`.
final class SchemaLimits {
    private static final String TABLE =
            """
            CLUSTER  AdministratorGroups        | members of operating system groups get no rights: commands are root's alone
            CLUSTER  OperatorGroups             | members of operating system groups get no rights: commands are root's alone
            CLUSTER  Guests                     | every user of a system of the cluster may look
            CLUSTER  UserNames                  | passwords are not asked for; users are who the operating system says they are
            CLUSTER  SecureClus                 | commands come over a local socket, from users that the operating system knows
            CLUSTER  SecInfo                    | commands come over a local socket, from users that the operating system knows
            CLUSTER  SecInfoLevel               | commands come over a local socket, from users that the operating system knows
            CLUSTER  CredRenewFrequency         | there are no credentials to renew
            CLUSTER  HacliUserLevel             | there is no hacli; use ssh
            CLUSTER  UseFence=SCSI3             | there are no SCSI3 reservations; fencing is as vxfenmode says
            CLUSTER  PreferredFencingPolicy=Site | all systems weigh the same in a race for the coordination points
            CLUSTER  SystemRebootAction         | groups of a system that reboots are treated as SysDownPolicy and ShutdownTimeout say
            CLUSTER  EnablePBF                  | groups never give way to groups of a higher Priority
            CLUSTER  SiteAware                  | systems are chosen without regard to sites
            CLUSTER  ClusterAddress             | other clusters are not contacted
            CLUSTER  Stewards                   | other clusters are not contacted
            CLUSTER  WACPort                    | other clusters are not contacted
            CLUSTER  AutoStartTimeout           | other clusters are not contacted
            CLUSTER  ClusterOwner               | nobody is notified; use triggers, /metrics or the engine log
            CLUSTER  ClusterRecipients          | nobody is notified; use triggers, /metrics or the engine log
            CLUSTER  BackupInterval             | the configuration is saved by haconf -dump only
            CLUSTER  CounterInterval            | there is no GlobalCounter; hashadow watches the engine
            CLUSTER  CounterMissAction          | there is no GlobalCounter; hashadow watches the engine
            CLUSTER  CounterMissTolerance       | there is no GlobalCounter; hashadow watches the engine
            CLUSTER  GlobalCounterUpdateInterval | there is no GlobalCounter; hashadow watches the engine
            CLUSTER  GroupLimit                 | the number of groups is not limited
            CLUSTER  ResourceLimit              | the number of resources is not limited
            CLUSTER  TypeLimit                  | the number of types is not limited
            CLUSTER  HostMeters                 | systems are not metered
            CLUSTER  HostMonLogLvl              | systems are not metered
            CLUSTER  MeterControl               | systems are not metered
            CLUSTER  MeterUnit                  | systems are not metered
            CLUSTER  MeterWeight                | systems are not metered
            CLUSTER  EngineClass                | the engine runs in the class it was started in
            CLUSTER  EnginePriority             | the engine runs at the priority it was started with
            CLUSTER  ProcessClass               | scripts run in the class of the engine
            CLUSTER  ProcessPriority            | scripts run at the priority of the engine
            CLUSTER  LockMemory                 | the engine's memory is not locked
            CLUSTER  PanicOnNoMem               | an engine without memory ends and hashadow restarts it
            CLUSTER  EnableVMAutoDiscovery      | virtual machines are not discovered
            CLUSTER  LogClusterUUID             | the log does not name the cluster
            CLUSTER  LogSize                    | a new log file begins every 32 MiB
            CLUSTER  PrintMsg                   | such messages are not logged
            SYSTEM   ConfigFile                 | the configuration directory is that of the engine's environment
            SYSTEM   CPUBinding                 | the engine runs on any processor
            SYSTEM   CPUThresholdLevel          | systems are not metered
            SYSTEM   MemThresholdLevel          | systems are not metered
            SYSTEM   SwapThresholdLevel         | systems are not metered
            SYSTEM   HostMonitor                | systems are not metered
            SYSTEM   CPUUsageMonitoring         | systems are not metered: no trigger, no reboot
            SYSTEM   GUIIPAddr                  | there is no such listener
            SYSTEM   SystemOwner                | nobody is notified; use triggers, /metrics or the engine log
            SYSTEM   SystemRecipients           | nobody is notified; use triggers, /metrics or the engine log
            SYSTEM   TriggerEvent               | triggers are always run
            GROUP    Parallel=2                 | the group is never started: hybrid groups are not supported; use 0 or 1
            GROUP    FailOverPolicy=BiggestAvailable | the group is never started: systems are not metered; use Priority, RoundRobin or Load
            GROUP    ContainerInfo              | resources run on the system itself, not in a container
            GROUP    AdministratorGroups        | members of operating system groups get no rights: commands are root's alone
            GROUP    OperatorGroups             | members of operating system groups get no rights: commands are root's alone
            GROUP    Guests                     | every user of a system of the cluster may look
            GROUP    ClusterFailOverPolicy      | other clusters are not contacted; the group never moves to one
            GROUP    ClusterList                | with another cluster in it the group is never started, as nothing keeps that cluster from running it too
            GROUP    DisableFaultMessages       | faults are logged
            GROUP    ExtMonApp                  | no external monitor is told
            GROUP    ExtMonArgs                 | no external monitor is told
            GROUP    GroupOwner                 | nobody is notified; use triggers, /metrics or the engine log
            GROUP    GroupRecipients            | nobody is notified; use triggers, /metrics or the engine log
            GROUP    PreSwitch                  | the group is switched without its PreSwitch action
            GROUP    ProPCV                     | processes started by hand on other systems are not stopped; the next monitor finds them
            GROUP    TriggerEvent               | triggers are always run
            GROUP    TypeDependencies           | resources start in the order of their dependencies
            RESOURCE ComputeStats               | monitor times are not averaged
            RESOURCE ContainerInfo              | the resource runs on the system itself, not in a container
            RESOURCE ResourceOwner              | nobody is notified; use triggers, /metrics or the engine log
            RESOURCE ResourceRecipients         | nobody is notified; use triggers, /metrics or the engine log
            RESOURCE TriggerEvent               | triggers are always run
            TYPE     AdvDbg                     | agents log no debug messages
            TYPE     AgentClass                 | agents run in the class of the node daemon
            TYPE     AgentPriority              | agents run at the priority of the node daemon
            TYPE     AgentReplyTimeout          | agents run in the node daemon, which hashadow watches
            TYPE     AgentStartTimeout          | agents run in the node daemon, which hashadow watches
            TYPE     AlertOnMonitorTimeouts     | every monitor that times out is logged
            TYPE     AvailableMeters            | resources are not metered
            TYPE     EPClass                    | entry points run in the class of the node daemon
            TYPE     EPPriority                 | entry points run at the priority of the node daemon
            TYPE     OnlineClass                | entry points run in the class of the node daemon
            TYPE     OnlinePriority             | entry points run at the priority of the node daemon
            TYPE     ScriptClass                | entry points run in the class of the node daemon
            TYPE     ScriptPriority             | entry points run at the priority of the node daemon
            TYPE     FireDrill                  | there are no fire drills
            TYPE     InfoInterval               | the info entry point is not run
            TYPE     LevelTwoMonitorFreq        | no detailed monitor is run
            TYPE     LogDbg                     | agents log no debug messages
            TYPE     LogViaHalog                | agents write to their own log
            TYPE     MeterControl               | resources are not metered
            TYPE     Meters                     | resources are not metered
            TYPE     MigrateWaitLimit           | there is no live migration; use hagrp -switch
            TYPE     MonitorStatsParam          | monitor times are not averaged
            TYPE     SupportedOperations        | there is no live migration; use hagrp -switch
            TYPE     TypeOwner                  | nobody is notified; use triggers, /metrics or the engine log
            TYPE     TypeRecipients             | nobody is notified; use triggers, /metrics or the engine log
            """;

    /// Attributes that say something to people and scripts and nothing to the engine, and those whose other values are what it does
    /// anyway.
    private static final String LABELS =
            """
            CLUSTER  ClusterLocation
            CLUSTER  Statistics
            CLUSTER  AutoAddSystemToCSG
            CLUSTER  AllowNativeCliUsers
            CLUSTER  DefaultGuestAccess
            CLUSTER  OpenExternalCommunicationPort
            CLUSTER  EnableFFDC
            SYSTEM   SystemLocation
            SYSTEM   UserInt
            GROUP    Tag
            GROUP    UserAssoc
            GROUP    UserIntGlobal
            GROUP    UserIntLocal
            GROUP    UserStrGlobal
            GROUP    UserStrLocal
            TYPE     ContainerOpts
            TYPE     IMFRegList
            """;

    static final List<Limit> ALL = TABLE.lines().map(SchemaLimits::limit).toList();
    static final List<Limit> FREE = LABELS.lines().map(SchemaLimits::limit).toList();

    private SchemaLimits() {}

    private static Limit limit(String line) {
        String[] parts = line.split(" *[|] ", 2);
        String[] words = parts[0].split(" +");
        String[] assigned = words[1].split("=", 2);
        return new Limit(
                Limit.Level.valueOf(words[0]),
                assigned[0],
                assigned.length == 1 ? Optional.empty() : Optional.of(assigned[1]),
                parts.length == 1 ? "" : parts[1]);
    }
}
