package dev.vigil.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Command lists: what one says (see `commands.txt`), and how a configuration is written as one.
class CommandListTest {
    private static final String FILE = "commands.txt";

    @ParameterizedTest
    @MethodSource("cases")
    void says(Transcript.Case expected) {
        assertEquals(expected.answer().strip(), answer(expected.given()).strip());
    }

    @Test
    void rewrite() throws IOException {
        Transcript transcript = Transcript.read(FILE);
        if (!transcript.isToBeRewritten()) return;
        List<String> answers = new ArrayList<>();
        transcript.cases().forEach(each -> answers.add(answer(each.given())));
        transcript.rewrite(FILE, answers);
    }

    @Test
    void aListIsLaidOutAsLiveClustersWriteIt() {
        String text =
                """
                type IP (
                	static str ArgList[] = { Device, Address }
                	str Device
                	str Address
                	int PrefixLen = 1000
                	str Options
                	keylist Others
                )
                cluster c ( )
                system sys1 ( )
                system sys2 ( )
                group sg12 (
                	SystemList = { sys1, sys2 }
                	AutoFailOver = 0
                	)
                IP ip1 (
                	Device @sys2 = en1
                	Device @sys1 = en0
                	Address = "10.0.0.9"
                	)
                IP ip2 ( Enabled = 0 Options = "-a" )
                ip1 requires ip2
                """;
        String commands = CommandListWriter.write(ConfigurationReader.read(text).orThrow());
        assertTrue(
                commands.endsWith(
                        """
                        hagrp -add sg12
                        hagrp -modify sg12 SystemList  sys1 0 sys2 1
                        hagrp -modify sg12 AutoFailOver 0
                        hagrp -modify sg12 SourceFile "./main.cf"
                        hares -add ip1 IP sg12
                        hares -local ip1 Device
                        hares -modify ip1 Device en0 -sys sys1
                        hares -modify ip1 Device en1 -sys sys2
                        hares -modify ip1 Address "10.0.0.9"
                        hares -modify ip1 PrefixLen 1000
                        hares -modify ip1 Others -delete -keys
                        hares -modify ip1 Enabled 1
                        hares -add ip2 IP sg12
                        hares -modify ip2 PrefixLen 1000
                        hares -modify ip2 Options "%-a"
                        hares -modify ip2 Others -delete -keys
                        hares -modify ip2 Enabled 0
                        hares -link ip1 ip2
                        """),
                commands);
    }

    @Test
    void aResourceThatNoCommandEnablesIsDisabled() {
        String commands =
                """
                haclus -modify ClusterName c
                hatype -add T
                hagrp -add g
                hares -add r T g
                """;
        Configuration built = CommandListReader.read("main.cmd", commands).orThrow();
        assertEquals(0, built.resourceValue("r", "Enabled", "").asInt());
    }

    static List<Transcript.Case> cases() throws IOException {
        return Transcript.read(FILE).cases();
    }

    private static String answer(String commands) {
        ReadResult result = CommandListReader.read("main.cmd", commands);
        StringBuilder answer = new StringBuilder();
        result.diagnostics().forEach(each -> answer.append(each).append('\n'));
        result.configuration()
                .ifPresent(
                        each -> ConfigurationWriter.write(each).values().forEach(answer::append));
        return answer.toString().stripTrailing() + "\n";
    }
}
