package dev.vigil.agent.lpar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.agent.Call;
import dev.vigil.agent.CleanReason;
import dev.vigil.agent.EntryPoint;
import dev.vigil.agent.MonitorResult;
import dev.vigil.agent.MonitorResult.Finding;
import dev.vigil.agent.RefusedException;
import dev.vigil.agent.ResourceDefinition;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

@Timeout(180)
class LparAgentTest {
    private static final String STATE =
            "lssyscfg -r lpar -m PS1 --filter lpar_names=lpar05 -F state";
    private static final String DETAILS =
            "lssyscfg -r lpar -m PS1 --filter lpar_names=lpar05 -F"
                    + " state,rmc_state,default_profile,curr_profile";
    private static final String ALL = "lssyscfg -r lpar -m PS1 -F name,state";
    private static final String SYSTEMS = "lssyscfg -r sys -F name,state";
    private static final String ON_PS2 =
            "lssyscfg -r lpar -m PS2 --filter lpar_names=lpar05 -F state";
    private static final String ON_PS3 =
            "lssyscfg -r lpar -m PS3 --filter lpar_names=lpar05 -F state";
    private static final String START = "chsysstate -r lpar -m PS1 -o on -n lpar05 -f normal";
    private static final String IMMED = "chsysstate -r lpar -m PS1 -o shutdown --immed -n lpar05";
    private static final String ABSENT =
            "HSCL8012 The partition named lpar05 was not found.  Please check your entry and retry"
                    + " the command.\n";

    private final CannedShell hmcs = new CannedShell();
    private final LparAgent agent = new LparAgent(hmcs, Duration.ZERO);
    private final List<String> log = new ArrayList<>();

    private static final ResourceDefinition PLAIN =
            ResourceDefinition.plain("lpar05_res", "LPAR", "lpar05_sg")
                    .with("LPARName", "lpar05")
                    .with("MCUser", "hscroot", "hscroot")
                    .with("MCName", "hmc1", "hmc2")
                    .withSystem("SysName", "mlpar1")
                    .withSystem("PhysicalServer", "PS1");
    private static final ResourceDefinition WITH_VIOS =
            PLAIN.with("VIOSName", "ps1_vio1", "ps1_vio2");

    private Call call(ResourceDefinition resource, EntryPoint entryPoint) {
        return new Call(
                resource,
                entryPoint,
                Duration.ofSeconds(60),
                (severity, umi, text) -> log.add(severity + " " + text),
                null,
                Map::of);
    }

    private MonitorResult monitor(ResourceDefinition resource) {
        return agent.monitor(call(resource, EntryPoint.MONITOR));
    }

    // monitor

    @ParameterizedTest
    @CsvSource({
        "Running, ONLINE, 100",
        "Starting, ONLINE, 10",
        "Open Firmware, ONLINE, 50",
        "Shutting Down, ONLINE, 10",
        "Shutting down, ONLINE, 10",
        "Hardware Discovery, ONLINE, 10",
        "Migrating - Running, ONLINE, 100",
        "Not Activated, OFFLINE, 0",
        "Error, OFFLINE, 0",
        "Migrating - Not Activated, UNKNOWN, 0",
        "Suspended, UNKNOWN, 0",
        "Not Available, UNKNOWN, 0",
        "Unknown, UNKNOWN, 0",
        "Made Up, UNKNOWN, 0",
    })
    void eachStateOfThePartitionMeansOneOfTheResource(
            String state, Finding finding, int confidence) {
        hmcs.answers(STATE, state + "\n");
        MonitorResult result = monitor(PLAIN);
        assertEquals(finding, result.finding(), result.reason());
        assertEquals(confidence, result.confidence());
    }

    @Test
    void aPartitionThatTheServerDoesNotHaveIsOffline() {
        hmcs.refuses(STATE, ABSENT);
        assertEquals(MonitorResult.offline("server PS1 has no partition lpar05"), monitor(PLAIN));
    }

    @Test
    void theSecondHmcIsAskedWhenTheFirstIsDown() {
        hmcs.down("hmc1").answers(STATE, "Running\n");
        assertEquals(Finding.ONLINE, monitor(PLAIN).finding());
        assertEquals(List.of("WARNING HMC hmc1 does not answer: Connection refused"), log);
        monitor(PLAIN);
        assertEquals(1, log.size(), "said once");
        hmcs.up("hmc1");
        monitor(PLAIN);
        assertEquals("NOTICE HMC hmc1 answers again", log.getLast());
    }

