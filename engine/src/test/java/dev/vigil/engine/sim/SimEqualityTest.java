package dev.vigil.engine.sim;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vigil.config.Configuration;
import dev.vigil.engine.core.ClusterState;
import dev.vigil.engine.core.Topology;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pcollections.TreePMap;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.stream.Stream;

class SimEqualityTest {
    private static final RecordComponent[] PARTS = ClusterState.class.getRecordComponents();

    @TestFactory
    Stream<DynamicTest> whateverPartIsAnotherIsFound() {
        return Arrays.stream(PARTS)
                .map(
                        part ->
                                DynamicTest.dynamicTest(
                                        part.getName(),
                                        () -> {
                                            ClusterState other = withAnother(part);
                                            assertFalse(equal(ClusterState.EMPTY, other));
                                            assertFalse(equal(other, ClusterState.EMPTY));
                                            assertTrue(equal(other, withAnother(part)));
                                        }));
    }

    private static boolean equal(ClusterState one, ClusterState other) {
        return SimEquality.unchangedOrEqual(ClusterState.EMPTY, one, ClusterState.EMPTY, other);
    }

    private static ClusterState withAnother(RecordComponent changed) throws Exception {
        var values = new Object[PARTS.length];
        for (int i = 0; i < PARTS.length; i++) {
            Object was = PARTS[i].getAccessor().invoke(ClusterState.EMPTY);
            values[i] = PARTS[i].equals(changed) ? another(was) : was;
        }
        var types = Arrays.stream(PARTS).map(RecordComponent::getType).toArray(Class<?>[]::new);
        return ClusterState.class.getDeclaredConstructor(types).newInstance(values);
    }

    private static Object another(Object was) {
        return switch (was) {
            case Long number -> number + 1;
            case Boolean yes -> !yes;
            case Configuration _ -> Configuration.empty("another");
            case Topology none -> {
                var groups = new LinkedHashMap<>(none.groups());
                groups.put("another", null);
                yield new Topology(none.systems(), groups, none.resources());
            }
            case TreePMap<?, ?> _ -> TreePMap.singleton("another", "value");
            default -> throw new AssertionError("a part of a new type: " + was.getClass());
        };
    }

    @Test
    void equalityIsKnownOfWhatWasFoundAtOnePosition() throws Exception {
        var equality = new SimEquality();
        ClusterState one = withAnother(PARTS[1]);
        ClusterState other = withAnother(PARTS[1]);
        equality.was("p", one);
        assertFalse(equality.proven(one, other));
        equality.was("p", other);
        assertTrue(equality.proven(one, other));
        equality.was("q", other);
        assertFalse(equality.proven(one, other));
    }
}
