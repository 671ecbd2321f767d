package dev.vigil.config;

import dev.vigil.config.Places.Kind;

import java.util.List;
import java.util.Map;

/// The attributes that take one of a few words, or of which each list item is one of a few words.
final class Choices {
    private static final Map<String, List<String>> CLUSTER =
            Map.of(
                    "CounterMissAction", List.of("LogOnly", "Trigger"),
                    "EngineShutdown",
                            List.of(
                                    "Enable",
                                    "Disable",
                                    "DisableClusStop",
                                    "PromptClusStop",
                                    "PromptLocal",
                                    "PromptAlways"),
                    "HacliUserLevel", List.of("NONE", "COMMANDROOT"),
                    "PreferredFencingPolicy", List.of("Disabled", "System", "Group", "Site"),
                    "Statistics", List.of("Enabled", "MeteringOnly", "Disabled"),
                    "UseFence", List.of("NONE", "SCSI3"));
    private static final Map<String, List<String>> GROUP =
            Map.of(
                    "AutoFailOver", List.of("0", "1", "2"),
                    "AutoRestart", List.of("0", "1", "2"),
                    "AutoStartPolicy", List.of("Order", "Load", "Priority"),
                    "ClusterFailOverPolicy", List.of("Manual", "Auto", "Connected"),
                    "FailOverPolicy", List.of("Priority", "RoundRobin", "Load", "BiggestAvailable"),
                    "ManageFaults", List.of("ALL", "NONE"),
                    "Parallel", List.of("0", "1", "2"),
                    "SysDownPolicy", List.of("AutoDisableNoOffline"));
    private static final Map<String, List<String>> RESOURCE =
            Map.of("ManageFaults", List.of("", "ACT", "IGNORE"));
    private static final Map<String, List<String>> TYPE =
            Map.of(
                    "ExternalStateChange", List.of("OnlineGroup", "OfflineGroup", "OfflineHold"),
                    "Operations", List.of("OnOff", "OnOnly", "None"));

    private Choices() {}

    /// What a message says is expected.
    static String expected(List<String> choices) {
        return choices.size() == 1 ? choices.getFirst() : "one of " + String.join(", ", choices);
    }

    /// The words that an attribute of an object may hold; empty if it is not one of these attributes.
    static List<String> of(Kind kind, String attribute) {
        return switch (kind) {
            case CLUSTER -> CLUSTER.getOrDefault(attribute, List.of());
            case GROUP -> GROUP.getOrDefault(attribute, List.of());
            case RESOURCE ->
                    RESOURCE.getOrDefault(attribute, TYPE.getOrDefault(attribute, List.of()));
            case TYPE -> TYPE.getOrDefault(attribute, List.of());
            case REMOTE_CLUSTER, HEARTBEAT, SYSTEM, SITE, LINK, GROUP_LINK -> List.of();
        };
    }
}
