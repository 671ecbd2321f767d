package dev.vigil.engine.had;

import dev.vigil.engine.gab.LossKind;
import dev.vigil.engine.gab.ViewId;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A view, as the application sees it: who is in, who came, who went and how.
///
/// @param view its id
/// @param fresh nobody brought state: this is the first event of a new history
/// @param members ids with the incarnation of each engine
/// @param joined members that were not in the view before with this incarnation
/// @param lost systems that were in the view before and are not now, and how they went; in a fresh history every configured system
///     that is absent, since nobody knows any more what it ran
/// @param jeopardy members with one link left
public record ViewChange(
        ViewId view,
        boolean fresh,
        SortedMap<Integer, Long> members,
        SortedSet<Integer> joined,
        SortedMap<Integer, LossKind> lost,
        SortedSet<Integer> jeopardy) {
    /// Copies its collections.
    public ViewChange {
        members = Collections.unmodifiableSortedMap(new TreeMap<>(members));
        joined = Collections.unmodifiableSortedSet(new TreeSet<>(joined));
        lost = Collections.unmodifiableSortedMap(new TreeMap<>(lost));
        jeopardy = Collections.unmodifiableSortedSet(new TreeSet<>(jeopardy));
    }
}
