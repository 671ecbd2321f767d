package dev.vigil.engine.command;

import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.host.EntryFaults.Behaviour;
import dev.vigil.agent.host.EntryFaults.Lie;
import dev.vigil.engine.fault.FaultAnswer;
import dev.vigil.engine.fault.FaultRequest;
import dev.vigil.engine.fault.FaultRequest.Daemons;
import dev.vigil.engine.fault.FaultRequest.Kind;
import dev.vigil.engine.fault.FaultRequest.Traffic;
import dev.vigil.engine.fault.FaultRequest.Way;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// `hafault`: breaks what the cluster is there to survive, on this system, on purpose.
///
/// It has no model in VCS. Its words are understood here; who carries them out, and says whether it is allowed, is the node daemon.
final class Hafault implements Command {
    private static final String TRAFFIC = "[link ...] [-peer system ...] [-dir in|out]";

    private static final List<EntryPoint> ENTRY_POINTS =
            List.of(
                    EntryPoint.ONLINE,
                    EntryPoint.OFFLINE,
                    EntryPoint.MONITOR,
                    EntryPoint.CLEAN,
                    EntryPoint.OPEN,
                    EntryPoint.CLOSE);

    @Override
    public String name() {
        return "hafault";
    }

    @Override
    public List<Verb> verbs() {
        return List.of(
                Verb.of("-cut", this::cut, "-cut " + TRAFFIC),
                Verb.of("-delay", this::delay, "-delay milliseconds " + TRAFFIC),
                Verb.of("-lose", this::lose, "-lose percent% " + TRAFFIC),
                Verb.of("-dup", this::duplicate, "-dup [percent%] " + TRAFFIC),
                Verb.of("-heal", this::heal, "-heal " + TRAFFIC),
                Verb.of("-list", this::list, "-list"),
                Verb.of("-pause", this::pause, "-pause had|hanode|both -for seconds"),
                Verb.of("-kill", this::kill, "-kill had|hanode|both"),
                Verb.of(
                        "-resource",
                        this::resource,
                        "-resource res -entry online|offline|monitor|clean|open|close"
                                + " -fail|-hang [-times n]",
                        "-resource res -entry monitor -lie online|offline|unknown [-times n]",
                        "-resource res -entry online|offline|clean -lie done [-times n]"));
    }

    private Answer cut(Scene scene, List<String> typed) {
        Words words = traffic(scene, typed);
        return disturb(scene, Kind.CUT, 100, words, words.atLeast());
    }

    private Answer delay(Scene scene, List<String> typed) {
        Words words = traffic(scene, typed);
        List<String> operands = words.atLeast("milliseconds");
        long ms = Words.number(scene.verb(), "the delay", operands.getFirst(), 1);
        if (ms > FaultRequest.MOST_DELAY_MS)
            throw Refusal.misused(
                    List.of(),
                    Umi.NOT_A_NUMBER,
                    scene.verb(),
                    "the delay, at most " + FaultRequest.MOST_DELAY_MS + " (a day),",
                    1,
                    operands.getFirst());
        return disturb(scene, Kind.DELAY, ms, words, operands.subList(1, operands.size()));
    }

    private Answer lose(Scene scene, List<String> typed) {
        Words words = traffic(scene, typed);
        List<String> operands = words.atLeast("percent%");
        double percent = percent(scene, operands.getFirst());
        return disturb(scene, Kind.LOSE, percent, words, operands.subList(1, operands.size()));
    }

    private Answer duplicate(Scene scene, List<String> typed) {
        Words words = traffic(scene, typed);
        List<String> operands = words.atLeast();
        boolean share = !operands.isEmpty() && operands.getFirst().endsWith("%");
        double percent = share ? percent(scene, operands.getFirst()) : 100;
        return disturb(
                scene,
                Kind.DUPLICATE,
                percent,
                words,
                share ? operands.subList(1, operands.size()) : operands);
    }

    private Answer heal(Scene scene, List<String> typed) {
        Words words = traffic(scene, typed);
        return ask(scene, new FaultRequest.Heal(traffic(words, words.atLeast())));
    }

    private Answer list(Scene scene, List<String> typed) {
        Words.parse(scene.verb(), typed).exactly();
        return ask(scene, new FaultRequest.Query());
    }

