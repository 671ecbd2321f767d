package dev.vigil.engine.command;

/// What a user may do, each including the ones before it.
///
/// Source: VCS Administrator's Guide, "VCS user privileges and roles".
enum Right {
    /// Look: any user of the cluster.
    QUERY("Guest"),
    /// Bring online and offline, switch, clear, flush, freeze until the engines stop.
    OPERATE("Operator"),
    /// Change the configuration.
    ADMINISTER("Administrator");

    private final String role;

    Right(String role) {
        this.role = role;
    }

    /// The role that has this right, as manuals call it.
    String role() {
        return role;
    }
}
