package dev.vigil.engine.command;

import dev.vigil.engine.core.Request;

import java.util.List;
import java.util.Optional;

/// `haclus`: the cluster itself.
///
/// Source: VCS Administrator's Guide, "Querying clusters"; manual page haclus(1M).
final class Haclus implements Command {
    private static final Columns STATE = Columns.of(12, 21, 0);
    private static final Columns DISPLAY = Columns.of(24, 0);
    private static final String ONE_CLUSTER = "this cluster is not linked to others";
    private static final Option CLUS = Option.one("-clus");
    private static final Option LOCALCLUS = Option.flag("-localclus");

    private final Modification modification =
            new Modification(
                    Request.ObjectKind.CLUSTER,
                    ClusterObjects::new,
                    (scene, name) -> Optional.empty());

    @Override
    public String name() {
        return "haclus";
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of("-display", this::display, "-display [-localclus]"),
                Verb.of("-value", this::value, "-value attribute [-localclus]"),
                Verb.of("-state", this::state, "-state [cluster]"),
                Verb.of("-list", this::list, "-list [conditional(s)]"),
                modification.modify(""),
                Verb.of("-wait", this::await, "-wait attribute value [-localclus] [-time timeout]"),
                Verb.unsupported("-add", ONE_CLUSTER),
                Verb.unsupported("-delete", ONE_CLUSTER),
                Verb.unsupported("-declare", ONE_CLUSTER),
                Verb.unsupported("-status", ONE_CLUSTER),
                Verb.unsupported("-enable", "links are watched all the time"),
                Verb.unsupported("-disable", "links are watched all the time"));
    }

    private Answer display(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, CLUS, LOCALCLUS, Option.some("-attribute"));
        here(scene, words);
        words.exactly();
        var cluster = new ClusterObjects(scene.state());
        List<String> wanted = words.many("-attribute");
        List<Cell> cells =
                Queries.select(cluster.cells(cluster.names().getFirst()), wanted, List.of());
        return Answer.Printed.of(
                DISPLAY.table(
                        List.of("#Attribute", "Value"),
                        cells.stream()
                                .map(cell -> List.of(cell.attribute(), cell.displayed()))
                                .toList()));
    }

    private Answer value(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, CLUS, LOCALCLUS);
        here(scene, words);
        String attribute = words.exactly("attribute").getFirst();
        var cluster = new ClusterObjects(scene.state());
        return Queries.value(cluster, cluster.names().getFirst(), attribute, Optional.empty());
    }

    private Answer state(Scene scene, List<String> typed) {
        List<String> named = Words.parse(scene.verb(), typed).atMost(1);
        var cluster = new ClusterObjects(scene.state());
        if (!named.isEmpty()) {
            return Queries.value(cluster, named.getFirst(), "ClusState", Optional.empty());
        }
        return Queries.displayPlain(cluster, "#Cluster", STATE, List.of(), List.of("ClusState"));
    }

    private Answer list(Scene scene, List<String> typed) {
        List<String> conditions = Words.parse(scene.verb(), typed).operands();
        return Queries.list(new ClusterObjects(scene.state()), Condition.parse(conditions));
    }

    private Answer await(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, CLUS, LOCALCLUS, Option.one("-time"));
        here(scene, words);
        List<String> operands = words.exactly("attribute", "value");
        return Queries.wait(
                ClusterObjects::new,
                scene.state(),
                new ClusterObjects(scene.state()).names().getFirst(),
                operands.getFirst(),
                operands.get(1),
                Optional.empty(),
                words.number("-time", 0));
    }

    /// Takes `-clus` with this cluster's own name.
    private static void here(Scene scene, Words words) {
        Optional<String> named = words.one("-clus");
        if (named.isEmpty() || !named.get().equals(scene.configuration().clusterName())) {
            GroupOperations.local(words);
        }
    }
}
