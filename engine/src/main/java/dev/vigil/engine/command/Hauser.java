package dev.vigil.engine.command;

import dev.vigil.config.Group;
import dev.vigil.config.Value;
import dev.vigil.engine.core.Request;
import dev.vigil.engine.core.Request.Edit;
import dev.vigil.engine.core.Request.ObjectKind;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// `hauser`: users and what they may do.
///
/// Source: VCS manual page hauser(1M).
final class Hauser implements Command {
    private static final Columns DISPLAY = Columns.of(21, 18, 0);
    private static final Option GROUPS = Option.some("-group");
    private static final List<String> ROLES = List.of("Administrator", "Operator", "Guest");

    @Override
    public String name() {
        return "hauser";
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of(
                        "-addpriv",
                        (scene, words) -> privilege(scene, words, Edit.ADD),
                        "-addpriv user Administrator | Operator | Guest [-group group(s)]"),
                Verb.of(
                        "-delpriv",
                        (scene, words) -> privilege(scene, words, Edit.DELETE),
                        "-delpriv user Administrator | Operator | Guest [-group group(s)]"),
                Verb.of("-delete", this::delete, "-delete user"),
                Verb.of("-display", this::display, "-display [user(s)]"),
                Verb.of("-list", this::list, "-list"),
                Verb.of("-add", (scene, words) -> password(scene), "-add user"),
                Verb.of("-update", (scene, words) -> password(scene), "-update user"));
    }

    /// A password is asked for, and commands have no dialogue.
    private static Answer password(Scene scene) {
        scene.permit(Right.ADMINISTER);
        throw Refusal.of(
                Umi.NOT_SUPPORTED,
                scene.verb(),
                "users are known by their operating-system names; give rights with hauser"
                        + " -addpriv");
    }

    private Answer privilege(Scene scene, List<String> typed, Edit edit) {
        Words words = Words.parse(scene.verb(), typed, GROUPS);
        List<String> operands = words.exactly("user", "privilege");
        scene.permit(Right.ADMINISTER);
        if (!ROLES.contains(operands.get(1))) {
            throw Refusal.misused(
                    List.of(),
                    Umi.UNEXPECTED,
                    scene.verb(),
                    operands.get(1) + " (a privilege is one of " + String.join(", ", ROLES) + ")");
        }
        String attribute = operands.get(1) + "s";
        List<String> user = List.of(operands.getFirst());
        List<Group> groups = words.many("-group").stream().map(scene::group).toList();
        scene.mustBeWritable();
        if (groups.isEmpty()) {
            return scene.submit(
                    new Request.Modify(
                            ObjectKind.CLUSTER,
                            scene.configuration().clusterName(),
                            attribute,
                            edit,
                            user,
                            ""));
        }
        List<Request.Change> changes = new ArrayList<>();
        for (Group group : groups) {
            changes.add(
                    new Request.Modify(ObjectKind.GROUP, group.name(), attribute, edit, user, ""));
        }
        return scene.submit(changes.size() == 1 ? changes.getFirst() : new Request.Batch(changes));
    }

    /// Takes a user out of every list he is in.
    private Answer delete(Scene scene, List<String> typed) {
        String user = Words.parse(scene.verb(), typed).exactly("user").getFirst();
        scene.permit(Right.ADMINISTER);
        known(scene, user);
        scene.mustBeWritable();
        List<Request.Change> changes = new ArrayList<>();
        String cluster = scene.configuration().clusterName();
        if (names(scene).contains(user)) {
            changes.add(remove(ObjectKind.CLUSTER, cluster, "UserNames", user));
        }
        for (Privilege privilege : privileges(scene)) {
            if (privilege.user().equals(user)) {
                changes.add(
                        privilege.group().isEmpty()
                                ? remove(ObjectKind.CLUSTER, cluster, privilege.list(), user)
                                : remove(
                                        ObjectKind.GROUP,
                                        privilege.group().get(),
                                        privilege.list(),
                                        user));
            }
        }
        return scene.submit(new Request.Batch(changes));
    }

    private static Request.Change remove(
            ObjectKind kind, String object, String attribute, String user) {
        return new Request.Modify(kind, object, attribute, Edit.DELETE, List.of(user), "");
    }

    private Answer display(Scene scene, List<String> typed) {
        List<String> named = Words.parse(scene.verb(), typed).operands();
        named.forEach(user -> known(scene, user));
        var rows = new ArrayList<List<String>>();
        for (String user : users(scene)) {
            if (!named.isEmpty() && !named.contains(user)) {
                continue;
            }
            List<Privilege> held =
                    privileges(scene).stream().filter(each -> each.user().equals(user)).toList();
            if (held.isEmpty()) {
                rows.add(List.of(user, "ClusterGuest", ""));
            }
            held.forEach(each -> rows.add(List.of(user, each.role(), each.group().orElse(""))));
        }
        return Answer.Printed.of(DISPLAY.table(List.of("#User", "Privilege", "[Group]"), rows));
    }

    private Answer list(Scene scene, List<String> typed) {
        Words.parse(scene.verb(), typed).exactly();
        return Answer.Printed.of(List.copyOf(users(scene)));
    }

    /// That a user is in a list.
    ///
    /// @param list the attribute: Administrators, Operators, Guests
    /// @param group empty for the cluster's own list
    private record Privilege(String user, String list, Optional<String> group) {
        String role() {
            return (group.isPresent() ? "Group" : "Cluster") + list.substring(0, list.length() - 1);
        }
    }

    private static List<Privilege> privileges(Scene scene) {
        var found = new ArrayList<Privilege>();
        for (String role : ROLES) {
            String list = role + "s";
            Value users = scene.configuration().clusterValue(list);
            users.asList().forEach(user -> found.add(new Privilege(user, list, Optional.empty())));
            for (String group : scene.configuration().groups().keySet()) {
                scene.configuration().groupValue(group, list, "").asList().stream()
                        .map(user -> new Privilege(user, list, Optional.of(group)))
                        .forEach(found::add);
            }
        }
        return found;
    }

    private static List<String> names(Scene scene) {
        return List.copyOf(scene.configuration().clusterValue("UserNames").asMap().keySet());
    }

    private static LinkedHashSet<String> users(Scene scene) {
        var users = new LinkedHashSet<>(names(scene));
        privileges(scene).forEach(each -> users.add(each.user()));
        return users;
    }

    private static void known(Scene scene, String user) {
        if (!users(scene).contains(user)) {
            throw Refusal.of(Umi.USER_UNKNOWN, user);
        }
    }
}
