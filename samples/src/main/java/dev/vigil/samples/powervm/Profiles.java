package dev.vigil.samples.powervm;

import dev.vigil.samples.powervm.Definition.Member;
import dev.vigil.samples.powervm.Definition.PartitionDefinition;
import dev.vigil.samples.powervm.Definition.ServerDefinition;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The profiles of the sample estate, with the adapters that tie partitions to their VIO servers.
///
/// Slots follow the published example: the first managed partition meets the first VIO server at vSCSI slot 4
/// and Fibre Channel slot 8, the second at 6 and 5; every further partition ten higher.
final class Profiles {

    private static final long FIRST_WWPN = 0xc050760431670010L;

    private Profiles() {}

    /// The attributes that a profile has besides when its processors are shared, after `proc_mode` and after
    /// `sharing_mode`.
    static final List<String> SHARED_PROCESSORS =
            List.of(
                    "min_proc_units",
                    "desired_proc_units",
                    "max_proc_units",
                    "uncap_weight",
                    "shared_proc_pool_id",
                    "shared_proc_pool_name");

    /// The attributes of a profile in the console's order, with shared processors.
    static Map<String, String> sharedTemplate() {
        var all = new LinkedHashMap<String, String>();
        template()
                .forEach(
                        (name, value) -> {
                            all.put(name, value);
                            if (name.equals("proc_mode")) {
                                all.put(name, "shared");
                                SHARED_PROCESSORS.subList(0, 3).forEach(n -> all.put(n, "0.1"));
                            } else if (name.equals("sharing_mode")) {
                                all.put(name, "uncap");
                                all.put("uncap_weight", "128");
                                all.put("shared_proc_pool_id", "0");
                                all.put("shared_proc_pool_name", "DefaultPool");
                            }
                        });
        return all;
    }

    /// The attributes of a profile in the console's order, with values for a plain partition.
    static Map<String, String> template() {
        var all = new LinkedHashMap<String, String>();
        all.put("all_resources", "0");
        all.put("min_mem", "512");
        all.put("desired_mem", "2048");
        all.put("max_mem", "4096");
        all.put("min_num_huge_pages", "null");
        all.put("desired_num_huge_pages", "null");
        all.put("max_num_huge_pages", "null");
        all.put("mem_mode", "ded");
        all.put("mem_expansion", "0.0");
        all.put("hpt_ratio", "1:64");
        all.put("proc_mode", "ded");
        all.put("min_procs", "1");
        all.put("desired_procs", "1");
        all.put("max_procs", "1");
        all.put("sharing_mode", "share_idle_procs");
        all.put("affinity_group_id", "none");
        all.put("io_slots", "none");
        all.put("lpar_io_pool_ids", "none");
        all.put("max_virtual_slots", "1000");
        all.put("virtual_serial_adapters", "0/server/1/any//any/1,1/server/1/any//any/1");
        all.put("virtual_scsi_adapters", "none");
        all.put("virtual_eth_adapters", "none");
        all.put("vtpm_adapters", "none");
        all.put("virtual_fc_adapters", "none");
        all.put("hca_adapters", "none");
        all.put("boot_mode", "norm");
        all.put("conn_monitoring", "1");
        all.put("auto_start", "0");
        all.put("power_ctrl_lpar_ids", "none");
        all.put("work_group_id", "none");
        all.put("redundant_err_path_reporting", "null");
        all.put("bsr_arrays", "0");
        all.put("lhea_logical_ports", "none");
        all.put("lhea_capabilities", "none");
        all.put("lpar_proc_compat_mode", "default");
        all.put("electronic_err_reporting", "null");
        return all;
    }

    /// The profile of a managed partition on a server; `index` is its place among the managed ones.
    static Profile managed(PartitionDefinition partition, ServerDefinition server, int index) {
        var all = template();
        var scsi = new ArrayList<String>();
        var fibre = new ArrayList<String>();
        for (int i = 0; i < server.vios().size(); i++) {
            var vios = server.vios().get(i);
            scsi.add(
                    "%d/client/%d/%s/%d/1"
                            .formatted(304 + 100 * i, vios.id(), vios.name(), scsiSlot(i, index)));
            fibre.add(
                    Csv.quote(
                            "%d/client/%d/%s/%d/%s/1"
                                    .formatted(
                                            504 + 100 * i,
                                            vios.id(),
                                            vios.name(),
                                            fibreSlot(i, index),
                                            wwpns(i, index, server.vios().size()))));
        }
        all.put("virtual_scsi_adapters", list(scsi));
        all.put("virtual_fc_adapters", list(fibre));
        all.put(
                "virtual_eth_adapters",
                "10/0/1//0/0/ETHERNET0//all/none,11/0/97//0/0/ETHERNET0//all/none,"
                        + "12/0/98//0/0/ETHERNET0//all/none");
        all.putAll(partition.attributes());
        return new Profile(partition.profile(), all);
    }

    /// The profile of a VIO server: the other ends of its clients' adapters.
    static Profile vios(
            Member vios, int place, ServerDefinition server, List<PartitionDefinition> clients) {
        var all = template();
        var scsi = new ArrayList<String>();
        var fibre = new ArrayList<String>();
        for (int index = 0; index < clients.size(); index++) {
            var client = clients.get(index);
            if (!client.definedOn().contains(server.name())) {
                continue;
            }
            scsi.add(
                    "%d/server/%d/%s/%d/0"
                            .formatted(
                                    scsiSlot(place, index),
                                    client.id(),
                                    client.name(),
                                    304 + 100 * place));
            fibre.add(
                    "%d/server/%d/%s/%d//0"
                            .formatted(
                                    fibreSlot(place, index),
                                    client.id(),
                                    client.name(),
                                    504 + 100 * place));
        }
        all.put("min_mem", "1024");
        all.put("io_slots", "2101%04X/none/1".formatted(0x20 + vios.id()));
        all.put("virtual_scsi_adapters", list(scsi));
        all.put("virtual_fc_adapters", list(fibre));
        all.put(
                "virtual_eth_adapters",
                "2/1/1/97,98/%d/0/ETHERNET0//all/none".formatted(place + 1).transform(Csv::quote));
        all.put("auto_start", "1");
        return new Profile(vios.name(), all);
    }

    /// The profile of a management partition, which boots from an adapter of its own so that it outlives
    /// the VIO servers.
    static Profile management(String name, int id) {
        var all = template();
        all.put("io_slots", "2102%04X/none/1".formatted(0x20 + id));
        all.put("virtual_eth_adapters", "10/0/1//0/0/ETHERNET0//all/none");
        all.put("auto_start", "1");
        return new Profile(name, all);
    }

    private static int scsiSlot(int viosPlace, int index) {
        return 4 + 2 * viosPlace + 10 * index;
    }

    private static int fibreSlot(int viosPlace, int index) {
        return 8 - 3 * viosPlace + 10 * index;
    }

    private static String wwpns(int viosPlace, int index, int viosCount) {
        long first = FIRST_WWPN + 2L * (index * viosCount + viosPlace);
        return "%x,%x".formatted(first, first + 1);
    }

    private static String list(List<String> elements) {
        return elements.isEmpty() ? "none" : String.join(",", elements);
    }
}
