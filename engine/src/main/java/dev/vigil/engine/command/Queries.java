package dev.vigil.engine.command;

import dev.vigil.engine.core.ClusterState;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// The questions that can be asked of every kind of object in the same words: `-display`, `-value`, `-list` and `-wait`.
final class Queries {
    /// The column in which `-list` begins to name the system.
    private static final Columns PAIRS = Columns.of(23, 0);

    private Queries() {}

    /// The rows of a table: those of `cells` with a wanted attribute on a wanted system.
    ///
    /// @param attributes all when empty
    /// @param systems all, and the values that hold everywhere, when empty
    static List<Cell> select(List<Cell> cells, List<String> attributes, List<String> systems) {
        return cells.stream()
                .filter(cell -> attributes.isEmpty() || attributes.contains(cell.attribute()))
                .filter(
                        cell ->
                                systems.isEmpty()
                                        || cell.system().filter(systems::contains).isPresent())
                .toList();
    }

    /// A table with a System column.
    ///
    /// @param columns object, attribute, system, value
    static Answer.Printed display(
            Objects objects,
            String header,
            Columns columns,
            List<String> names,
            List<String> attributes,
            List<String> systems) {
        List<String> shown = objects.orAll(names);
        check(objects, shown, attributes);
        var rows = new ArrayList<List<String>>();
        for (String name : shown) {
            for (Cell cell : select(objects.cells(name), attributes, systems)) {
                rows.add(List.of(name, cell.attribute(), cell.where(), cell.displayed()));
            }
        }
        List<String> titles = List.of(header, "Attribute", "System", "Value");
        return Answer.Printed.of(columns.fitting(shown).table(titles, rows));
    }

    /// A table without one, for objects whose attributes have one value.
    ///
    /// @param columns object, attribute, value
    static Answer.Printed displayPlain(
            Objects objects,
            String header,
            Columns columns,
            List<String> names,
            List<String> attributes) {
        List<String> shown = objects.orAll(names);
        check(objects, shown, attributes);
        var rows = new ArrayList<List<String>>();
        for (String name : shown) {
            for (Cell cell : select(objects.cells(name), attributes, List.of())) {
                rows.add(List.of(name, cell.attribute(), cell.displayed()));
            }
        }
        List<String> titles = List.of(header, "Attribute", "Value");
        return Answer.Printed.of(columns.fitting(shown).table(titles, rows));
    }

    /// Refuses an attribute that none of `names` has.
    private static void check(Objects objects, List<String> names, List<String> attributes) {
        for (String attribute : attributes) {
            if (!names.isEmpty() && names.stream().noneMatch(has(objects, attribute))) {
                throw Refusal.of(
                        Umi.ATTRIBUTE_UNKNOWN, attribute, objects.kind(), names.getFirst());
            }
        }
    }

    private static java.util.function.Predicate<String> has(Objects objects, String attribute) {
        return name ->
                objects.has(name, attribute)
                        || objects.cells(name).stream()
                                .anyMatch(cell -> cell.attribute().equals(attribute));
    }

    /// One value, bare.
    static Answer.Printed value(
            Objects objects, String name, String attribute, Optional<String> system) {
        return Answer.Printed.line(cell(objects, name, attribute, system).printed());
    }

    private static Cell cell(
            Objects objects, String name, String attribute, Optional<String> system) {
        List<Cell> cells = cells(objects, name, attribute);
        Optional<Cell> found =
                cells.stream()
                        .filter(cell -> cell.system().isEmpty() || cell.system().equals(system))
                        .findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        List<String> systems = cells.stream().map(Cell::where).toList();
        throw Refusal.of(
                Umi.ATTRIBUTE_IS_LOCAL,
                attribute,
                objects.kind(),
                name,
                String.join(", ", systems));
    }

