package dev.vigil.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.TreeMap;

class FencingWeightsTest {
    private static final List<String> SYSTEMS = List.of("a", "b", "c");

    @Test
    void nothingIsWeighedBeforeThereIsAConfiguration() {
        assertEquals(new TreeMap<>(), FencingWeights.of(ClusterState.EMPTY));
    }

    @Test
    void systemsCountAlikeUnlessAPolicySaysOtherwise() {
        assertEquals("{a=1, b=1, c=1}", weights("Disabled"));
        assertEquals("{a=1, b=1, c=1}", weights("Site"));
    }

    @Test
    void aSystemsOwnWeightCounts() {
        assertEquals("{a=1, b=501, c=10001}", weights("System"));
    }

    @Test
    void whatRunsThereCounts() {
        // On a: first (1, ONLINE), second (2, PARTIAL); on b: fourth (4) and none (0, parallel); on
        // c: none.
        assertEquals("{a=751, b=7, c=2}", weights("Group"));
    }

    private static String weights(String policy) {
        Scene scene = new Scene();
        scene.view(SYSTEMS, List.of(), new TreeMap<>(), List.of(), SYSTEMS);
        for (String system : SYSTEMS) scene.ready(system, DiskConfiguration.VALID);
        scene.built("a", text(policy));
        scene.loaded("b");
        scene.loaded("c");
        scene.probed("a", List.of("first", "secondfile1"));
        scene.probed("b", List.of("fourth", "none"));
        scene.probed("c", List.of("none"));
        return FencingWeights.of(scene.state()).toString();
    }

    private static String text(String policy) {
        return """
        type FileOnOff (
        	static str ArgList[] = { PathName }
        	str PathName
        	)
        cluster demo ( PreferredFencingPolicy = %s )
        system a ( )
        system b ( FencingWeight = 500 )
        system c ( FencingWeight = 10000 )
        group first ( SystemList = { a = 0, b = 1 } AutoStart = 0 Priority = 1 )
        FileOnOff firstfile ( PathName = "/tmp/1" )
        group second ( SystemList = { a = 0, b = 1 } AutoStart = 0 Priority = 2 )
        FileOnOff secondfile1 ( PathName = "/tmp/2" )
        FileOnOff secondfile2 ( PathName = "/tmp/22" )
        group fourth ( SystemList = { b = 0, a = 1 } AutoStart = 0 Priority = 4 )
        FileOnOff fourthfile ( PathName = "/tmp/4" )
        group none ( SystemList = { b = 0, c = 1 } AutoStart = 0 Parallel = 1 )
        FileOnOff nonefile ( PathName = "/tmp/0" )
        """
                .formatted(policy);
    }
}