    @Test
    void anHmcThatFailedIsNotAskedAgainForAWhile() {
        var patient = new LparAgent(hmcs, Duration.ofHours(1));
        hmcs.down("hmc1").answers(STATE, "Running\n");
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    Finding.ONLINE, patient.monitor(call(PLAIN, EntryPoint.MONITOR)).finding());
        }
        assertEquals(1, hmcs.heard.stream().filter(line -> line.startsWith("hmc1>")).count());
        hmcs.down("hmc2");
        assertEquals(Finding.UNKNOWN, patient.monitor(call(PLAIN, EntryPoint.MONITOR)).finding());
    }

    @Test
    void theSecondHmcIsAskedWhenTheFirstDoesNotKnowTheServer() {
        hmcs.refuses(
                        STATE,
                        "HSCL8018 The managed system PS1 was not found. Please check your entry and"
                                + " retry the command.\n")
                .answersOn("hmc2", STATE, "Running\n");
        assertEquals(Finding.ONLINE, monitor(PLAIN).finding());
    }

    @Test
    void withoutAnyHmcItIsUnknown() {
        hmcs.down("hmc1").down("hmc2");
        assertEquals(
                MonitorResult.unknown(
                        "HMC hmc1 does not answer: Connection refused; HMC hmc2 does not answer:"
                                + " Connection refused"),
                monitor(PLAIN));
    }

    @Test
    void oneRunningVioServerIsEnough() {
        hmcs.answers(STATE, "Running\n")
                .answers(ALL, "lpar05,Running\nps1_vio1,Not Activated\nps1_vio2,Running\n");
        assertEquals(MonitorResult.online(), monitor(WITH_VIOS));
    }

    @ParameterizedTest
    @CsvSource({"Not Activated,Not Activated", "Error,Starting", "Shutting Down,Open Firmware"})
    void withoutAnyVioServerItIsOffline(String first, String second) {
        hmcs.answers(STATE, "Running\n")
                .answers(ALL, "lpar05,Running\nps1_vio1," + first + "\nps1_vio2," + second + "\n");
        MonitorResult result = monitor(WITH_VIOS);
        assertEquals(Finding.OFFLINE, result.finding());
        assertEquals(
                "partition lpar05 is Running but cut off: of its VIO servers on PS1 none runs:"
                        + " ps1_vio1 is "
                        + first
                        + ", ps1_vio2 is "
                        + second,
                result.reason());
    }

    @Test
    void aVioServerThatCannotBeSeenProvesNothing() {
        hmcs.answers(STATE, "Running\n")
                .answers(ALL, "ps1_vio1,Not Available\nps1_vio2,Not Activated\n");
        assertEquals(Finding.UNKNOWN, monitor(WITH_VIOS).finding());
    }

    @Test
    void withoutVIOSNameVioServersDoNotMatter() {
        hmcs.answers(STATE, "Running\n");
        assertEquals(MonitorResult.online(), monitor(PLAIN));
        assertEquals(List.of("hmc1>" + STATE), hmcs.heard);
    }

    @Test
    void aMistakeInTheConfigurationIsUnknownAndNamed() {
        assertUnknown(
                PLAIN.with("LPARName"),
                "LPARName is not set: hares -modify lpar05_res LPARName <partition>");
        assertUnknown(PLAIN.with("MCName"), "MCName is not set: it lists the HMCs of server PS1");
        assertUnknown(
                PLAIN.with("MCUser", "hscroot"),
                "MCUser has 1 elements and MCName 2: there must be one user for each HMC");
        assertUnknown(
                PLAIN.with("MCName", "hmc1", "hmc2:x"), "MCName hmc2:x: port 'x' is not a number");
        assertUnknown(
                PLAIN.withSystem("PhysicalServer", ""),
                "PhysicalServer of system mlpar1 is not set: hasys -modify mlpar1 PhysicalServer"
                        + " <managed system> (lssyscfg -r sys -F name)");
    }

    private void assertUnknown(ResourceDefinition resource, String reason) {
        assertEquals(MonitorResult.unknown(reason), monitor(resource));
    }

    // online

    private void online(ResourceDefinition resource) throws Exception {
        assertEquals(0, agent.online(call(resource, EntryPoint.ONLINE)));
    }

    private void offEverywhere() {
        hmcs.answers(SYSTEMS, "PS1,Operating\nPS2,Operating\nPS3,Operating\n")
                .answers(DETAILS, "Not Activated,inactive,normal,\n")
                .answers(ON_PS2, "Not Activated\n")
                .refuses(ON_PS3, ABSENT)
                .answers(START, "");
    }

    @Test
    void itIsActivatedWithItsDefaultProfile() throws Exception {
        offEverywhere();
        online(PLAIN);
        assertEquals(List.of(START), hmcs.changes());
    }

    @Test
    void withoutAnyProfileTheCurrentConfigurationIsUsed() throws Exception {
        offEverywhere();
        hmcs.answers(DETAILS, "Not Activated,none,null,\n")
                .answers("chsysstate -r lpar -m PS1 -o on -n lpar05", "");
        online(PLAIN);
        assertEquals(List.of("chsysstate -r lpar -m PS1 -o on -n lpar05"), hmcs.changes());
    }

    @ParameterizedTest
    @CsvSource({
        "Running",
        "Starting",
        "Shutting Down",
        "Open Firmware",
        "Error",
        "Migrating - Running"
    })
    void itIsRefusedWhileThePartitionHasPowerElsewhere(String state) {
        offEverywhere();
        hmcs.answers(ON_PS2, state + "\n");
        assertRefused(
                PLAIN,
                "LPAR lpar05 still runs on server PS2 (state "
                        + state
                        + ", says HMC hmc1); it is not started on PS1: shut it down on PS2 first");
    }

    @ParameterizedTest
    @CsvSource({"Not Available", "Suspended", "Migrating - Not Activated", "Unknown"})
    void itIsRefusedWhileItMayRunElsewhere(String state) {
        offEverywhere();
        hmcs.answers(ON_PS2, state + "\n");
        assertRefused(
                PLAIN, "on server PS2 (Operating) it is in state '" + state + "', says HMC hmc1");
    }

    @Test
    void aServerWithoutPowerRunsNothing() throws Exception {
        offEverywhere();
        hmcs.answers(SYSTEMS, "PS1,Operating\nPS2,Power Off\nPS3,Operating\n")
                .answers(ON_PS2, "Not Available\n");
        online(PLAIN);
        assertEquals(List.of(START), hmcs.changes());
    }

    @Test
    void aServerWithoutConnectionMayRunIt() {
        offEverywhere();
        hmcs.answers(SYSTEMS, "PS1,Operating\nPS2,No Connection\nPS3,Operating\n");
        assertRefused(
                PLAIN,
                "HMC hmc1 has no connection to server PS2; HMC hmc2 has no connection to server"
                        + " PS2");
    }

    @Test
    void theHmcThatHasAConnectionKnows() throws Exception {
        offEverywhere();
        hmcs.answersOn("hmc1", SYSTEMS, "PS1,Operating\nPS2,No Connection\nPS3,Operating\n");
        online(PLAIN);
        assertEquals(List.of(START), hmcs.changes());
    }

    @Test
    void aServerOfTheClusterThatNoHmcListsMayRunIt() {
        offEverywhere();
        assertRefused(
                PLAIN.withSystem("PhysicalServer@mlpar4", "PS4"),
                "no HMC that answers manages server PS4");
    }

    @Test
    void oneHmcDownIsNoHindranceWhereTheOtherSeesAll() throws Exception {
        offEverywhere();
        hmcs.down("hmc1");
        online(PLAIN.withSystem("PhysicalServer@mlpar2", "PS2"));
        assertEquals(List.of(START), hmcs.changes());
    }

    @Test
    void itIsRefusedWithoutAnyHmc() {
        offEverywhere();
        hmcs.down("hmc1").down("hmc2");
        assertRefused(
                PLAIN,
                "no HMC says where it runs now: HMC hmc1 does not answer: Connection refused");
    }

    @Test
    void itIsRefusedWhereTheOwnServerIsNotKnown() {
        offEverywhere();
        hmcs.answers(SYSTEMS, "PS2,Operating\nPS3,Operating\n");
        assertRefused(
                PLAIN,
                "no HMC that answers manages the server PS1 (PhysicalServer of this system); known"
                        + " are PS2, PS3");
    }

    @Test
    void itIsNotStartedWithoutAVioServer() {
        offEverywhere();
        hmcs.answers(ALL, "ps1_vio1,Not Activated\nps1_vio2,Not Activated\n");
        var e = assertThrows(IOException.class, () -> online(WITH_VIOS));
        assertTrue(
                e.getMessage()
                        .startsWith(
                                "partition lpar05 is not activated: of its VIO servers on PS1 none"
                                        + " runs"),
                e.getMessage());
        assertEquals(List.of(), hmcs.changes());
    }

    @Test
    void oneThatHasPowerAlreadyIsLeftAlone() throws Exception {
        offEverywhere();
        hmcs.answers(DETAILS, "Running,active,normal,normal\n");
        online(PLAIN);
        assertEquals(List.of(), hmcs.changes());
    }

    @Test
    void aCrashedOneIsPoweredOffFirst() throws Exception {
        offEverywhere();
        hmcs.answers(DETAILS, "Error,inactive,normal,normal\n")
                .answers(IMMED, "")
                .answers(STATE, "Shutting Down\n", "Not Activated\n");
        online(PLAIN);
        assertEquals(List.of(IMMED, START), hmcs.changes());
    }

    @Test
    void whatTheHmcSaysAboutAFailedActivationIsTold() {
        offEverywhere();
        hmcs.refuses(
                START, "HSCL03F4 There are not enough processors: Obtained: 1, Required: 2.\n");
        var e = assertThrows(IOException.class, () -> online(PLAIN));
        assertTrue(e.getMessage().contains("HSCL03F4"), e.getMessage());
    }

    @Test
    void someoneElseWasFasterIsNoFailure() throws Exception {
        offEverywhere();
        hmcs.refuses(START, "HSCL3681 The partition is already powered on.\n");
        online(PLAIN);
    }

    @Test
    void aMissingPartitionIsCreatedFromItsProfileFile(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("lpar05.cfg");
        Files.writeString(
                file,
                "name=lpar05,lpar_env=aixlinux,profile_name=normal,\"virtual_eth_adapters=2/0/1//0/1,3/0/2//0/1\"\n");
        String create =
                "mksyscfg -r lpar -m PS1 -i"
                    + " 'name=lpar05,lpar_env=aixlinux,profile_name=normal,\"virtual_eth_adapters=2/0/1//0/1,3/0/2//0/1\"'";
        offEverywhere();
        hmcs.refuses(DETAILS, ABSENT).answers(create, "").answers(START, "");
        var e = assertThrows(IOException.class, () -> online(PLAIN));
        assertTrue(e.getMessage().contains("ProfileFile is not set"), e.getMessage());
        var creating =
                new CannedShellThatCreates(hmcs, create, DETAILS, "Not Activated,none,normal,\n");
        assertEquals(
                0,
                new LparAgent(creating, Duration.ZERO)
                        .online(
                                call(
                                        PLAIN.with("ProfileFile", file.toString()),
                                        EntryPoint.ONLINE)));
        assertEquals(List.of(create, START), hmcs.changes());
    }

    /// Answers otherwise once a command was heard.
    private record CannedShellThatCreates(
            CannedShell behind, String trigger, String command, String out) implements HmcShell {
        @Override
        public HmcAnswer run(HmcAddress hmc, String typed, Duration limit) {
            HmcAnswer answer = behind.run(hmc, typed, limit);
            if (typed.equals(trigger)) {
                behind.answers(command, out);
            }
            return answer;
        }

        @Override
        public void close() {}
    }

    private void assertRefused(ResourceDefinition resource, String part) {
        var e = assertThrows(RefusedException.class, () -> online(resource));
        assertTrue(e.getMessage().contains(part), e.getMessage());
        assertEquals(List.of(), hmcs.changes());
    }

    // offline and clean

    @ParameterizedTest
    @CsvSource({
        "Running, active, osshutdown",
        "Running, inactive, shutdown",
        "Starting, inactive, shutdown",
        "Open Firmware, none, shutdown",
        "Error, inactive, shutdown --immed",
        "Shutting Down, inactive, ''",
        "Not Activated, inactive, ''",
    })
    void itIsStoppedAsItsStateAllows(String state, String rmc, String how) throws Exception {
        String command = "chsysstate -r lpar -m PS1 -o " + how + " -n lpar05";
        hmcs.answers(DETAILS, state + "," + rmc + ",normal,normal\n")
                .answers(command, "")
                .answers(STATE, "Shutting Down\n", "Not Activated\n");
        assertEquals(0, agent.offline(call(PLAIN, EntryPoint.OFFLINE)));
        assertEquals(how.isEmpty() ? List.of() : List.of(command), hmcs.changes());
    }

    @Test
    void anOperatingSystemThatCannotBeAskedGetsTheDelayedShutdown() throws Exception {
        hmcs.answers(DETAILS, "Running,active,normal,normal\n")
                .refuses("chsysstate -r lpar -m PS1 -o osshutdown -n lpar05", "HSCL0DB4 no\n")
                .answers("chsysstate -r lpar -m PS1 -o shutdown -n lpar05", "")
                .answers(STATE, "Not Activated\n");
        assertEquals(0, agent.offline(call(PLAIN, EntryPoint.OFFLINE)));
        assertEquals("chsysstate -r lpar -m PS1 -o shutdown -n lpar05", hmcs.changes().getLast());
    }

    @Test
    void cleanTakesThePower() throws Exception {
        hmcs.answers(DETAILS, "Running,active,normal,normal\n")
                .answers(IMMED, "")
                .answers(STATE, "Not Activated\n");
        assertEquals(0, agent.clean(call(PLAIN, EntryPoint.CLEAN), CleanReason.UNEXPECTED_OFFLINE));
        assertEquals(List.of(IMMED), hmcs.changes());
    }

    @Test
    void cleanOfWhatIsOffDoesNothing() throws Exception {
        hmcs.answers(DETAILS, "Not Activated,inactive,normal,normal\n");
        assertEquals(0, agent.clean(call(PLAIN, EntryPoint.CLEAN), CleanReason.UNEXPECTED_OFFLINE));
        hmcs.refuses(DETAILS, ABSENT);
        assertEquals(0, agent.clean(call(PLAIN, EntryPoint.CLEAN), CleanReason.UNEXPECTED_OFFLINE));
        assertEquals(List.of(), hmcs.changes());
    }

    @Test
    void cleanWithoutAnHmcHasNotCleaned() {
        hmcs.down("hmc1").down("hmc2");
        assertThrows(
                IOException.class,
                () -> agent.clean(call(PLAIN, EntryPoint.CLEAN), CleanReason.UNEXPECTED_OFFLINE));
    }

    @Test
    void thePartitionIsRemovedWhereThatIsAskedFor() throws Exception {
        String remove = "rmsyscfg -r lpar -m PS1 -n lpar05";
        hmcs.answers(DETAILS, "Not Activated,inactive,normal,normal\n")
                .answers(STATE, "Not Activated\n")
                .answers(remove, "");
        agent.offline(call(PLAIN.with("RemoveProfileOnOffline", "1"), EntryPoint.OFFLINE));
        assertEquals(
                List.of(), hmcs.changes(), "not without a ProfileFile to create it from again");
        agent.offline(
                call(
                        PLAIN.with("RemoveProfileOnOffline", "1")
                                .with("ProfileFile", "/etc/lpar05.cfg"),
                        EntryPoint.OFFLINE));
        assertEquals(List.of(remove), hmcs.changes());
    }

    @Test
    void namesWithBlanksReachTheHmcAsOneWord() {
        assertEquals(
                "lssyscfg -r lpar -m 'Server 1' --filter 'lpar_names=it'\\''s me' -F state",
                HmcCommands.partition("Server 1", "it's me"));
        assertEquals(
                "lssyscfg -r lpar -m 8375-42A*ABC --filter '\"lpar_names=a,b\"' -F state"
                        .replace("8375-42A*ABC", "'8375-42A*ABC'"),
                HmcCommands.partition("8375-42A*ABC", "a,b"));
    }
}
