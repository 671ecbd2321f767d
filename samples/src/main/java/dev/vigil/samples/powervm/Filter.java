package dev.vigil.samples.powervm;

import dev.vigil.samples.powervm.HmcCommand.Refusal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `--filter "name=value[,value…][,name=value…]"`: all names must match, any value of a name may.
///
/// Quotes around a name with several values may have been lost to a shell on the way; both forms are read.
///
/// Source: HMC command reference, "--filter".
///
/// @param values the accepted values by name, in the order typed
record Filter(Map<String, List<String>> values) {

    /// Reads a filter.
    ///
    /// @param valid the names it may hold
    /// @throws Refusal for any other name, for text that is not a filter, and for `lpar_names` and
    ///     `lpar_ids` at once
    static Filter parse(Optional<String> typed, Set<String> valid) throws Refusal {
        var values = new LinkedHashMap<String, List<String>>();
        if (typed.isEmpty()) {
            return new Filter(values);
        }
        try {
            String name = "";
            for (var field : Csv.parse(typed.get())) {
                int equals = field.indexOf('=');
                if (equals >= 0) {
                    name = field.substring(0, equals).strip();
                    if (!valid.contains(name)) {
                        throw new Refusal(HmcMessage.INVALID_FILTER.with(name));
                    }
                } else if (name.isEmpty()) {
                    throw new Refusal(HmcMessage.INVALID_FILTER.with(field));
                }
                values.computeIfAbsent(name, n -> new ArrayList<>())
                        .addAll(Csv.parse(field.substring(equals + 1)));
            }
        } catch (Csv.BadQuoting bad) {
            throw new Refusal(HmcMessage.INVALID_FILTER.with(typed.get()));
        }
        if (values.containsKey("lpar_names") && values.containsKey("lpar_ids")) {
            throw new Refusal(HmcMessage.INVALID_FILTER.with("lpar_names,lpar_ids"));
        }
        return new Filter(values);
    }

    /// Whether a value is wanted under a name; anything is when the name is not in the filter.
    boolean accepts(String name, String value) {
        return !values.containsKey(name) || values.get(name).contains(value);
    }

    /// The partitions of a server that the filter asks for.
    ///
    /// @throws Refusal if it names one that does not exist
    List<Partition> partitions(Server server) throws Refusal {
        for (var name : values.getOrDefault("lpar_names", List.of())) {
            if (server.partition(name).isEmpty()) {
                throw new Refusal(HmcMessage.NO_SUCH_PARTITION.with(name));
            }
        }
        for (var id : values.getOrDefault("lpar_ids", List.of())) {
            if (server.newestFirst().stream().noneMatch(p -> Integer.toString(p.id()).equals(id))) {
                throw new Refusal(HmcMessage.NO_SUCH_PARTITION_ID.with(id));
            }
        }
        return server.newestFirst().stream()
                .filter(p -> accepts("lpar_names", p.name()))
                .filter(p -> accepts("lpar_ids", Integer.toString(p.id())))
                .toList();
    }
}
