package dev.vigil.engine.gab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.had.StackConfig;
import dev.vigil.engine.llt.Timing;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class MisfitsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final String TEXT =
            """
            south is not taken in: its vxfenmode says customized with cp1:443, and the cluster goes by majority. Write the same \
            vxfenmode on all systems, and start the engine of south again\
            """;

    private final List<String> lines = new ArrayList<>();
    private final List<GabMessage> sent = new ArrayList<>();
    private final Misfits misfits =
            new Misfits(
                    new StackConfig(
                            0,
                            new TreeMap<>(Map.of(0, "north", 1, "south", 2, "west")),
                            7,
                            3,
                            Timing.defaults(),
                            QuorumMode.MAJORITY,
                            List.of()),
                    port());

    private MembershipPort port() {
        return (MembershipPort)
                Proxy.newProxyInstance(
                        MembershipPort.class.getClassLoader(),
                        new Class<?>[] {MembershipPort.class},
                        (proxy, method, arguments) -> {
                            switch (method.getName()) {
                                case "line" -> lines.add(arguments[1] + " " + arguments[2]);
                                case "send" -> sent.add((GabMessage) arguments[1]);
                                default -> throw new AssertionError(method);
                            }
                            return null;
                        });
    }

    private static GabMessage.Hello hello(QuorumMode mode, String... points) {
        return Examples.hello(3, mode, points);
    }

    @Test
    void membersSayItOnceAndTellWhoAskedEveryTime() {
        misfits.asked(SECOND, 1, hello(QuorumMode.CUSTOMIZED, "cp1:443"), View.NONE);
        misfits.asked(2 * SECOND, 1, hello(QuorumMode.CUSTOMIZED, "cp1:443"), View.NONE);
        assertEquals(List.of("V-11-1-20011 " + TEXT), lines);
        assertEquals(List.of(new GabMessage.Misfit(TEXT), new GabMessage.Misfit(TEXT)), sent);
        assertEquals(List.of(TEXT), misfits.warnings());
        misfits.expire(4 * SECOND);
        assertEquals(List.of(TEXT), misfits.warnings());
        misfits.expire(8 * SECOND);
        assertEquals(List.of(), misfits.warnings(), "it asks no more");
    }

    @Test
    void whoWasMendedIsForgotten() {
        misfits.asked(SECOND, 1, hello(QuorumMode.DISABLED), View.NONE);
        misfits.asked(2 * SECOND, 1, hello(QuorumMode.MAJORITY), View.NONE);
        assertEquals(List.of(), misfits.warnings());
        assertEquals(1, sent.size());
    }

    @Test
    void whoIsToldSaysItOnceAndWaitsForIt() {
        misfits.told(SECOND, TEXT);
        misfits.told(2 * SECOND, TEXT);
        assertEquals(List.of("V-11-1-20012 " + TEXT), lines);
        assertEquals(TEXT, misfits.own(6 * SECOND));
        assertEquals("", misfits.own(8 * SECOND), "nobody has said so lately");
    }
}
