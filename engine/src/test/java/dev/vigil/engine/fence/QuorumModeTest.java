package dev.vigil.engine.fence;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.SortedSet;
import java.util.TreeSet;

class QuorumModeTest {
    private static SortedSet<Integer> set(int bits) {
        var set = new TreeSet<Integer>();
        for (int i = 0; i < 6; i++) {
            if ((bits >> i & 1) == 1) {
                set.add(i + 3);
            }
        }
        return set;
    }

    @Test
    void twoSetsThatHoldTheRightShareASystem() {
        for (int members = 1; members < 64; members++) {
            for (int a = 0; a < 64; a++) {
                for (int b = 0; b < 64; b++) {
                    SortedSet<Integer> of = set(members);
                    if (QuorumMode.MAJORITY.holds(of, set(a))
                            && QuorumMode.MAJORITY.holds(of, set(b))) {
                        assertTrue((a & b & members) != 0, of + ": " + set(a) + " and " + set(b));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "7,3,true",
        "7,4,false",
        "3,1,true",
        "3,2,false",
        "15,3,true",
        "15,12,false",
        "15,14,true",
        "1,1,true",
        "7,56,false",
        "15,9,true"
    })
    void halfHoldsTheRightOnlyWithTheLowestId(int members, int present, boolean holds) {
        assertTrue(QuorumMode.MAJORITY.holds(set(members), set(present)) == holds);
    }

    @Test
    void withoutArbitrationEveryPartGoesOn() {
        for (QuorumMode mode : new QuorumMode[] {QuorumMode.DISABLED, QuorumMode.UNARBITRATED}) {
            assertFalse(mode.arbitrates());
            assertTrue(mode.holds(set(3), set(1)) && mode.holds(set(3), set(2)));
        }
    }
}
