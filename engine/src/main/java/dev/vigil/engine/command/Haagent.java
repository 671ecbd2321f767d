package dev.vigil.engine.command;

import dev.vigil.config.Resource;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.Probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `haagent`: the agents of this system.
///
/// All agents run inside the node daemon and live as long as it does, so they are not started and stopped one by one. An
/// agent runs if resources of its type are looked after here; it has failed if the daemon has nothing to look after them with.
final class Haagent implements Command {
    private static final Columns DISPLAY = Columns.of(12, 21, 0);
    private static final String INSIDE =
            "agents run inside hanode as long as it runs; disable single resources with hares"
                    + " -modify resource Enabled 0";

    @Override
    public String name() {
        return "haagent";
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of("-display", this::display, "-display [agent(s)]"),
                Verb.of("-list", this::list, "-list [conditional(s)]"),
                Verb.of("-value", this::value, "-value agent attribute"),
                Verb.of("-start", (scene, words) -> refuse(scene), "-start agent -sys system"),
                Verb.of("-stop", (scene, words) -> refuse(scene), "-stop agent -sys system"));
    }

    private static Answer refuse(Scene scene) {
        scene.permit(Right.ADMINISTER);
        throw Refusal.of(Umi.NOT_SUPPORTED, scene.verb(), INSIDE);
    }

    private Answer display(Scene scene, List<String> typed) {
        List<String> named = Words.parse(scene.verb(), typed).operands();
        return Queries.displayPlain(agents(scene), "#Agent", DISPLAY, named, List.of());
    }

    private Answer list(Scene scene, List<String> typed) {
        List<String> conditions = Words.parse(scene.verb(), typed).operands();
        return Queries.list(agents(scene), Condition.parse(conditions));
    }

    private Answer value(Scene scene, List<String> typed) {
        List<String> operands = Words.parse(scene.verb(), typed).exactly("agent", "attribute");
        Agents agents = agents(scene);
        return Queries.value(
                agents, agents.known(operands.getFirst()), operands.get(1), Optional.empty());
    }

    private static Agents agents(Scene scene) {
        scene.configuration();
        return new Agents(scene.state(), scene.system());
    }

    /// The agents of one system: one for each type that has resources which may run there.
    private record Agents(ClusterState state, String system) implements Objects {
        private static final List<String> ATTRIBUTES =
                List.of("AgentDirectory", "AgentFile", "Faults", "Messages", "Running", "Started");

        @Override
        public String kind() {
            return "Agent";
        }

        @Override
        public List<String> names() {
            return state.configuration().types().keySet().stream()
                    .filter(type -> !resources(type).isEmpty())
                    .toList();
        }

        private List<Resource> resources(String type) {
            return state.configuration().resources().stream()
                    .filter(each -> each.type().equals(type))
                    .filter(
                            each ->
                                    state.configuration()
                                            .systemList(each.group())
                                            .containsKey(system))
                    .toList();
        }

        @Override
        public Refusal unknown(String name) {
            return Refusal.of(Umi.AGENT_UNKNOWN);
        }

        @Override
        public Optional<Refusal> none() {
            return Optional.empty();
        }

        @Override
        public List<String> systems(String name) {
            return List.of();
        }

        @Override
        public boolean has(String name, String attribute) {
            return ATTRIBUTES.contains(attribute);
        }

        @Override
        public List<Cell> cells(String name) {
            boolean started = state.system(system).operates();
            long missing =
                    resources(name).stream()
                            .filter(
                                    each ->
                                            state.resource(each.name(), system).status().state()
                                                    == Probe.UNKNOWN)
                            .count();
            var cells = new ArrayList<Cell>();
            cells.add(
                    Cell.global(
                            "AgentDirectory",
                            state.configuration().typeValue(name, "AgentDirectory")));
            cells.add(Cell.global("AgentFile", state.configuration().typeValue(name, "AgentFile")));
            cells.add(Cell.global("Faults", missing > 0 ? 1 : 0));
            cells.add(Cell.global("Messages", 0));
            cells.add(Cell.global("Running", yes(started && missing == 0)));
            cells.add(Cell.global("Started", yes(started)));
            return cells;
        }

        private static String yes(boolean holds) {
            return holds ? "Yes" : "No";
        }
    }
}
