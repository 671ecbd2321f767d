package dev.vigil.engine.command;

import dev.vigil.engine.core.Request;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `hasys`: systems.
///
/// Source: VCS manual page hasys(1M).
final class Hasys implements Command {
    private static final Columns STATE = Columns.of(10, 21, 0);
    private static final Columns DISPLAY = Columns.of(10, 23, 0);
    private static final Columns IDS = Columns.of(30, 0);
    private static final Option CLUS = Option.one("-clus");
    private static final Option LOCALCLUS = Option.flag("-localclus");
    private static final Option PERSISTENT = Option.flag("-persistent");

    private final Modification modification =
            new Modification(
                    Request.ObjectKind.SYSTEM,
                    SystemObjects::new,
                    (scene, name) -> {
                        scene.knownSystem(name, Umi.SYSTEM_UNKNOWN);
                        return Optional.empty();
                    });

    @Override
    public String name() {
        return "hasys";
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of("-add", this::add, "-add system"),
                Verb.of("-delete", this::delete, "-delete system"),
                Verb.of("-freeze", this::freeze, "-freeze [-persistent] [-evacuate] system"),
                Verb.of("-unfreeze", this::unfreeze, "-unfreeze [-persistent] system"),
                Verb.of("-force", this::force, "-force system"),
                Verb.of("-load", this::load, "-load system value"),
                Verb.of(
                        "-display",
                        this::display,
                        "-display [system(s)] [-attribute attribute(s)] [-localclus]"),
                Verb.of("-state", this::state, "-state [system(s)] [-localclus]"),
                Verb.of("-list", this::list, "-list [conditional(s)] [-localclus]"),
                Verb.of("-value", this::value, "-value system attribute [-localclus]"),
                Verb.of("-nodeid", this::nodeId, "-nodeid [nodeid]"),
                modification.modify("system"),
                Verb.of(
                        "-wait",
                        this::await,
                        "-wait system attribute value [-localclus] [-time timeout]"),
                Verb.unsupported("-util", "hosts are not metered; see hasys -load"),
                Verb.unsupported("-updatelic", "there are no licences"),
                Verb.unsupported("-dumptunables", "see hasys -display and lltconfig -T query"));
    }

    private Answer add(Scene scene, List<String> typed) {
        String system = Words.parse(scene.verb(), typed).exactly("system").getFirst();
        scene.permit(Right.ADMINISTER);
        if (scene.configuration().system(system).isPresent()) {
            throw Refusal.of(Umi.SYSTEM_EXISTS, system);
        }
        scene.mustBeWritable();
        return scene.submit(new Request.AddSystem(system));
    }

    private Answer delete(Scene scene, List<String> typed) {
        String system = Words.parse(scene.verb(), typed).exactly("system").getFirst();
        scene.permit(Right.ADMINISTER);
        scene.knownSystem(system, Umi.SYSTEM_UNKNOWN);
        scene.mustBeWritable();
        return scene.submit(new Request.DeleteSystem(system));
    }

    private Answer freeze(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, PERSISTENT, Option.flag("-evacuate"));
        String system = frozen(scene, words);
        return scene.submit(
                new Request.SystemFreeze(system, words.has("-persistent"), words.has("-evacuate")));
    }

    private Answer unfreeze(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, PERSISTENT);
        String system = frozen(scene, words);
        return scene.submit(new Request.SystemUnfreeze(system, words.has("-persistent")));
    }

    private static String frozen(Scene scene, Words words) {
        String system = words.exactly("system").getFirst();
        scene.knownSystem(system, Umi.SYSTEM_UNKNOWN);
        if (words.has("-persistent")) {
            scene.permit(Right.ADMINISTER);
            scene.mustBeWritable();
        } else {
            scene.permit(Right.OPERATE);
            scene.mustOperate();
        }
        return system;
    }

    /// Works while no configuration is running: that is what it is for.
    private Answer force(Scene scene, List<String> typed) {
        String system = Words.parse(scene.verb(), typed).exactly("system").getFirst();
        scene.permit(Right.ADMINISTER);
        new SystemObjects(scene.state()).known(system);
        return scene.submit(new Request.SystemForce(system));
    }

    private Answer load(Scene scene, List<String> typed) {
        List<String> operands = Words.parse(scene.verb(), typed).exactly("system", "value");
        scene.permit(Right.OPERATE);
        scene.knownSystem(operands.getFirst(), Umi.SYSTEM_UNKNOWN);
        long load = Words.number(scene.verb(), "the load", operands.get(1), 0);
        scene.mustOperate();
        return scene.submit(
                new Request.SystemLoad(
                        operands.getFirst(), (int) Math.min(load, Integer.MAX_VALUE)));
    }

    private Answer display(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, Option.some("-attribute"), CLUS, LOCALCLUS);
        GroupOperations.local(words);
        return Queries.displayPlain(
                new SystemObjects(scene.state()),
                "#System",
                DISPLAY,
                words.operands(),
                words.many("-attribute"));
    }

    private Answer state(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, CLUS, LOCALCLUS);
        GroupOperations.local(words);
        var systems = new SystemObjects(scene.state());
        if (words.operands().size() == 1) {
            return Queries.value(
                    systems, words.operands().getFirst(), "SysState", Optional.empty());
        }
        return Queries.displayPlain(
                systems, "#System", STATE, words.operands(), List.of("SysState"));
    }

    private Answer list(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, CLUS, LOCALCLUS);
        GroupOperations.local(words);
        return Queries.list(new SystemObjects(scene.state()), Condition.parse(words.operands()));
    }

    private Answer value(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, CLUS, LOCALCLUS);
        GroupOperations.local(words);
        List<String> operands = words.exactly("system", "attribute");
        return Queries.value(
                new SystemObjects(scene.state()),
                operands.getFirst(),
                operands.get(1),
                Optional.empty());
    }

    private Answer nodeId(Scene scene, List<String> typed) {
        List<String> which = Words.parse(scene.verb(), typed).atMost(1);
        var systems = new SystemObjects(scene.state());
        var rows = new ArrayList<List<String>>();
        for (String system : systems.names()) {
            String id =
                    Queries.select(systems.cells(system), List.of("LLTNodeId"), List.of())
                            .getFirst()
                            .printed();
            if (which.equals(List.of(id))) {
                return Answer.Printed.line(system);
            }
            rows.add(List.of(system, id));
        }
        if (!which.isEmpty()) {
            Words.number(scene.verb(), "nodeid", which.getFirst(), 0);
            throw Refusal.of(Umi.NODE_UNKNOWN, which.getFirst());
        }
        return Answer.Printed.of(IDS.table(List.of("#System", "NodeId"), rows));
    }

    private Answer await(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, CLUS, LOCALCLUS, Option.one("-time"));
        GroupOperations.local(words);
        List<String> operands = words.exactly("system", "attribute", "value");
        return Queries.wait(
                SystemObjects::new,
                scene.state(),
                operands.getFirst(),
                operands.get(1),
                operands.get(2),
                Optional.empty(),
                words.number("-time", 0));
    }
}
