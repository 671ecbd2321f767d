package dev.vigil.samples.powervm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.vigil.samples.powervm.Partition.Kind;

import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// What breaks and mends the estate on purpose, and tells the truth about it: the verbs behind the control pages
/// and the SSH user `lab`.
final class Control {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    /// The longest anybody can wait with `wait`.
    private static final long LONGEST_WAIT_MS = 600_000;

    /// An answer.
    ///
    /// @param status in HTTP's terms: 200 done, 400 not understood, 404 no such verb, 408 did not happen in
    ///     time, 409 refused in this state, 500 done but the outside world did not follow
    /// @param json whether the text is JSON, else plain
    record Answer(int status, boolean json, String text) {}

    /// A verb.
    ///
    /// @param changes whether it changes anything
    /// @param parameters the names of its parameters in the order typed; `?` marks those that may be left out
    /// @param purpose a line of help
    record Verb(boolean changes, List<String> parameters, String purpose) {}

    /// All verbs.
    static final SortedMap<String, Verb> VERBS = verbs();

    private final EstateRunner runner;
    private final Timings timings;

    Control(EstateRunner runner, Timings timings) {
        this.runner = runner;
        this.timings = timings;
    }

    private static SortedMap<String, Verb> verbs() {
        var all = new TreeMap<String, Verb>();
        all.put("truth", new Verb(false, List.of(), "everything as it truly is, as JSON"));
        all.put("show", new Verb(false, List.of(), "the same as a table"));
        all.put(
                "history",
                new Verb(
                        false,
                        List.of("since?", "timeoutMs?"),
                        "what happened after entry `since`; waits up to timeoutMs for some"));
        all.put(
                "wait",
                new Verb(
                        false,
                        List.of(
                                "lpar?",
                                "state?",
                                "server?",
                                "os?",
                                "runsOn?",
                                "power?",
                                "hmc?",
                                "up?",
                                "timeoutMs?"),
                        "until lpar (on server) is in state, has os=up|down or runsOn=SERVER|none;"
                                + " server has power; hmc is up=true|false"));
        all.put("power-off", new Verb(true, List.of("server"), "pull a server's plug"));
        all.put("power-on", new Verb(true, List.of("server"), "power a server on"));
        all.put(
                "disconnect",
                new Verb(true, List.of("server"), "consoles lose a server that runs on"));
        all.put("connect", new Verb(true, List.of("server"), "consoles see the server again"));
        all.put(
                "crash",
                new Verb(true, List.of("lpar", "server?"), "crash a partition where it runs"));
        all.put(
                "start-lpar",
                new Verb(
                        true,
                        List.of("lpar", "server"),
                        "activate a partition with its default profile"));
        all.put(
                "stop-lpar",
                new Verb(true, List.of("lpar", "server?"), "switch a partition off at once"));
        all.put(
                "halt-lpar",
                new Verb(
                        true,
                        List.of("lpar", "server?"),
                        "its own administrator shuts a partition down"));
        all.put(
                "stop-vios",
                new Verb(true, List.of("vios", "server?"), "switch a VIO server off at once"));
        all.put("start-vios", new Verb(true, List.of("vios", "server?"), "start a VIO server"));
        all.put("stop-hmc", new Verb(true, List.of("hmc"), "a console refuses connections"));
        all.put("start-hmc", new Verb(true, List.of("hmc"), "a console answers again"));
        all.put("slow", new Verb(true, List.of("ms"), "consoles answer so much later; 0 ends it"));
        return Collections.unmodifiableSortedMap(all);
    }

    /// Does what a verb says.
    Answer answer(String name, Map<String, String> given) throws InterruptedException {
        var verb = VERBS.get(name);
        if (verb == null) {
            return failed(404, "no such verb: " + name + "; there are " + VERBS.keySet());
        }
        for (var parameter : given.keySet()) {
            if (!verb.parameters().contains(parameter)
                    && !verb.parameters().contains(parameter + "?")) {
                return failed(400, name + ": unknown parameter " + parameter);
            }
        }
        for (var parameter : verb.parameters()) {
            if (!parameter.endsWith("?") && given.getOrDefault(parameter, "").isEmpty()) {
                return failed(400, name + ": parameter " + parameter + " is missing");
            }
        }
        return verb.changes() ? change(name, given) : read(name, given);
    }

    private Answer read(String name, Map<String, String> given) throws InterruptedException {
        return switch (name) {
            case "truth" -> json(Truth.of(runner.now()));
            case "show" -> new Answer(200, false, Truth.table(runner.now()));
            case "history" -> history(given);
            case "wait" -> await(given);
            default -> throw new IllegalStateException("verb without meaning: " + name);
        };
    }

