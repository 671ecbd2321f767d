package dev.vigil.samples.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The cluster that is broken: its systems, its groups, its files.
///
/// @param systems names, in order of their node ids
/// @param points names of the coordination points; none: the majority arbitrates
record Setup(List<String> systems, List<Group> groups, List<String> points) {
    /// A failover group of resources that depend on each other in their order.
    record Group(String name, List<String> resources, List<String> systems) {}

    private static final int PEERINACT_CS = 400;

    /// What a larger cluster on the same machine needs more, for each system beyond three.
    private static final int MORE_CS = 100;

    /// The silence after which a system is given up, in hundredths of a second.
    int peerinactCs() {
        return PEERINACT_CS + Math.max(0, systems.size() - 3) * MORE_CS;
    }

    /// As many systems as are asked for, and a group of one, two or three resources that begins on each.
    ///
    /// @param points how many coordination points say who goes on; 0: the majority does
    static Setup of(int systems, int points) {
        var cps = new ArrayList<String>();
        for (int i = 1; i <= points; i++) cps.add("cp" + i);
        var names = new ArrayList<String>();
        for (int i = 1; i <= systems; i++) names.add("node" + i);
        var groups = new ArrayList<Group>();
        for (int i = 0; i < systems; i++) {
            String group = "g" + (i + 1);
            var resources = new ArrayList<String>();
            for (int j = 0; j <= i % 3; j++) resources.add(group + "_" + (j + 1));
            var order = new ArrayList<>(names.subList(i, systems));
            order.addAll(names.subList(0, i));
            groups.add(new Group(group, resources, order));
        }
        return new Setup(names, groups, cps);
    }

    /// Writes what `vigil up` takes.
    ///
    /// @param sample the directory `samples/faults`
    /// @param into an empty directory for it
    void write(Path sample, Path into) throws IOException {
        Files.createDirectories(into);
        for (String file : List.of("WitnessTypes.cf", "hafault.allow"))
            Files.copy(
                    sample.resolve(file), into.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(into.resolve("agents"));
        Files.createSymbolicLink(into.resolve("agents"), sample.resolve("agents"));
        Files.writeString(into.resolve("main.cf"), main());
        Files.writeString(into.resolve("llttab"), llttab());
        if (points.isEmpty()) Files.deleteIfExists(into.resolve("points"));
        else Files.write(into.resolve("points"), points);
    }

    /// The timers, as `llttab` sets them.
    String llttab() {
        return "set-timer heartbeat:20\nset-timer peertrouble:100\nset-timer peerinact:%d\n"
                .formatted(peerinactCs());
    }

    /// The text of `main.cf`.
    String main() {
        var text =
                new StringBuilder(
                        """
                        include "types.cf"
                        include "WitnessTypes.cf"

                        cluster faults (
                        \t)

                        """);
        for (String system : systems) text.append("system ").append(system).append(" (\n\t)\n\n");
        for (Group group : groups) append(text, group);
        return text.toString();
    }

    private static void append(StringBuilder text, Group group) {
        var order = new ArrayList<String>();
        for (String system : group.systems()) order.add(system + " = " + order.size());
        text.append("group %s (\n".formatted(group.name()));
        text.append("\tSystemList = { %s }\n".formatted(String.join(", ", order)));
        text.append(
                "\tAutoStartList = { %s }\n\t)\n\n".formatted(String.join(", ", group.systems())));
        for (String resource : group.resources())
            text.append(
                    "\tWitness %s (\n\t\tDirectory = \"@RUN@/truth\"\n\t\tProgram = \"@HOME@/samples/faults/witness\"\n\t\t)\n\n"
                            .formatted(resource));
        for (int i = 1; i < group.resources().size(); i++)
            text.append(
                    "\t%s requires %s\n"
                            .formatted(group.resources().get(i), group.resources().get(i - 1)));
        text.append('\n');
    }

    @Override
    public String toString() {
        return systems.size()
                + " systems, "
                + (points.isEmpty() ? "" : points.size() + " coordination points, ")
                + "groups "
                + groups.stream().map(Group::name).collect(Collectors.joining(" "));
    }
}