    private Answer pause(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed, Option.one("-for"));
        Daemons daemons = daemons(scene, words);
        String seconds = words.required("-for", "seconds");
        try {
            double number = Double.parseDouble(seconds);
            if (number > 0 && number <= 86_400)
                return ask(scene, new FaultRequest.Pause(daemons, number));
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw Refusal.misused(
                List.of(), Umi.NOT_A_NUMBER, scene.verb(), "the time in seconds", "0.001", seconds);
    }

    private Answer kill(Scene scene, List<String> typed) {
        Words words = Words.parse(scene.verb(), typed);
        return ask(scene, new FaultRequest.Kill(daemons(scene, words)));
    }

    private Answer resource(Scene scene, List<String> typed) {
        Words words =
                Words.parse(
                        scene.verb(),
                        typed,
                        Option.one("-entry"),
                        Option.flag("-fail"),
                        Option.flag("-hang"),
                        Option.one("-lie"),
                        Option.one("-times"));
        String resource = words.exactly("res").getFirst();
        EntryPoint entry = entry(scene, words.required("-entry", "entry point"));
        Behaviour behaviour =
                switch (words.oneOf("-fail", "-hang", "-lie")) {
                    case "-fail" -> Behaviour.FAIL;
                    case "-hang" -> Behaviour.HANG;
                    default -> Behaviour.LIE;
                };
        Lie says = behaviour == Behaviour.LIE ? lie(scene, entry, words) : Lie.UNKNOWN;
        int times = (int) Math.min(words.number("-times", 1).orElse(0), Integer.MAX_VALUE);
        return ask(scene, new FaultRequest.Misbehave(resource, entry, behaviour, says, times));
    }

    private static EntryPoint entry(Scene scene, String word) {
        return ENTRY_POINTS.stream()
                .filter(each -> each.scriptName().equals(word))
                .findFirst()
                .orElseThrow(() -> unexpected(scene, word));
    }

    private static Lie lie(Scene scene, EntryPoint entry, Words words) {
        String word = words.one("-lie").orElseThrow();
        if (entry != EntryPoint.MONITOR) {
            if (word.equals("done")) return Lie.UNKNOWN;
            throw unexpected(scene, word);
        }
        return Stream.of(Lie.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> unexpected(scene, word));
    }

    private static Daemons daemons(Scene scene, Words words) {
        String word = words.exactly("had, hanode or both").getFirst();
        return Stream.of(Daemons.values())
                .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> unexpected(scene, word));
    }

    private static Words traffic(Scene scene, List<String> typed) {
        return Words.parse(scene.verb(), typed, Option.some("-peer"), Option.one("-dir"));
    }

    private static Traffic traffic(Words words, List<String> links) {
        Way way =
                switch (words.one("-dir").orElse("both")) {
                    case "in" -> Way.IN;
                    case "out" -> Way.OUT;
                    case "both" -> Way.BOTH;
                    default ->
                            throw Refusal.misused(
                                    List.of(),
                                    Umi.UNEXPECTED,
                                    words.verb(),
                                    words.one("-dir").orElseThrow());
                };
        return new Traffic(links, words.many("-peer"), way);
    }

    private static double percent(Scene scene, String word) {
        try {
            double number = Double.parseDouble(word.replace("%", ""));
            if (number > 0 && number <= 100) return number;
        } catch (NumberFormatException notANumber) {
            // Said below.
        }
        throw Refusal.misused(
                List.of(),
                Umi.NOT_A_NUMBER,
                scene.verb(),
                "the share in per cent, at most 100,",
                "0.001",
                word);
    }

    private static Refusal unexpected(Scene scene, String word) {
        return Refusal.misused(List.of(), Umi.UNEXPECTED, scene.verb(), word);
    }

    private static Answer disturb(
            Scene scene, Kind kind, double amount, Words words, List<String> links) {
        return ask(scene, new FaultRequest.Disturb(kind, amount, traffic(words, links)));
    }

    private static Answer ask(Scene scene, FaultRequest request) {
        scene.permit(request.harmless() ? Right.QUERY : Right.ADMINISTER);
        return new Answer.Ask.Fault(request, answer -> printed(scene, answer));
    }

    private static Answer.Printed printed(Scene scene, FaultAnswer answer) {
        return answer.done()
                ? Answer.Printed.of(answer.lines())
                : Answer.Printed.refused(
                        Umi.FAULT_REFUSED.line(scene.typed(), String.join("; ", answer.lines())));
    }
}
