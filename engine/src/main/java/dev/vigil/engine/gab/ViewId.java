package dev.vigil.engine.gab;

/// Names a view: the number that people see, and who proposed it with which ballot, so that two proposals are never the same.
///
/// @param number one more than its predecessor's; 0 before the first view
/// @param proposer id of the system that first proposed it
/// @param ballot the ballot it was first proposed with
public record ViewId(long number, int proposer, long ballot) implements Comparable<ViewId> {
    /// No view at all: a system that is not seeded, or no accepted proposal.
    public static final ViewId NONE = new ViewId(-1, -1, 0);

    /// Whether this names a view.
    public boolean exists() {
        return number >= 0;
    }

    /// By number, then ballot and proposer.
    @Override
    public int compareTo(ViewId other) {
        int byNumber = Long.compare(number, other.number);
        if (byNumber != 0) {
            return byNumber;
        }
        int byBallot = Long.compare(ballot, other.ballot);
        return byBallot != 0 ? byBallot : Integer.compare(proposer, other.proposer);
    }

    /// `number.proposer.ballot`, fit for names of rings and for logs.
    @Override
    public String toString() {
        return exists() ? number + "." + proposer + "." + ballot : "none";
    }
}