    private Answer history(Map<String, String> given) throws InterruptedException {
        var since = number(given.getOrDefault("since", "0"));
        var timeoutMs = number(given.getOrDefault("timeoutMs", "0"));
        if (since.isEmpty() || timeoutMs.isEmpty()) {
            return failed(400, "history: since and timeoutMs must be whole numbers");
        }
        long after = since.get();
        runner.await(e -> e.nextSeq() - 1 > after, Math.min(timeoutMs.get(), LONGEST_WAIT_MS));
        var estate = runner.now();
        var view = new LinkedHashMap<String, Object>();
        view.put("atMs", estate.asOfMs());
        view.put("epochOffsetMs", estate.epochOffsetMs());
        view.put("lastSeq", estate.nextSeq() - 1);
        view.put("entries", estate.history().stream().filter(e -> e.seq() > after).toList());
        return json(view);
    }

    private Answer await(Map<String, String> given) throws InterruptedException {
        var timeoutMs = number(given.getOrDefault("timeoutMs", "30000"));
        if (timeoutMs.isEmpty()) {
            return failed(400, "wait: timeoutMs must be a whole number");
        }
        var wanted = wanted(given);
        if (wanted.isEmpty()) {
            return failed(
                    400, "wait: say lpar with state, os or runsOn; server with power; hmc with up");
        }
        return runner.await(wanted.get(), Math.min(timeoutMs.get(), LONGEST_WAIT_MS))
                ? done(runner.now())
                : failed(408, "did not happen within " + timeoutMs.get() + " ms: " + given);
    }

    private static Optional<Predicate<Estate>> wanted(Map<String, String> given) {
        Predicate<Estate> all = estate -> true;
        int said = 0;
        if (given.containsKey("lpar")) {
            var name = given.get("lpar");
            if (given.containsKey("state")) {
                all = all.and(e -> someState(e, name, given).contains(given.get("state")));
                said++;
            }
            if (given.containsKey("os")) {
                boolean up = given.get("os").equals("up");
                all = all.and(e -> osUp(e, name, given) == up);
                said++;
            }
            if (given.containsKey("runsOn")) {
                var server = given.get("runsOn");
                var expected = server.equals("none") ? List.<String>of() : List.of(server);
                all = all.and(e -> List.copyOf(e.runningOn(name)).equals(expected));
                said++;
            }
        } else if (given.containsKey("server") && given.containsKey("power")) {
            all =
                    e ->
                            e.server(given.get("server"))
                                    .filter(s -> s.power().text().equals(given.get("power")))
                                    .isPresent();
            said++;
        } else if (given.containsKey("hmc") && given.containsKey("up")) {
            all = e -> Boolean.valueOf(given.get("up")).equals(e.consoles().get(given.get("hmc")));
            said++;
        }
        return said == 0 ? Optional.empty() : Optional.of(all);
    }

    private static List<String> someState(Estate estate, String name, Map<String, String> given) {
        return estate.servers().values().stream()
                .filter(s -> s.name().equals(given.getOrDefault("server", s.name())))
                .flatMap(s -> s.partition(name).stream())
                .map(p -> p.state().text())
                .toList();
    }

    private static boolean osUp(Estate estate, String name, Map<String, String> given) {
        return estate.servers().values().stream()
                .filter(s -> s.name().equals(given.getOrDefault("server", s.name())))
                .flatMap(s -> s.partition(name).stream())
                .anyMatch(Partition::osUp);
    }

