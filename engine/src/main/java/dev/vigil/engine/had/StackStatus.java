package dev.vigil.engine.had;

import dev.vigil.engine.fence.PointStanding;
import dev.vigil.engine.gab.View;
import dev.vigil.engine.node.NodeReport;

import java.util.List;
import java.util.Optional;

/// What an operator may want to know of GAB and the log (`gabconfig -a`, `lltstat -nvv`).
///
/// @param view the newest decided view known here
/// @param member whether this engine is in it
/// @param active whether its first event has been applied here
/// @param stateful whether this engine has the state
/// @param frozen whether its successor is being decided
/// @param waiting what is waited for, or why another view is sought; empty when nothing
/// @param held items of the view that are held
/// @param committed items that all members hold
/// @param offered own items that are not yet applied
/// @param points how this engine stands at each coordination point
/// @param misfits which engines are not taken in, as their `vxfenmode` is another, one line each
/// @param node what hanode reported last
public record StackStatus(
        View view,
        boolean member,
        boolean active,
        boolean stateful,
        boolean frozen,
        String waiting,
        long held,
        long committed,
        int offered,
        List<PointStanding> points,
        List<String> misfits,
        Optional<NodeReport> node) {}
