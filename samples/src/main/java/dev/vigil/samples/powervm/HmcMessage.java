package dev.vigil.samples.powervm;

/// What a management console says when it refuses. The one place for these texts.
///
/// `KNOWN` texts are from published captures of real consoles; the others have a known code (or none) and a
/// wording of our own that is to be corrected when a capture turns up. Clients match codes, not words.
///
/// Source: HMC messages of versions 7 to 10 as published by their users.
enum HmcMessage {
    /// Argument: partition name.
    NO_SUCH_PARTITION(
            true,
            "HSCL8012 The partition named %s was not found.  Please check your entry and retry the"
                    + " command."),
    /// Argument: partition number.
    NO_SUCH_PARTITION_ID(
            false,
            "HSCL8011 The partition ID %s was not found. Please check your entry and retry the"
                    + " command."),
    /// Argument: server name.
    NO_SUCH_SERVER(
            false,
            "HSCL8018 The managed system %s was not found. Please check your entry and retry the"
                    + " command."),
    /// Arguments: profile name, partition name.
    NO_SUCH_PROFILE(
            false,
            "HSCL8013 The partition profile named %s was not found for partition %s. Please check"
                    + " your entry and retry the command."),
    /// Argument: the console's word for the server's state.
    SERVER_STATE(
            false,
            "HSCL0237 This operation is not allowed when the managed system is in the %s state."),
    /// Argument: parameters, joined by commas.
    MISSING_PARAMETER(
            true,
            "The command entered is either missing a required parameter or a parameter value is"
                    + " invalid. The parameters that are missing or have an invalid value are %s."
                    + " Please check your entry and retry the command."),
    /// Argument: parameter.
    UNKNOWN_PARAMETER(
            false,
            "An unrecognized parameter was entered. The parameter is %s. Please check your entry"
                    + " and retry the command."),
    /// Argument: attribute.
    INVALID_ATTRIBUTE(
            false,
            "An invalid attribute was entered.  The invalid attribute is %s. Please correct your"
                    + " entry and retry the command."),
    /// Argument: filter name.
    INVALID_FILTER(
            false,
            "An invalid filter was entered.  The invalid filter is %s. Please correct your entry"
                    + " and retry the command."),
    /// Argument: what is wrong with it.
    INVALID_DATA(
            false,
            "The format of the configuration data is invalid. %s. Please correct your entry and"
                    + " retry the command."),
    /// Argument: attributes.
    MISSING_ATTRIBUTE(
            false,
            "The configuration data is missing one or more required attributes. The missing"
                    + " attributes are %s. Please correct your entry and retry the command."),
    /// Argument: what it is.
    NOT_SIMULATED(false, "%s is not part of the simulated estate."),
    /// Arguments: attribute, value.
    INVALID_VALUE(
            false,
            "An invalid parameter value was entered.  The value %2$s is invalid for %1$s. Please"
                    + " correct your entry and retry the command."),
    /// Argument: partition name.
    NEVER_ACTIVATED(
            false,
            "HSCL3680 The partition %s has no current configuration to activate. Activate it with a"
                    + " profile."),
    /// Argument: partition name.
    ALREADY_ON(false, "HSCL3681 The partition %s is already powered on."),
    /// Argument: partition name.
    ALREADY_OFF(
            false,
            "HSCL1558 The operation for partition %s is unavailable in the current partition"
                    + " state."),
    /// Argument: partition name.
    NO_OS_SHUTDOWN(
            false,
            "HSCL0DB4 An operating system shutdown of partition %s is not possible: there is no"
                    + " active RMC connection to it."),
    /// No argument.
    WRONG_STATE(
            true,
            "HSCL05DF The partition is not in a state under which this operation can be performed."
                    + " Check the state of the partition."),
    /// Arguments: obtained and required megabytes.
    NO_MEMORY(
            true,
            "There is not enough memory: Obtained: %s, Required: %s.  Check that there is enough"
                + " memory available to activate the partition. If not, create a new profile or"
                + " modify the existing profile with the available resources, then activate the"
                + " partition. If the partition must be activated with these resources, deactivate"
                + " any running partition or partitions using the resource, then activate this"
                + " partition."),
    /// Argument: partition name.
    NAME_IN_USE(
            false,
            "HSCL803A A partition with the name %s already exists. Please correct your entry and"
                    + " retry the command."),
    /// Argument: partition number.
    ID_IN_USE(
            false,
            "HSCL803B A partition with the ID %s already exists. Please correct your entry and"
                    + " retry the command."),
    /// Argument: profile name.
    PROFILE_IN_USE(
            false,
            "HSCL803C A partition profile with the name %s already exists. Please correct your"
                    + " entry and retry the command."),
    /// Argument: partition name.
    NO_RMC(
            false,
            "HSCL2957 Either there is currently no RMC connection between the management console"
                + " and the partition %s or the partition does not support dynamic partitioning"
                + " operations. Verify the network setup on the management console and the"
                + " partition, and ensure that any firewall authentication between the management"
                + " console and the partition has occurred. Run the management console diagrmc"
                + " command to identify problems that might be causing no RMC connection."),
    /// Arguments: the VIO server's message, its exit code.
    VIOS_COMMAND_FAILED(
            false,
            "HSCL2970 The IOServer command has failed because of the following reason:\n%s\nrc=%s"),
    /// No argument.
    NOTHING_FOUND(true, "No results were found.");

    private final boolean known;
    private final String text;

    HmcMessage(boolean known, String text) {
        this.known = known;
        this.text = text;
    }

    /// Whether the wording is that of a real console.
    boolean known() {
        return known;
    }

    /// The message, with its arguments filled in.
    String with(Object... arguments) {
        return text.formatted(arguments);
    }
}
