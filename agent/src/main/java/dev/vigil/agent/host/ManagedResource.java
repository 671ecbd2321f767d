package dev.vigil.agent.host;

import dev.vigil.agent.Agent;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.framework.ResourceMachine;

import java.util.Optional;

/// One resource in the host: its definition, its agent, its machine and what runs for it. Belongs to the host's loop.
final class ManagedResource {
    final String name;
    final Agent agent;
    final ResourceMachine machine;

    /// As it is now; entry points that run have the one of their start.
    volatile ResourceDefinition definition;

    Optional<EntryPointRun> run = Optional.empty();
    Optional<AutoCloseable> watch = Optional.empty();
    long watchNumber;

    /// To be forgotten as soon as it is closed.
    boolean removed;

    /// What takes its place then (its type changed).
    Optional<ResourceDefinition> successor = Optional.empty();

    ManagedResource(ResourceDefinition definition, Agent agent, ResourceMachine machine) {
        this.name = definition.name();
        this.definition = definition;
        this.agent = agent;
        this.machine = machine;
    }
}
