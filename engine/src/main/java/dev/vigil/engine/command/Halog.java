package dev.vigil.engine.command;

import java.util.List;

/// `halog -add`: a line of one's own in the engine's log, as agents' scripts and triggers write them.
///
/// Source: VCS manual page halog(1M).
final class Halog implements Command {
    @Override
    public String name() {
        return "halog";
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of(
                        "-add",
                        this::add,
                        "-add message -sev C|E|W|N|I|D -msgid id [-parameters parameter ...]"));
    }

    private Answer add(Scene scene, List<String> typed) {
        Words words =
                Words.parse(
                        scene.verb(),
                        typed,
                        Option.one("-sev"),
                        Option.one("-msgid"),
                        Option.some("-parameters"),
                        Option.one("-encoding"),
                        Option.one("-sys"));
        scene.permit(Right.OPERATE);
        String text = String.join(" ", words.atLeast("message"));
        String severity = severity(scene, words.one("-sev").orElse("N"));
        if (words.has("-sys")) {
            String system = words.required("-sys", "system");
            if (!system.equals(scene.system())) {
                throw Refusal.of(Umi.NOT_SUPPORTED, "-sys " + system, "type it on that system");
            }
        }
        String id = words.one("-msgid").orElse("0");
        String umi =
                id.startsWith("V-") ? id : "V-16-1-" + Words.number(scene.verb(), "-msgid", id, 0);
        return new Answer.Ask.WriteLog(severity, umi, filled(text, words.many("-parameters")));
    }

    /// Debug lines (`D`) are for the record, as INFO is.
    private static String severity(Scene scene, String letter) {
        return switch (letter) {
            case "C" -> "CRITICAL";
            case "E" -> "ERROR";
            case "W" -> "WARNING";
            case "N" -> "NOTICE";
            case "I", "D" -> "INFO";
            default ->
                    throw Refusal.misused(
                            List.of(),
                            Umi.UNEXPECTED,
                            scene.verb(),
                            letter + " as the value of -sev");
        };
    }

    /// The text with `%s` and `%d` replaced by the parameters in turn, as far as there are any.
    private static String filled(String text, List<String> parameters) {
        String filled = text;
        for (String parameter : parameters) {
            filled =
                    filled.replaceFirst(
                            "%[sd]", java.util.regex.Matcher.quoteReplacement(parameter));
        }
        return filled;
    }
}
