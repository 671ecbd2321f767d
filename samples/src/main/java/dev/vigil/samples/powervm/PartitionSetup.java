package dev.vigil.samples.powervm;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was configured for a partition.
///
/// @param environment `aixlinux` or `vioserver`
/// @param system the name of the cluster system that runs in a management partition, else empty
/// @param osVersion what its operating system reports
/// @param rmcAddress the address its operating system reports
/// @param defaultProfile the profile used where none is named
/// @param profiles its profiles by name
/// @param attributes the other attributes of `lssyscfg -r lpar` that can be changed
public record PartitionSetup(
        String environment,
        String system,
        String osVersion,
        String rmcAddress,
        String defaultProfile,
        SortedMap<String, Profile> profiles,
        SortedMap<String, String> attributes) {
    /// Keeps copies.
    public PartitionSetup {
        profiles = Collections.unmodifiableSortedMap(new TreeMap<>(profiles));
        attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    }

    PartitionSetup withProfile(Profile profile) {
        var changed = new TreeMap<>(profiles);
        changed.put(profile.name(), profile);
        return new PartitionSetup(
                environment, system, osVersion, rmcAddress, defaultProfile, changed, attributes);
    }

    PartitionSetup withoutProfile(String profile) {
        var changed = new TreeMap<>(profiles);
        changed.remove(profile);
        return new PartitionSetup(
                environment, system, osVersion, rmcAddress, defaultProfile, changed, attributes);
    }

    PartitionSetup withAttribute(String attribute, String value) {
        var changed = new TreeMap<>(attributes);
        changed.put(attribute, value);
        return new PartitionSetup(
                environment, system, osVersion, rmcAddress, defaultProfile, profiles, changed);
    }

    PartitionSetup withDefaultProfile(String profile) {
        return new PartitionSetup(
                environment, system, osVersion, rmcAddress, profile, profiles, attributes);
    }
}
