package dev.vigil.engine.core;

import dev.vigil.config.Configuration;
import dev.vigil.config.ConfigurationReader;
import dev.vigil.config.ConfigurationWriter;
import dev.vigil.config.Diagnostic;
import dev.vigil.config.Verifier;
import dev.vigil.engine.core.Message.Severity;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Building, opening, changing and saving the configuration.
///
/// Source: haconf(1M); VCS Administrator's Guide, "About the main.cf file", "System states".
final class ConfigurationRequests {
    private ConfigurationRequests() {}

    static void built(Turn turn, Event.ConfigurationBuilt event) {
        var status = turn.state().system(event.system());
        if (status.incarnation() != event.incarnation()) return;
        if (status.state() != SysState.LOCAL_BUILD) return;
        var result = ConfigurationReader.read(mainFirst(event.files()));
        if (result.configuration().isEmpty()) {
            refused(turn, status, result.diagnostics().stream().map(Diagnostic::toString).toList());
            return;
        }
        install(turn, result.configuration().get());
        turn.become(turn.state().withWritable(event.writable(), event.unsaved()));
        Systems.run(turn, turn.state().system(event.system()));
    }

    private static SequencedMap<String, String> mainFirst(SortedMap<String, String> files) {
        SequencedMap<String, String> ordered = new LinkedHashMap<>(files);
        String main = ordered.get(Configuration.MAIN_FILE);
        if (main != null) ordered.putFirst(Configuration.MAIN_FILE, main);
        return ordered;
    }

    static void refused(Turn turn, Event.ConfigurationRefused event) {
        var status = turn.state().system(event.system());
        if (status.incarnation() != event.incarnation()) return;
        if (status.state() == SysState.LOCAL_BUILD) refused(turn, status, event.problems());
    }

    private static void refused(Turn turn, SystemStatus status, List<String> problems) {
        turn.log(
                Severity.ERROR,
                "V-16-1-10626",
                "System "
                        + status.name()
                        + " cannot build the configuration: "
                        + String.join("; ", problems));
        Systems.change(turn, status.withState(SysState.ADMIN_WAIT));
    }

    /// The first configuration, or one that an administrator forced: nothing is known under it yet.
    private static void install(Turn turn, Configuration configuration) {
        var state = turn.state();
        for (String group : List.copyOf(state.groups().keySet())) state = state.withoutGroup(group);
        for (String resource : List.copyOf(state.resources().keySet()))
            state = state.withoutResource(resource);
        for (long number : List.copyOf(state.operations().keySet()))
            state = state.withoutOperation(number);
        turn.become(state.withConfiguration(configuration).withWritable(false, false));
        adjust(turn);
        Losses.disableUnremembered(turn);
    }

    /// Makes the state fit a new configuration: what it no longer has goes, what is new begins.
    private static void adjust(Turn turn) {
        var topology = turn.topology();
        for (String group : List.copyOf(turn.state().groups().keySet()))
            if (!topology.groups().containsKey(group))
                turn.become(turn.state().withoutGroup(group));
        for (String resource : List.copyOf(turn.state().resources().keySet()))
            if (!topology.resources().containsKey(resource))
                turn.become(turn.state().withoutResource(resource));
        for (var operation : List.copyOf(turn.state().operations().values()))
            if (!topology.resources().containsKey(operation.resource())) {
                Orders.cancel(turn, operation);
                turn.become(turn.state().withoutOperation(operation.number()));
            }
        for (var group : topology.groups().values()) {
            if (!turn.state().groups().containsKey(group.name()))
                turn.become(
                        turn.state()
                                .withGroup(group.name(), GroupStatus.initial(group.autoStart())));
            if (!group.unsupported().isEmpty())
                turn.log(
                        Severity.ERROR,
                        "V-16-1-10168",
                        "Group " + group.name() + " will not be started: " + group.unsupported());
        }
        for (String system : topology.systems().keySet())
            if (!turn.state().systems().containsKey(system))
                turn.become(turn.state().withSystem(SystemStatus.unknown(system)));
        for (var system : List.copyOf(turn.state().systems().values()))
            if (!system.member() && !topology.systems().containsKey(system.name()))
                turn.become(turn.state().withoutSystem(system.name()));
        turn.touchAll();
    }

    static Verdict open(Turn turn) {
        if (turn.state().writable())
            return Verdict.refused("V-16-1-10364", "Cluster already writable.");
        turn.become(turn.state().withWritable(true, turn.state().unsaved()));
        turn.act(new Action.MarkStale(true));
        return Verdict.DONE;
    }

    static Verdict dump(Turn turn, Request.DumpConfiguration request) {
        if (!turn.state().writable())
            return Verdict.refused("V-16-1-10369", "Cluster not writable.");
        turn.become(turn.state().withWritable(!request.makeReadOnly(), false));
        turn.act(
                new Action.DumpConfiguration(
                        new TreeMap<>(ConfigurationWriter.write(turn.state().configuration()))));
        turn.act(new Action.MarkStale(false));
        return Verdict.DONE;
    }

    /// A change that another request makes; needs the configuration open.
    static Verdict set(Turn turn, UnaryOperator<Configuration> change) {
        if (!turn.state().writable()) return notWritable();
        return take(turn, change.apply(turn.state().configuration()), List.of());
    }

    static Verdict change(Turn turn, Request.Change request) {
        if (!turn.state().writable()) return notWritable();
        var edit = Edits.apply(turn.state(), turn.state().configuration(), request);
        if (!edit.accepted()) return new Verdict(true, 1, edit.messages());
        return take(turn, edit.configuration(), edit.messages());
    }

    private static Verdict notWritable() {
        return Verdict.refused(
                "V-16-1-11335", "Configuration must be ReadWrite : Use haconf -makerw");
    }

    /// Installs a changed configuration unless it has an error that the old one has not.
    private static Verdict take(Turn turn, Configuration changed, List<String> messages) {
        var before = turn.state().configuration();
        if (changed.equals(before)) return new Verdict(true, 0, messages);
        var known = Verifier.verify(before).stream().map(Diagnostic::message).toList();
        var found = Verifier.verify(changed);
        for (var each : found)
            if (each.isError() && !known.contains(each.message()))
                return new Verdict(
                        true,
                        1,
                        List.of(
                                Requests.warning(
                                        each.umi(),
                                        each.message()
                                                + (each.remedy().isEmpty()
                                                        ? ""
                                                        : ". " + each.remedy()))));
        // As it is when it is read: a system that takes it over has the very same.
        turn.become(turn.state().withConfiguration(changed.canonical()).withWritable(true, true));
        adjust(turn);
        turn.act(new Action.Reconfigure());
        List<String> said = new ArrayList<>(messages);
        for (var each : found)
            if (each.isLimit() && !known.contains(each.message())) {
                turn.log(Severity.WARNING, each.umi(), each.message());
                said.add(Requests.warning(each.umi(), each.message()));
            }
        return new Verdict(true, 0, said);
    }
}