    private static Optional<Long> number(String text) {
        return text.matches("\\d{1,15}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /// A change's outcome beside the estate it leaves.
    private record Changed(Estate estate, Optional<String> refused, int status)
            implements EstateRunner.Result {}

    private Answer change(String name, Map<String, String> given) throws InterruptedException {
        var changed = runner.change((estate, atMs) -> changed(estate, name, given, atMs));
        if (changed.refused().isPresent()) {
            return failed(changed.status(), name + ": " + changed.refused().get());
        }
        var failure = runner.awaitEffects();
        return failure.isEmpty()
                ? done(changed.estate())
                : failed(500, name + ": done, but " + failure);
    }

    private Changed changed(Estate estate, String name, Map<String, String> given, long atMs) {
        var target = new Target(estate, given);
        if (target.wrong().isPresent()) {
            return new Changed(estate, target.wrong(), 400);
        }
        return switch (outcome(target, name, given, atMs)) {
            case Outcome.Done(var after) -> new Changed(after, Optional.empty(), 200);
            case Outcome.Refused(var why) -> new Changed(estate, Optional.of(why), 409);
        };
    }

    private Outcome outcome(Target target, String name, Map<String, String> given, long atMs) {
        var faults = new Faults(timings);
        var operations = new Operations(timings);
        var estate = target.estate();
        return switch (name) {
            case "power-off" -> faults.powerLoss(estate, target.server(), atMs);
            case "power-on" -> operations.powerOn(estate, target.server(), false, atMs);
            case "disconnect" -> faults.connected(estate, target.server(), false, atMs);
            case "connect" -> faults.connected(estate, target.server(), true, atMs);
            case "crash" -> faults.crash(estate, target.server(), target.partition(), atMs);
            case "stop-lpar", "stop-vios" ->
                    faults.cut(estate, target.server(), target.partition(), atMs);
            case "halt-lpar" ->
                    faults.halt(estate, target.server(), target.partition(), operations, atMs);
            case "start-lpar", "start-vios" ->
                    operations.activate(
                            estate,
                            target.server(),
                            target.partition(),
                            target.partition().setup().defaultProfile(),
                            "norm",
                            atMs);
            case "stop-hmc" -> faults.console(estate, given.get("hmc"), false, atMs);
            case "start-hmc" -> faults.console(estate, given.get("hmc"), true, atMs);
            case "slow" ->
                    new Outcome.Done(estate.withSlowMs(number(given.get("ms")).orElseThrow()));
            default -> throw new IllegalStateException("verb without meaning: " + name);
        };
    }

    /// What the parameters of a change mean.
    private record Target(Estate estate, Map<String, String> given) {

        /// What is wrong with them, if anything is.
        Optional<String> wrong() {
            if (given.containsKey("ms") && number(given.get("ms")).isEmpty()) {
                return Optional.of("ms must be a whole number of milliseconds");
            }
            if (given.containsKey("hmc") && !estate.consoles().containsKey(given.get("hmc"))) {
                return Optional.of(
                        "no console "
                                + given.get("hmc")
                                + "; there are "
                                + estate.consoles().keySet());
            }
            if (given.containsKey("server") && estate.server(given.get("server")).isEmpty()) {
                return Optional.of(
                        "no server "
                                + given.get("server")
                                + "; there are "
                                + estate.servers().keySet());
            }
            var name = partitionName();
            if (name.isPresent() && candidates().size() != 1) {
                return Optional.of(
                        candidates().isEmpty()
                                ? "no partition " + name.get() + " of that kind there"
                                : name.get() + " is on several servers; say which with server");
            }
            return Optional.empty();
        }

        private Optional<String> partitionName() {
            return Optional.ofNullable(given.getOrDefault("lpar", given.get("vios")));
        }

        /// The servers that can be meant: the named one, or those where the partition runs, or all it is on.
        private List<Server> candidates() {
            var name = partitionName().orElseThrow();
            var all =
                    estate.servers().values().stream()
                            .filter(
                                    s ->
                                            !given.containsKey("server")
                                                    || estate.server(given.get("server"))
                                                            .filter(s::equals)
                                                            .isPresent())
                            .filter(s -> s.partition(name).filter(this::kindFits).isPresent())
                            .toList();
            var running =
                    all.stream()
                            .filter(s -> s.partitions().get(name).state().holdsResources())
                            .toList();
            return running.isEmpty() ? all : running;
        }

        private boolean kindFits(Partition partition) {
            return given.containsKey("vios") == (partition.kind() == Kind.VIOS);
        }

        Server server() {
            return partitionName().isPresent()
                    ? candidates().getFirst()
                    : estate.server(given.get("server")).orElseThrow();
        }

        Partition partition() {
            return server().partitions().get(partitionName().orElseThrow());
        }
    }

    private static Answer done(Estate estate) {
        var view = new LinkedHashMap<String, Object>();
        view.put("ok", true);
        view.put("atMs", estate.asOfMs());
        view.put("lastSeq", estate.nextSeq() - 1);
        return json(view);
    }

    private static Answer failed(int status, String why) {
        var view = new LinkedHashMap<String, Object>();
        view.put("ok", false);
        view.put("error", why);
        return new Answer(status, true, json(view).text());
    }

    private static Answer json(Object value) {
        try {
            return new Answer(200, true, JSON.writeValueAsString(value) + "\n");
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
