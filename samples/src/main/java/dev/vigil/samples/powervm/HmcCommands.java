package dev.vigil.samples.powervm;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// The commands a console knows, by name.
final class HmcCommands {

    /// Commands of a real console that this estate refuses, rather than making up an answer.
    private static final SortedSet<String> REFUSED =
            Collections.unmodifiableSortedSet(
                    new TreeSet<>(
                            List.of(
                                    "bkprofdata",
                                    "chhwres",
                                    "chlparstate",
                                    "hmcshutdown",
                                    "lpar_netboot",
                                    "lscomgmt",
                                    "lshmcusr",
                                    "lshwres",
                                    "lsled",
                                    "lslic",
                                    "lslparmigr",
                                    "lsmemopt",
                                    "lspartition",
                                    "lsprofspace",
                                    "lsrrstartlpar",
                                    "migrlpar",
                                    "mkauthkeys",
                                    "mksysplan",
                                    "mkvterm",
                                    "optmem",
                                    "rmvterm",
                                    "rrstartlpar",
                                    "rstprofdata")));

    private static final SortedMap<String, HmcCommand> ALL = all();

    private HmcCommands() {}

    private static SortedMap<String, HmcCommand> all() {
        var all = new TreeMap<String, HmcCommand>();
        all.put("lssyscfg", new Lssyscfg());
        all.put("chsysstate", new Chsysstate());
        all.put("lsrefcode", new Lsrefcode());
        all.put("lssysconn", new Lssysconn());
        all.put("lshmc", new Lshmc());
        all.put("lssvcevents", new Lssvcevents());
        all.put("mksyscfg", new Mksyscfg());
        all.put("chsyscfg", new Chsyscfg());
        all.put("rmsyscfg", new Rmsyscfg());
        all.put("viosvrcmd", new Viosvrcmd());
        for (var name : REFUSED) {
            all.put(
                    name,
                    call -> {
                        throw new HmcCommand.Refusal(
                                HmcMessage.NOT_SIMULATED.with("The command " + name));
                    });
        }
        return Collections.unmodifiableSortedMap(all);
    }

    /// A command by name.
    static Optional<HmcCommand> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }
}
