package dev.vigil.engine.core;

/// Something that keeps a group from going online on a system.
///
/// @param kind of obstacle
/// @param text for people: `not probed there`
public record Obstacle(Kind kind, String text) {
    /// The kinds, each with the message id an operator is refused with.
    public enum Kind {
        /// The configuration asks for something this engine does not do.
        UNSUPPORTED("V-16-1-10168"),
        /// Not in the SystemList.
        NOT_IN_LIST("V-16-1-10135"),
        /// Not RUNNING.
        NOT_RUNNING("V-16-1-10200"),
        /// The group is frozen.
        GROUP_FROZEN("V-16-1-10159"),
        /// The system is frozen.
        SYSTEM_FROZEN("V-16-1-10160"),
        /// The group is disabled there.
        DISABLED("V-16-1-10154"),
        /// Not known what of it runs on some system.
        AUTODISABLED("V-16-1-10156"),
        /// Resources not reported there, or from some other system.
        NOT_PROBED("V-16-1-10153"),
        /// It is active, or something is pending, on another system.
        ACTIVE_ELSEWHERE("V-16-1-10165"),
        /// It is active there already.
        ALREADY_ONLINE("V-16-1-50997"),
        /// A resource waits for an administrator.
        ADMIN_WAIT("V-16-1-10169"),
        /// It is faulted there.
        FAULTED("V-16-1-10158"),
        /// Something is pending there.
        PENDING("V-16-1-10161"),
        /// Too little of what it needs is left.
        LIMITS("V-16-1-10162"),
        /// A group dependency forbids it.
        DEPENDENCY("V-16-1-10163"),
        /// A persistent resource is not online there.
        PERSISTENT("V-16-1-10157"),
        /// Nothing of it can be brought online: no resource, or none enabled.
        EMPTY("V-16-1-10175"),
        /// It was tried.
        TRIED("V-16-1-10170");

        private final String umi;

        Kind(String umi) {
            this.umi = umi;
        }

        /// The id of the message with which a request is refused for it.
        public String umi() {
            return umi;
        }
    }
}
