package dev.vigil.config;

/// An attribute that the product itself defines: of clusters, systems, groups, all resources, or all types.
///
/// @param definition type, dimension and default
/// @param scope whether systems may have values of their own
/// @param setBy who sets it; what the engine or an agent sets is never written to a configuration, but for the few
///     values that have to outlive the engine (see [#isPersistent()])
/// @param overridable of static type attributes: whether a single resource may override it
public record SchemaAttribute(
        AttributeDefinition definition, Scope scope, SetBy setBy, boolean overridable) {
    /// Whether an attribute has one value or one per system.
    public enum Scope {
        /// One value for the whole cluster.
        GLOBAL,
        /// By nature one value per system.
        LOCAL,
        /// One value, or one per system where `@system` or the option `-local` says so.
        EITHER
    }

    /// Who sets an attribute.
    public enum SetBy {
        /// People, in the configuration or with commands.
        USER,
        /// People in effect, but through a command of its own (`-freeze`, `-makerw`): kept in the configuration.
        COMMAND,
        /// The engine, while it runs.
        ENGINE,
        /// Agents, while they run.
        AGENT
    }

    /// The attribute's name.
    public String name() {
        return definition.name();
    }

    /// Whether `main.cf` may hold it.
    public boolean isPersistent() {
        return setBy == SetBy.USER || setBy == SetBy.COMMAND;
    }
}
