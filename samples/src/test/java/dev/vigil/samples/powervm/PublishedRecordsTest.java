package dev.vigil.samples.powervm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The records of a partition and its profile that a published guide shows, and the file it makes of them.
class PublishedRecordsTest {

    private static final String SERVER = "physical_server_01";

    private static final String LPAR =
            "name=lpar05,lpar_id=15,lpar_env=aixlinux,state=Running,resource_config=1,os_version=AIX"
                + " 7.1 7100-00-00-0000,logical_serial_num=06C3A0PF,default_profile=lpar05,curr_profile=lpar05,work_group_id=none,shared_proc_pool_util_auth=0,allow_perf_collection=0,power_ctrl_lpar_ids=none,boot_mode=norm,lpar_keylock=norm,auto_start=0,redundant_err_path_reporting=0,rmc_state=inactive,rmc_ipaddr=10.207.111.93,time_ref=0,lpar_avail_priority=127,desired_lpar_proc_compat_mode=default,curr_lpar_proc_compat_mode=POWER7,suspend_capable=0,remote_restart_capable=0,affinity_group_id=none\n";

    private static final String PROFILE =
            """
            name=lpar05,lpar_name=lpar05,lpar_id=15,lpar_env=aixlinux,all_resources=0,\
            min_mem=512,desired_mem=2048,max_mem=4096,min_num_huge_pages=null,\
            desired_num_huge_pages=null,max_num_huge_pages=null,mem_mode=ded,mem_expansion=0.0,\
            hpt_ratio=1:64,proc_mode=ded,min_procs=1,desired_procs=1,max_procs=1,\
            sharing_mode=share_idle_procs,affinity_group_id=none,io_slots=none,\
            lpar_io_pool_ids=none,max_virtual_slots=1000,\
            "virtual_serial_adapters=0/server/1/any//any/1,1/server/1/any//any/1",\
            "virtual_scsi_adapters=304/client/2/vio_server1/4/1,404/client/3/vio_server2/6/1",\
            "virtual_eth_adapters=10/0/1//0/0/ETHERNET0//all/none,\
            11/0/97//0/0/ETHERNET0//all/none,12/0/98//0/0/ETHERNET0//all/none",\
            vtpm_adapters=none,\
            "virtual_fc_adapters=""504/client/2/vio_server1/8/c050760431670010,\
            c050760431670011/1"",""604/client/3/vio_server2/5/c050760431670012,\
            c050760431670013/1\""",hca_adapters=none,boot_mode=norm,conn_monitoring=1,\
            auto_start=0,power_ctrl_lpar_ids=none,work_group_id=none,\
            redundant_err_path_reporting=null,bsr_arrays=0,lhea_logical_ports=none,\
            lhea_capabilities=none,lpar_proc_compat_mode=default,electronic_err_reporting=null
            """;

    private static final Set<String> OF_LPAR =
            Set.of(
                    "name",
                    "lpar_id",
                    "lpar_env",
                    "work_group_id",
                    "shared_proc_pool_util_auth",
                    "allow_perf_collection",
                    "power_ctrl_lpar_ids",
                    "boot_mode",
                    "auto_start",
                    "redundant_err_path_reporting",
                    "time_ref",
                    "lpar_avail_priority",
                    "suspend_capable",
                    "remote_restart_capable");

    private static final Set<String> NOT_OF_PROFILE =
            Set.of(
                    "lpar_name",
                    "lpar_id",
                    "lpar_env",
                    "min_num_huge_pages",
                    "desired_num_huge_pages",
                    "max_num_huge_pages",
                    "redundant_err_path_reporting",
                    "electronic_err_reporting");

    @TempDir Path dir;
    private SimulatedConsole console;

    @BeforeEach
    void start() throws Exception {
        console =
                new SimulatedConsole(
                        DefinitionFile.read(
                                """
                                {
                                  "consoles": [ { "name": "hmc6" } ],
                                  "servers": [ {
                                    "name": "physical_server_01", "typeModel": "8233-E8B", "serial": "06C3A0P",
                                    "vios": [ { "name": "vio_server1", "id": 2 }, { "name": "vio_server2", "id": 3 } ],
                                    "management": { "name": "lpar101", "id": 1 }
                                  } ],
                                  "partitions": [
                                    { "name": "lpar05", "id": 15, "runsOn": "physical_server_01",
                                      "rmcAddress": "10.207.111.93" }
                                  ]
                                }
                                """),
                        dir);
    }

    @AfterEach
    void stop() {
        console.close();
    }

    private String recordOf(String what) throws InterruptedException {
        return console.output(
                "lssyscfg -r " + what + " -m " + SERVER + " --filter lpar_names=lpar05");
    }

    @Test
    void partitionReadsAsPublished() throws Exception {
        console.lab("stop-vios vio_server1");
        console.lab("stop-vios vio_server2");
        assertEquals(LPAR, recordOf("lpar"));
    }

    @Test
    void profileReadsAsPublished() throws Exception {
        assertEquals(PROFILE, recordOf("prof"));
    }

    /// The two records reduced to what can be set, joined to one line.
    private String profileFile() throws Exception {
        var fields = new ArrayList<String>();
        for (var field : Csv.split(recordOf("lpar").strip())) {
            if (OF_LPAR.contains(field.substring(0, field.indexOf('=')))) {
                fields.add(Csv.quote(field));
            }
        }
        for (var field : Csv.split(recordOf("prof").strip())) {
            var name = field.substring(0, field.indexOf('='));
            if (!NOT_OF_PROFILE.contains(name)) {
                fields.add(Csv.quote(name.equals("name") ? "profile_" + field : field));
            }
        }
        return String.join(",", fields);
    }

    @Test
    void partitionIsMadeAnewFromItsOwnRecords() throws Exception {
        var profile = recordOf("prof");
        var file = profileFile();
        console.output("chsysstate -r lpar -m " + SERVER + " -o shutdown --immed -n lpar05");
        console.output("rmsyscfg -r lpar -m " + SERVER + " -n lpar05");
        assertEquals(
                1,
                console.type("lssyscfg -r lpar -m " + SERVER + " --filter lpar_names=lpar05")
                        .exit());

        assertEquals("", console.output("mksyscfg -r lpar -m " + SERVER + " -i '" + file + "'"));

        assertEquals(profile, recordOf("prof"));
        assertEquals(
                "lpar05,15,Not Activated,0,lpar05,\n",
                console.output(
                        "lssyscfg -r lpar -m "
                                + SERVER
                                + " --filter lpar_names=lpar05 -F"
                                + " name,lpar_id,state,resource_config,default_profile,curr_profile"));
        console.output("chsysstate -r lpar -m " + SERVER + " -o on -n lpar05 -f lpar05");
        console.pass(3_000);
        assertTrue(recordOf("lpar").contains("state=Running"));
    }

    /// The guide prints the Fibre Channel adapters three times, twice with quotes that do not pair up. Those are
    /// refused, not guessed at.
    @Test
    void misprintedQuotesAreRefused() throws Exception {
        var file = profileFile();
        var right = "c050760431670011/1\"\",\"\"604/";
        for (var misprint :
                List.of("c050760431670011/1\",\"\"604/", "c050760431670011/1\"\"\",\"604/")) {
            assertTrue(file.contains(right), file);
            var seen =
                    console.type(
                            "mksyscfg -r lpar -m "
                                    + SERVER
                                    + " -i '"
                                    + file.replace(right, misprint).replace("lpar05", "other")
                                    + "'");
            assertEquals(1, seen.exit());
            assertTrue(
                    seen.text().startsWith("The format of the configuration data is invalid."),
                    seen.text());
        }
    }
}
