package dev.vigil.samples.powervm;

import java.util.ArrayList;
import java.util.List;

/// One partition as one server knows it. The same name on another server is another definition of it.
///
/// @param name its name, unique on the server
/// @param id its number, unique on the server
/// @param kind what it is for
/// @param created its place in the order of creation on this server
/// @param setup what was configured for it
/// @param activity what it does
/// @param past what is remembered of what it did
public record Partition(
        String name,
        int id,
        Kind kind,
        int created,
        PartitionSetup setup,
        Activity activity,
        Past past) {

    /// What a partition is for.
    public enum Kind {
        /// Serves disks and networks to the others.
        VIOS,
        /// Is a system of the cluster.
        MANAGEMENT,
        /// Is started and stopped by the cluster.
        MANAGED
    }

    /// What is remembered of a partition's activations.
    ///
    /// @param reported whether its operating system has ever reported, so that consoles know its version
    /// @param profile the profile of its last activation; empty before the first
    /// @param bootMode how it was last activated: `norm`, `of`, `sms`, `dd` or `ds`
    /// @param refCodes its reference codes, newest first
    public record Past(boolean reported, String profile, String bootMode, List<RefCode> refCodes) {
        /// Keeps a copy of the codes.
        public Past {
            refCodes = List.copyOf(refCodes);
        }
    }

    /// How many reference codes are kept.
    static final int REF_CODES_KEPT = 25;

    /// A partition that was just defined.
    static Partition defined(String name, int id, Kind kind, int created, PartitionSetup setup) {
        var nothing = new Past(false, "", "norm", List.of());
        return new Partition(name, id, kind, created, setup, Activity.OFF, nothing);
    }

    /// Its state.
    public PartitionState state() {
        return activity.state();
    }

    /// What happens next by itself.
    public Pending pending() {
        return activity.pending();
    }

    /// Whether its operating system runs.
    public boolean osUp() {
        return activity.osUp();
    }

    /// Whether it executes without a disk.
    public boolean diskLost() {
        return activity.diskLost();
    }

    /// Whether consoles have a working connection to its operating system; without disks it hangs.
    public boolean rmcAnswers() {
        return activity.rmcActive() && !activity.diskLost();
    }

    /// The profile of its last activation; empty before the first.
    public String currentProfile() {
        return past.profile();
    }

    /// The client ends of its disks' adapters, by the profile it was last activated with.
    List<Profile.Adapter> diskAdapters() {
        var profile = setup.profiles().get(past.profile());
        return profile == null
                ? List.of()
                : profile.storageAdapters().stream().filter(a -> !a.server()).toList();
    }

    /// Whether its profile has the serving end of an adapter that belongs to the partition with number `id`.
    boolean offers(Profile.Adapter adapter, int id) {
        var profile = setup.profiles().get(past.profile());
        return profile != null
                && profile.storageAdapters().stream().anyMatch(own -> adapter.servedBy(own, id));
    }

    /// The newest reference code, or an empty text.
    String refCode() {
        return past.refCodes().isEmpty() ? "" : past.refCodes().getFirst().code();
    }

    Partition activated(String profile, String bootMode, Pending next) {
        return with(Activity.starting(next))
                .with(new Past(past.reported(), profile, bootMode, past.refCodes()));
    }

    Partition to(PartitionState state, Pending next) {
        return with(activity.to(state, next));
    }

    /// Off, or crashed: nothing of it executes.
    Partition dead(PartitionState state) {
        return with(Activity.dead(state));
    }

    Partition withPending(Pending next) {
        return with(activity.to(state(), next));
    }

    Partition withOsUp(Pending next) {
        return with(activity.withOsUp(next));
    }

    Partition withRmcUp() {
        return with(activity.withRmcUp())
                .with(new Past(true, past.profile(), past.bootMode(), past.refCodes()));
    }

    Partition withDiskLost(boolean lost) {
        return with(activity.withDiskLost(lost));
    }

    Partition withRestarting(boolean restarts) {
        return with(activity.withRestarting(restarts));
    }

    Partition withCurrentProfile(String profile) {
        return with(new Past(past.reported(), profile, past.bootMode(), past.refCodes()));
    }

    Partition withSetup(PartitionSetup changed) {
        return new Partition(name, id, kind, created, changed, activity, past);
    }

    Partition withRefCode(long atMs, String code) {
        var codes = new ArrayList<RefCode>();
        codes.add(new RefCode(atMs, code));
        codes.addAll(past.refCodes());
        return withRefCodes(codes.subList(0, Math.min(codes.size(), REF_CODES_KEPT)));
    }

    Partition shifted(long byMs) {
        return with(activity.shifted(byMs))
                .withRefCodes(
                        past.refCodes().stream()
                                .map(c -> new RefCode(c.atMs() + byMs, c.code()))
                                .toList());
    }

    private Partition withRefCodes(List<RefCode> codes) {
        return with(new Past(past.reported(), past.profile(), past.bootMode(), codes));
    }

    private Partition with(Activity changed) {
        return new Partition(name, id, kind, created, setup, changed, past);
    }

    private Partition with(Past changed) {
        return new Partition(name, id, kind, created, setup, activity, changed);
    }
}
