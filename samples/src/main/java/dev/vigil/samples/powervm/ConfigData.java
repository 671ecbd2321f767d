package dev.vigil.samples.powervm;

import dev.vigil.samples.powervm.HmcCommand.Refusal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What `-i` says: `attr=value,attr=value,"list=a,b",…`, in the grammar that `ls…` commands print.
///
/// An attribute may come twice if its values agree, as it does when the records of a partition and of its profile
/// are joined. `null` is how a console prints what an object does not have, and is no value to set.
///
/// Source: HMC command reference, `mksyscfg` and `chsyscfg`, "-i".
///
/// @param values the values by attribute, in the order typed
/// @param operators `=`, `+=` or `-=` by attribute
record ConfigData(Map<String, String> values, Map<String, String> operators) {

    /// Attributes that a partition has itself; some a profile has as well.
    static final Set<String> OF_PARTITION =
            Set.of(
                    "work_group_id",
                    "shared_proc_pool_util_auth",
                    "allow_perf_collection",
                    "power_ctrl_lpar_ids",
                    "boot_mode",
                    "auto_start",
                    "redundant_err_path_reporting",
                    "msp",
                    "time_ref",
                    "lpar_avail_priority",
                    "desired_lpar_proc_compat_mode",
                    "suspend_capable",
                    "remote_restart_capable",
                    "affinity_group_id",
                    "sync_curr_profile");

    private static final Set<String> NUMBERS =
            Set.of(
                    "min_mem",
                    "desired_mem",
                    "max_mem",
                    "min_procs",
                    "desired_procs",
                    "max_procs",
                    "max_virtual_slots",
                    "uncap_weight");

    private static final Map<String, Set<String>> CHOICES =
            Map.of(
                    "lpar_env", Set.of("aixlinux", "vioserver"),
                    "proc_mode", Set.of("ded", "shared"),
                    "mem_mode", Set.of("ded"),
                    "auto_start", Set.of("0", "1"),
                    "all_resources", Set.of("0", "1"),
                    "boot_mode", Set.of("norm", "dd", "ds", "of", "sms", "null"),
                    "sharing_mode",
                            Set.of(
                                    "keep_idle_procs",
                                    "share_idle_procs",
                                    "share_idle_procs_active",
                                    "share_idle_procs_always",
                                    "cap",
                                    "uncap"));

    /// Reads what was typed.
    ///
    /// @param known the attributes that may be set
    /// @throws Refusal saying what is wrong
    static ConfigData parse(String typed, Set<String> known) throws Refusal {
        var values = new LinkedHashMap<String, String>();
        var operators = new LinkedHashMap<String, String>();
        List<String> fields;
        try {
            fields = Csv.parse(typed);
        } catch (Csv.BadQuoting bad) {
            throw new Refusal(HmcMessage.INVALID_DATA.with(bad.getMessage()));
        }
        for (var field : fields) {
            int equals = field.indexOf('=');
            if (equals < 1) {
                throw new Refusal(HmcMessage.INVALID_DATA.with("'" + field + "' has no attribute"));
            }
            var name = field.substring(0, equals).strip();
            var operator = "=";
            if (name.endsWith("+") || name.endsWith("-")) {
                operator = name.charAt(name.length() - 1) + "=";
                name = name.substring(0, name.length() - 1);
            }
            if (!known.contains(name)) {
                throw new Refusal(HmcMessage.INVALID_ATTRIBUTE.with(name));
            }
            var value = field.substring(equals + 1).strip();
            check(name, value);
            var before = values.put(name, value);
            if (before != null && !before.equals(value)) {
                throw new Refusal(
                        HmcMessage.INVALID_DATA.with(name + " is given twice, with two values"));
            }
            operators.put(name, operator);
        }
        return new ConfigData(values, operators);
    }

    private static void check(String name, String value) throws Refusal {
        boolean fits =
                !value.equals("null")
                        && (!NUMBERS.contains(name) || value.matches("\\d{1,9}"))
                        && (!CHOICES.containsKey(name) || CHOICES.get(name).contains(value))
                        && (!name.endsWith("_adapters") || adaptersReadable(value));
        if (!fits) {
            throw new Refusal(HmcMessage.INVALID_VALUE.with(name, value));
        }
    }

    private static boolean adaptersReadable(String value) {
        try {
            Csv.parse(value);
            return true;
        } catch (Csv.BadQuoting bad) {
            return false;
        }
    }

    /// A value.
    ///
    /// @throws Refusal if it is missing
    String required(String name) throws Refusal {
        require(Set.of(name));
        return values.get(name);
    }

    /// Insists on attributes.
    ///
    /// @throws Refusal naming all that are missing
    void require(Set<String> names) throws Refusal {
        var missing = new TreeSet<String>();
        for (var name : names) {
            if (values.getOrDefault(name, "").isEmpty()) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw new Refusal(HmcMessage.MISSING_ATTRIBUTE.with(String.join(",", missing)));
        }
    }

    /// What an attribute becomes: replaced, or its list longer or shorter.
    String applied(String name, String before) {
        var given = values.get(name);
        if (operators.get(name).equals("=")) {
            return given;
        }
        var elements = new ArrayList<>(before.equals("none") ? List.of() : Csv.split(before));
        if (operators.get(name).equals("+=")) {
            elements.addAll(Csv.split(given));
        } else {
            elements.removeAll(Csv.split(given));
        }
        return elements.isEmpty()
                ? "none"
                : String.join(",", elements.stream().map(Csv::quote).toList());
    }
}
