package dev.vigil.samples.powervm;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// `lssvcevents -t hardware`: the serviceable events of the consoles, which in this estate are lost connections
/// to service processors.
///
/// Source: HMC command reference, `lssvcevents`.
final class Lssvcevents implements HmcCommand {

    private static final long DAY_MS = 86_400_000;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final Set<String> NAMES =
            Set.of(
                    "problem_num",
                    "pmh_num",
                    "refcode",
                    "status",
                    "first_time",
                    "last_time",
                    "sys_name",
                    "sys_mtms",
                    "enclosure_mtms",
                    "firmware_fix",
                    "text",
                    "created_time",
                    "reporting_name",
                    "failing_mtms",
                    "analyzing_hmc",
                    "event_time",
                    "sys_refcode");

    @Override
    public Reply answer(Call call) throws Refusal {
        var arguments =
                Arguments.parse(
                        call.arguments(), Set.of("-t", "-d", "-F", "--filter"), Set.of("--header"));
        if (arguments.required("-t").equals("console")) {
            throw new Refusal(HmcMessage.NOT_SIMULATED.with("The log of console events"));
        }
        if (!arguments.required("-t").equals("hardware")) {
            throw arguments.invalid("-t");
        }
        var days = arguments.value("-d").orElse("7");
        if (!days.matches("\\d{1,4}")) {
            throw arguments.invalid("-d");
        }
        var listing = Listing.asked(arguments, NAMES);
        var filter =
                Filter.parse(
                        arguments.value("--filter"),
                        Set.of("status", "refcodes", "sys_names", "problem_nums"));
        long sinceMs =
                days.equals("0")
                        ? Long.MIN_VALUE
                        : call.setting().atMs() - Long.parseLong(days) * DAY_MS;
        int number = 0;
        for (var entry : call.estate().history()) {
            if (entry.what() != HistoryEntry.What.SERVER_DISCONNECTED) {
                continue;
            }
            number++;
            var record = event(call, entry, number);
            if (entry.atMs() >= sinceMs && wanted(filter, record)) {
                listing.add(record);
            }
        }
        return Reply.records(call, listing);
    }

    private static boolean wanted(Filter filter, Map<String, String> event) {
        return (filter.accepts("status", event.get("status"))
                        || filter.accepts("status", event.get("status").toLowerCase(Locale.ROOT)))
                && filter.accepts("refcodes", event.get("refcode"))
                && filter.accepts("sys_names", event.get("sys_name"))
                && filter.accepts("problem_nums", event.get("problem_num"));
    }

    private static Map<String, String> event(Call call, HistoryEntry entry, int number) {
        var estate = call.estate();
        var at = TIME.format(Instant.ofEpochMilli(entry.atMs() + estate.epochOffsetMs()));
        var console = call.setting().console().name();
        var server = estate.servers().get(entry.server());
        var machine = server.machine().replace('*', '/');
        var all = new LinkedHashMap<String, String>();
        all.put("problem_num", Integer.toString(number));
        all.put("pmh_num", "");
        all.put("refcode", "B3030001");
        all.put("status", server.connected() ? "Closed" : "Open");
        all.put("first_time", at);
        all.put("last_time", at);
        all.put("sys_name", console);
        all.put("sys_mtms", "7042-CR6/06C3A0P");
        all.put("enclosure_mtms", machine);
        all.put("firmware_fix", "");
        all.put("text", "ACT04284I A Management Console and managed system connection is lost");
        all.put("created_time", at);
        all.put("reporting_name", console);
        all.put("failing_mtms", machine);
        all.put("analyzing_hmc", console);
        all.put("event_time", at);
        all.put("sys_refcode", "B3030001");
        return all;
    }
}