    private static List<Cell> cells(Objects objects, String name, String attribute) {
        List<Cell> cells =
                select(objects.cells(objects.known(name)), List.of(attribute), List.of());
        if (cells.isEmpty()) {
            throw Refusal.of(Umi.ATTRIBUTE_UNKNOWN, attribute, objects.kind(), name);
        }
        return cells;
    }

    /// The objects, with each of their systems, for which all conditions hold.
    static Answer.Printed list(Objects objects, List<Condition> conditions) {
        var lines = new ArrayList<String>();
        for (String name : objects.orAll(List.of())) {
            List<Cell> cells = objects.cells(name);
            List<String> systems = objects.systems(name);
            if (systems.isEmpty()) {
                if (holds(objects, name, cells, Optional.empty(), conditions)) {
                    lines.add(name);
                }
                continue;
            }
            for (String system : systems) {
                if (holds(objects, name, cells, Optional.of(system), conditions)) {
                    lines.add(PAIRS.line(name, system));
                }
            }
        }
        if (lines.isEmpty() && !conditions.isEmpty()) {
            Condition condition = conditions.getFirst();
            throw Refusal.of(
                    Umi.NONE_MATCHES, objects.kind(), condition.attribute(), condition.wanted());
        }
        return Answer.Printed.of(lines);
    }

    private static boolean holds(
            Objects objects,
            String name,
            List<Cell> cells,
            Optional<String> system,
            List<Condition> conditions) {
        for (Condition condition : conditions) {
            List<Cell> asked = new ArrayList<>();
            if (condition.attribute().equalsIgnoreCase("system") && system.isPresent()) {
                asked.add(Cell.global(condition.attribute(), system.get()));
            }
            if (condition.attribute().equalsIgnoreCase(objects.kind())) {
                asked.add(Cell.global(condition.attribute(), name));
            }
            boolean known = !asked.isEmpty();
            for (Cell cell : cells) {
                if (cell.attribute().equals(condition.attribute())) {
                    known = true;
                    if (cell.system().isEmpty()
                            || system.isEmpty()
                            || cell.system().equals(system)) {
                        asked.add(cell);
                    }
                }
            }
            // Resources differ in their attributes: those of a type without this one just do not
            // match.
            if (!known || asked.isEmpty() || !condition.holds(asked)) {
                return false;
            }
        }
        return true;
    }

    /// Waits until an attribute has a value; on any system if it has one for each and none is named.
    ///
    /// @param objects the objects as a state shows them, since they may change while we wait
    /// @param seconds no limit when empty
    static Answer wait(
            Function<ClusterState, Objects> objects,
            ClusterState now,
            String name,
            String attribute,
            String value,
            Optional<String> system,
            OptionalLong seconds) {
        Objects present = objects.apply(now);
        if (!present.has(present.known(name), attribute)) {
            throw Refusal.of(Umi.CANNOT_WAIT, attribute, name, "there is no such attribute");
        }
        return new Answer.Watch(
                new Wait(objects, name, attribute, value, system),
                seconds.isPresent()
                        ? OptionalLong.of(seconds.getAsLong() * 1000)
                        : OptionalLong.empty());
    }

    /// The watcher behind `-wait`.
    private record Wait(
            Function<ClusterState, Objects> objects,
            String name,
            String attribute,
            String value,
            Optional<String> system)
            implements Watcher {
        @Override
        public Sight see(ClusterState state) {
            Objects present = objects.apply(state);
            if (!present.names().contains(name)) {
                return new Done(present.unknown(name).printed());
            }
            boolean reached =
                    select(present.cells(name), List.of(attribute), List.of()).stream()
                            .filter(
                                    cell ->
                                            system.isEmpty()
                                                    || cell.system().isEmpty()
                                                    || cell.system().equals(system))
                            .anyMatch(cell -> cell.is(value));
            return reached ? new Done(Answer.Printed.of(List.of())) : new More(List.of(), this);
        }

        @Override
        public Answer.Printed expired() {
            return Answer.Printed.refused(Umi.TIMED_OUT.line());
        }
    }
}
