package dev.vigil.engine.command;

import java.util.ArrayList;
import java.util.List;

/// One of the operator's commands: its name and the verbs it understands.
interface Command {
    /// How the command is typed.
    String name();

    /// What it can do, in the order of its usage text.
    List<Verb> verbs();

    /// What follows when no verb is given; most commands then print their usage.
    default Answer plain(Scene scene, List<String> words) {
        throw Refusal.misused(usage(), Umi.MISSING, name(), "option");
    }

    /// The usage text: one line for each form of each verb.
    default List<String> usage() {
        var lines = new ArrayList<String>();
        lines.add("usage:");
        for (Verb verb : verbs()) {
            for (String synopsis : verb.synopses()) {
                lines.add(("    " + name() + " " + synopsis).stripTrailing());
            }
        }
        return lines;
    }
}
