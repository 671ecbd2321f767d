package dev.vigil.engine.had;

import dev.vigil.engine.fence.PointStanding;
import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.fence.VxfenMode;
import dev.vigil.engine.gab.View;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Says of a cluster's fencing what is not safe, and what is safe but stops everything.
final class FencingWarnings {
    private FencingWarnings() {}

    /// What is to be said of the configuration, whoever is present.
    static List<String> of(VxfenMode file, QuorumMode mode) {
        List<String> warnings = new ArrayList<>(file.warnings());
        switch (mode) {
            case DISABLED ->
                    warnings.add(
                            """
                            fencing is disabled: when the systems lose sight of each other all of them go on, run the same groups and \
                            damage data; write vxfen_mode=customized and coordination points, or vxfen_mode=majority\
                            """);
            case UNARBITRATED ->
                    warnings.add(
                            """
                            two systems without a coordination point cannot tell a dead peer from a dead network: the groups of a peer \
                            that vanishes are autodisabled and not failed over; write vxfen_mode=customized and coordination points\
                            """);
            case MAJORITY, CUSTOMIZED -> {}
        }
        return warnings;
    }

    /// What is to be said of the present.
    ///
    /// @param view the one that this system is in
    /// @param names of systems, by id
    /// @param points how this system stands at each
    static List<String> of(
            View view, SortedMap<Integer, String> names, List<PointStanding> points) {
        List<String> warnings = new ArrayList<>();
        if (view.mode() == QuorumMode.MAJORITY) losses(view, names, warnings);
        if (view.mode() == QuorumMode.CUSTOMIZED) points(points, warnings);
        return warnings;
    }

    /// Whose loss leaves the others without the right to continue.
    private static void losses(View view, SortedMap<Integer, String> names, List<String> warnings) {
        SortedSet<Integer> fatal = new TreeSet<>();
        for (int each : view.ids()) {
            SortedSet<Integer> others = new TreeSet<>(view.ids());
            others.remove(each);
            if (!others.isEmpty() && !view.mode().holds(view.ids(), others)) fatal.add(each);
        }
        if (fatal.isEmpty()) return;
        warnings.add(
                "the loss of "
                        + fatal.stream()
                                .map(id -> nameOf(names, id))
                                .collect(Collectors.joining(" or "))
                        + " stops the cluster: who is left of "
                        + view.ids().stream()
                                .map(id -> nameOf(names, id))
                                .collect(Collectors.joining(", "))
                        + " is no majority; start another system");
    }

    private static void points(List<PointStanding> points, List<String> warnings) {
        int registered = 0;
        for (PointStanding point : points) {
            if (point.state() == PointStanding.State.REGISTERED) registered++;
            else warnings.add("coordination point " + point.point() + ": " + point.reason());
        }
        int needed = points.size() / 2 + 1;
        if (registered < needed)
            warnings.add(
                    registered
                            + " of "
                            + points.size()
                            + " coordination points have the key of this system: the loss of a"
                            + " system stops this one");
        else if (registered == needed && registered < points.size())
            warnings.add(
                    "when one more coordination point fails, the loss of a system stops this one");
    }

    private static String nameOf(SortedMap<Integer, String> names, int id) {
        return names.getOrDefault(id, "node " + id);
    }
}
