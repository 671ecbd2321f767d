package dev.vigil.engine.core;

/// A resource on one system: what is observed, what is wanted, what is under way.
///
/// @param status what agents last reported
/// @param intent what is wanted of it; NONE as soon as it is reached
/// @param path whether an offline intent is due to a fault below it
/// @param ignoreParent whether it may go offline under an online parent (`hares -offline -ignoreparent`)
/// @param operation number of the pending online or offline operation; 0 if none
/// @param held why no new order is given although one is wanted (the last one could not begin, or failed); "" if not held
/// @param reason what agents last said about it
public record ResourceOnSystem(
        ResourceStatus status,
        Intent intent,
        boolean path,
        boolean ignoreParent,
        long operation,
        String held,
        String reason) {
    /// What is wanted of a resource.
    public enum Intent {
        /// Nothing: it stays as it is.
        NONE,
        /// It is to go online.
        ONLINE,
        /// It is to go offline.
        OFFLINE
    }

    /// Nothing is known, nothing is wanted.
    public static final ResourceOnSystem UNSEEN =
            new ResourceOnSystem(ResourceStatus.NOT_PROBED, Intent.NONE, false, false, 0, "", "");

    /// Whether an online or offline operation is pending.
    public boolean busy() {
        return operation != 0;
    }

    /// Whether it is known to be online.
    public boolean online() {
        return status.state() == Probe.ONLINE;
    }

    /// Whether a fault of it waits for a clear.
    public boolean faulted() {
        return status.state() == Probe.FAULTED;
    }

    /// Whether an administrator is asked for.
    public boolean adminWait() {
        return status.has(Flag.ADMIN_WAIT);
    }

    ResourceOnSystem withStatus(ResourceStatus changed, String why) {
        return new ResourceOnSystem(changed, intent, path, ignoreParent, operation, held, why);
    }

    ResourceOnSystem withIntent(Intent changed, boolean onPath) {
        return new ResourceOnSystem(status, changed, onPath, false, operation, "", reason);
    }

    ResourceOnSystem ignoringParent() {
        return new ResourceOnSystem(status, intent, path, true, operation, held, reason);
    }

    ResourceOnSystem withOperation(long number) {
        return new ResourceOnSystem(status, intent, path, ignoreParent, number, held, reason);
    }

    ResourceOnSystem withHeld(String why) {
        return new ResourceOnSystem(status, intent, path, ignoreParent, operation, why, reason);
    }
}
