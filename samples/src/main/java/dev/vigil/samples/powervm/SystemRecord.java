package dev.vigil.samples.powervm;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The record of `lssyscfg -r sys`.
///
/// The order of attributes is that of a captured V10 console; a server without power shows its capabilities as
/// `unavailable`, and one the console cannot reach shows little at all.
final class SystemRecord {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM/dd/yyyy HH:mm:ss").withZone(ZoneOffset.UTC);

    private static final String CAPABILITIES =
            "active_lpar_mobility_capable=1,inactive_lpar_mobility_capable=1,"
                + "active_lpar_share_idle_procs_capable=1,active_mem_expansion_capable=1,"
                + "hardware_active_mem_expansion_capable=0,"
                + "active_mem_mirroring_hypervisor_capable=0,active_mem_sharing_capable=1,"
                + "addr_broadcast_perf_policy_capable=0,aix_capable=1,capi_capable=0,"
                + "cod_mem_capable=1,cod_proc_capable=1,dynamic_platform_optimization_capable=0,"
                + "electronic_err_reporting_capable=1,firmware_power_saver_capable=0,"
                + "hardware_power_saver_capable=0,hardware_discovery_capable=1,"
                + "huge_page_mem_capable=1,lpar_avail_priority_capable=1,"
                + "lpar_proc_compat_mode_capable=1,lpar_remote_restart_capable=0,"
                + "powervm_lpar_simplified_remote_restart_capable=0,"
                + "dynamic_simplified_remote_restart_toggle_capable=0,"
                + "powervm_lpar_remote_restart_capable=0,lpar_suspend_capable=0,"
                + "micro_lpar_capable=1,os400_capable=1,5250_application_capable=1,"
                + "os400_native_io_capable=1,redundant_err_path_reporting_capable=1,"
                + "shared_eth_failover_capable=1,sp_failover_capable=1,vet_activation_capable=1,"
                + "virtual_fc_capable=1,virtual_io_server_capable=1,virtual_switch_capable=1,"
                + "vsn_phase2_capable=0,vsi_on_veth_capable=0,assign_5250_cpw_percent=0,"
                + "max_lpars=254,max_power_ctrl_lpars=1,service_lpar_id=none";

    /// Every attribute, in order.
    static final Set<String> NAMES = names();

    private SystemRecord() {}

    private static Set<String> names() {
        var probe =
                new Server(
                        "s",
                        new Server.Hardware("t", "n", "a", "autostart", 0, 0),
                        PowerState.OPERATING,
                        Pending.NONE,
                        true,
                        1,
                        new TreeMap<>());
        return Collections.unmodifiableSet(of(probe, 0).keySet());
    }

    /// A server's record; `wallMs` is wall-clock time.
    static Map<String, String> of(Server server, long wallMs) {
        var all = new LinkedHashMap<String, String>();
        var hardware = server.hardware();
        all.put("name", server.name());
        all.put("type_model", hardware.typeModel());
        all.put("serial_num", hardware.serial());
        all.put("ipaddr", hardware.address());
        if (!server.connected()) {
            all.put("state", server.consoleState());
            return all;
        }
        all.put("sp_type", "fsp");
        all.put("state", server.consoleState());
        all.put("state_detail", "");
        all.put("detailed_state", "None");
        all.put("sys_time", TIME.format(Instant.ofEpochMilli(wallMs)));
        all.put("power_off_policy", "0");
        boolean powered = server.power().runsPartitions();
        for (var pair : CAPABILITIES.split(",")) {
            int equals = pair.indexOf('=');
            all.put(
                    pair.substring(0, equals),
                    powered ? pair.substring(equals + 1) : "unavailable");
        }
        var keylock = "norm";
        all.put(
                "lpar_proc_compat_modes",
                powered ? "default,POWER5,POWER6,POWER6+,POWER7" : "unavailable");
        all.put("curr_sys_keylock", keylock);
        all.put("pend_sys_keylock", keylock);
        all.put("curr_power_on_side", "temp");
        all.put("pend_power_on_side", "temp");
        all.put("curr_power_on_speed", "norm");
        all.put("pend_power_on_speed", "norm");
        all.put("power_on_type", "power on");
        all.put("power_on_option", hardware.startPolicy());
        all.put("power_on_lpar_start_policy", hardware.startPolicy());
        all.put("pend_power_on_option", hardware.startPolicy());
        all.put("pend_power_on_lpar_start_policy", hardware.startPolicy());
        all.put("power_on_method", "02");
        all.put("power_on_attr", "0000");
        all.put("sp_boot_attr", "0000");
        all.put("sp_boot_major_type", "08");
        all.put("sp_boot_minor_type", "01");
        all.put("sp_version", "00070000");
        all.put("mfg_default_config", "0");
        all.put("curr_mfg_default_ipl_source", "a");
        all.put("pend_mfg_default_ipl_source", "a");
        all.put("curr_mfg_default_boot_mode", "norm");
        all.put("pend_mfg_default_boot_mode", "norm");
        all.put("description", "");
        return all;
    }

    /// A moment as consoles print it.
    static String time(long wallMs) {
        return TIME.format(Instant.ofEpochMilli(wallMs));
    }
}
