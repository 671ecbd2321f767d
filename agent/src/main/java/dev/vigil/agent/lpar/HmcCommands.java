package dev.vigil.agent.lpar;

import java.util.List;
import java.util.regex.Pattern;

/// Every command line the agent sends, in plain sight. Names go through [#word], as the HMC's shell takes the line apart.
///
/// Source: IBM HMC commands lssyscfg, chsysstate, mksyscfg, rmsyscfg.
final class HmcCommands {
    /// The partition named does not exist on the managed system.
    static final String PARTITION_NOT_FOUND = "HSCL8012";

    /// The operation is not possible in the partition's state; for a power off: it is off already.
    static final String ALREADY_OFF = "HSCL1558";

    /// The partition to be started is on already.
    static final String ALREADY_ON = "HSCL3681";

    /// The operating system cannot be asked to shut down, as it has no connection to the HMC.
    static final String NO_OS_SHUTDOWN = "HSCL0DB4";

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private HmcCommands() {}

    /// All managed systems of the HMC: name and state.
    static String systems() {
        return "lssyscfg -r sys -F name,state";
    }

    /// State of one partition.
    static String partition(String system, String partition) {
        return "lssyscfg -r lpar -m "
                + word(system)
                + " --filter "
                + word(names("lpar_names", partition))
                + " -F state";
    }

    /// What is needed to start or stop one partition: state, connection to its operating system, profiles.
    static String partitionDetails(String system, String partition) {
        return "lssyscfg -r lpar -m "
                + word(system)
                + " --filter "
                + word(names("lpar_names", partition))
                + " -F state,rmc_state,default_profile,curr_profile";
    }

    /// All partitions of a managed system: name and state.
    static String partitions(String system) {
        return "lssyscfg -r lpar -m " + word(system) + " -F name,state";
    }

    /// Activates a partition.
    ///
    /// @param profile "" for the configuration it last ran with
    static String start(String system, String partition, String profile) {
        return "chsysstate -r lpar -m "
                + word(system)
                + " -o on -n "
                + word(partition)
                + (profile.isEmpty() ? "" : " -f " + word(profile));
    }

    /// Has the operating system of a partition shut down.
    static String osShutdown(String system, String partition) {
        return "chsysstate -r lpar -m " + word(system) + " -o osshutdown -n " + word(partition);
    }

    /// Tells a partition that its power is going away.
    static String delayedShutdown(String system, String partition) {
        return "chsysstate -r lpar -m " + word(system) + " -o shutdown -n " + word(partition);
    }

    /// Takes the power from a partition.
    static String immediateShutdown(String system, String partition) {
        return "chsysstate -r lpar -m "
                + word(system)
                + " -o shutdown --immed -n "
                + word(partition);
    }

    /// Creates a partition with its first profile.
    ///
    /// @param line content of a profile file
    static String create(String system, String line) {
        return "mksyscfg -r lpar -m " + word(system) + " -i " + word(line);
    }

    /// Removes a partition that is off, and its profiles. The adapters that serve it on the VIO servers stay, for when it is created again.
    static String remove(String system, String partition) {
        return "rmsyscfg -r lpar -m " + word(system) + " -n " + word(partition);
    }

    /// A filter for objects by name; several names are an alternative.
    private static String names(String filter, String... names) {
        String all = String.join(",", List.of(names));
        return names.length == 1 && all.indexOf(',') < 0 && all.indexOf('"') < 0
                ? filter + "=" + all
                : "\"" + filter + "=" + all.replace("\"", "\"\"") + "\"";
    }

    /// One word of the remote shell's command line, quoted where that is needed.
    static String word(String text) {
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
