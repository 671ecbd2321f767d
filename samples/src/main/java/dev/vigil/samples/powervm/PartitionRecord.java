package dev.vigil.samples.powervm;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// The records of `lssyscfg -r lpar` and `-r prof`: the attributes of a V7.7 console with a POWER7 server, as the
/// published example shows them.
final class PartitionRecord {

    /// What `-F` may name for `-r lpar`; some of it newer consoles print by themselves.
    static final Set<String> LPAR_NAMES =
            Set.of(
                    "name",
                    "lpar_id",
                    "lpar_env",
                    "state",
                    "resource_config",
                    "os_version",
                    "logical_serial_num",
                    "default_profile",
                    "curr_profile",
                    "work_group_id",
                    "shared_proc_pool_util_auth",
                    "allow_perf_collection",
                    "power_ctrl_lpar_ids",
                    "boot_mode",
                    "lpar_keylock",
                    "auto_start",
                    "redundant_err_path_reporting",
                    "rmc_state",
                    "rmc_ipaddr",
                    "msp",
                    "time_ref",
                    "lpar_avail_priority",
                    "desired_lpar_proc_compat_mode",
                    "curr_lpar_proc_compat_mode",
                    "suspend_capable",
                    "remote_restart_capable",
                    "affinity_group_id",
                    "sync_curr_profile");

    /// What `-F` may name for `-r prof`.
    static final Set<String> PROFILE_NAMES = profileNames();

    private static final Map<String, String> DEFAULTS = defaults();

    private PartitionRecord() {}

    private static Map<String, String> defaults() {
        var all = new LinkedHashMap<String, String>();
        all.put("work_group_id", "none");
        all.put("shared_proc_pool_util_auth", "0");
        all.put("allow_perf_collection", "0");
        all.put("power_ctrl_lpar_ids", "none");
        all.put("boot_mode", "norm");
        all.put("auto_start", "0");
        all.put("redundant_err_path_reporting", "0");
        all.put("msp", "0");
        all.put("time_ref", "0");
        all.put("lpar_avail_priority", "127");
        all.put("desired_lpar_proc_compat_mode", "default");
        all.put("suspend_capable", "0");
        all.put("remote_restart_capable", "0");
        all.put("affinity_group_id", "none");
        all.put("sync_curr_profile", "0");
        return all;
    }

    private static Set<String> profileNames() {
        var names = new TreeSet<>(Profiles.template().keySet());
        names.addAll(Set.of("name", "lpar_name", "lpar_id", "lpar_env"));
        names.addAll(Profiles.SHARED_PROCESSORS);
        return Collections.unmodifiableSet(names);
    }

    /// The attributes of a partition that can be configured, apart from its profiles.
    static Set<String> configurable() {
        return DEFAULTS.keySet();
    }

    /// A partition's own attribute, or what it is where nothing was configured.
    private static String attribute(Partition partition, String name) {
        return partition.setup().attributes().getOrDefault(name, DEFAULTS.get(name));
    }

    /// A partition's record.
    static Map<String, String> lpar(Server server, Partition partition) {
        var all = new LinkedHashMap<String, String>();
        boolean vios = partition.setup().environment().equals("vioserver");
        boolean on = partition.state().holdsResources();
        all.put("name", partition.name());
        all.put("lpar_id", Integer.toString(partition.id()));
        all.put("lpar_env", partition.setup().environment());
        all.put("state", server.consoleState(partition).text());
        all.put("resource_config", on ? "1" : "0");
        all.put(
                "os_version",
                partition.past().reported() ? partition.setup().osVersion() : "Unknown");
        all.put(
                "logical_serial_num",
                server.hardware().serial()
                        + Integer.toHexString(partition.id()).toUpperCase(Locale.ROOT));
        all.put("default_profile", partition.setup().defaultProfile());
        all.put("curr_profile", partition.currentProfile());
        for (var name :
                new String[] {
                    "work_group_id",
                    "shared_proc_pool_util_auth",
                    "allow_perf_collection",
                    "power_ctrl_lpar_ids",
                    "boot_mode"
                }) {
            all.put(name, attribute(partition, name));
        }
        all.put("lpar_keylock", "norm");
        all.put("auto_start", attribute(partition, "auto_start"));
        all.put(
                "redundant_err_path_reporting",
                attribute(partition, "redundant_err_path_reporting"));
        all.put("rmc_state", partition.rmcAnswers() ? "active" : "inactive");
        all.put("rmc_ipaddr", partition.past().reported() ? partition.setup().rmcAddress() : "");
        if (vios) {
            all.put("msp", attribute(partition, "msp"));
        }
        all.put("time_ref", attribute(partition, "time_ref"));
        all.put("lpar_avail_priority", attribute(partition, "lpar_avail_priority"));
        all.put(
                "desired_lpar_proc_compat_mode",
                attribute(partition, "desired_lpar_proc_compat_mode"));
        all.put("curr_lpar_proc_compat_mode", "POWER7");
        all.put("suspend_capable", attribute(partition, "suspend_capable"));
        all.put("remote_restart_capable", attribute(partition, "remote_restart_capable"));
        all.put("affinity_group_id", attribute(partition, "affinity_group_id"));
        return all;
    }

    /// What `-F` can show beyond the record of `-r lpar`.
    static Map<String, String> lparFully(Server server, Partition partition) {
        var all = lpar(server, partition);
        all.put("sync_curr_profile", attribute(partition, "sync_curr_profile"));
        return all;
    }

    /// A profile's record.
    static Map<String, String> profile(Partition partition, Profile profile) {
        var all = new LinkedHashMap<String, String>();
        all.put("name", profile.name());
        all.put("lpar_name", partition.name());
        all.put("lpar_id", Integer.toString(partition.id()));
        all.put("lpar_env", partition.setup().environment());
        all.putAll(profile.attributes());
        return all;
    }
}
