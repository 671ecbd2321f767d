package dev.vigil.agent.host;

import dev.vigil.agent.ActionResult;
import dev.vigil.agent.AgentReport;
import dev.vigil.agent.Call;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.ResourceDefinition;
import dev.vigil.agent.framework.Policy;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Runs actions (`hares -action`): beside everything else, each with its time and its answer.
final class Actions {
    private final Calls calls;
    private final long secondNs;
    private final Consumer<AgentReport> reports;

    /// @param secondNs how long a second of the attributes lasts
    /// @param reports told the answers, from any thread
    Actions(Calls calls, long secondNs, Consumer<AgentReport> reports) {
        this.calls = calls;
        this.secondNs = secondNs;
        this.reports = reports;
    }

    /// Runs one, if the resource's type supports it.
    void run(ManagedResource resource, String id, String token, List<String> arguments) {
        ResourceDefinition definition = resource.definition;
        if (!definition.values("SupportedActions").contains(token)) {
            String why =
                    "action "
                            + token
                            + " is not among the SupportedActions of type "
                            + definition.type();
            ended(definition, id, token, new ActionResult(1, why));
            return;
        }
        long timeoutNs = timeoutNs(definition);
        OwnedProcesses processes = calls.processes();
        Call call = calls.of(definition, EntryPoint.ACTION, timeoutNs, processes);
        var answer = new CompletableFuture<ActionResult>();
        Thread worker =
                Thread.ofVirtual()
                        .name(definition.type() + ":" + definition.name() + ":action")
                        .start(
                                () -> {
                                    try {
                                        answer.complete(
                                                resource.agent.action(call, token, arguments));
                                    } catch (Exception
                                            | LinkageError
                                            | AssertionError
                                            | StackOverflowError e) {
                                        answer.complete(new ActionResult(1, String.valueOf(e)));
                                    }
                                });
        answer.completeOnTimeout(
                        new ActionResult(1, "action " + token + " did not end in time"),
                        timeoutNs,
                        TimeUnit.NANOSECONDS)
                .thenAccept(
                        result -> {
                            processes.close();
                            worker.interrupt();
                            ended(definition, id, token, result);
                        });
    }

    private long timeoutNs(ResourceDefinition definition) {
        Policy policy = Policy.of(definition, true, secondNs);
        return Math.min(
                policy.timeoutNs(EntryPoint.ACTION),
                Math.max(policy.monitorIntervalNs() / 2, secondNs));
    }

    private void ended(
            ResourceDefinition definition, String id, String token, ActionResult result) {
        reports.accept(
                new AgentReport.ActionEnded(
                        definition.name(), id, token, result.exitCode(), result.output()));
    }
}
