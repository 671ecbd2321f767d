package dev.vigil.samples.powervm;

import static dev.vigil.samples.powervm.PartitionState.RUNNING;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// One physical server ("managed system").
///
/// @param name the name consoles show
/// @param hardware what it is made of
/// @param power its power
/// @param pending what happens next by itself
/// @param connected whether consoles reach its service processor
/// @param nextCreated the next number in the order of creation
/// @param partitions its partitions by name
public record Server(
        String name,
        Hardware hardware,
        PowerState power,
        Pending pending,
        boolean connected,
        int nextCreated,
        SortedMap<String, Partition> partitions) {

    /// What a server is made of.
    ///
    /// @param typeModel machine type and model, `9117-MMA`
    /// @param serial serial number, `100129A`
    /// @param address address of its service processor
    /// @param startPolicy `autostart`: partitions with `auto_start=1` start with it; `userinit`: none does
    /// @param memoryMb memory that partitions can have
    /// @param processors processors that partitions can have
    public record Hardware(
            String typeModel,
            String serial,
            String address,
            String startPolicy,
            int memoryMb,
            int processors) {}

    /// Keeps a copy of the partitions.
    public Server {
        partitions = Collections.unmodifiableSortedMap(new TreeMap<>(partitions));
    }

    /// The other name consoles accept: `9117-MMA*100129A`.
    public String machine() {
        return hardware.typeModel() + "*" + hardware.serial();
    }

    /// What consoles show as its state.
    public String consoleState() {
        return connected ? power.text() : "No Connection";
    }

    /// What consoles show as a partition's state.
    public PartitionState consoleState(Partition partition) {
        return power.runsPartitions() || partition.state().executes()
                ? partition.state()
                : PartitionState.NOT_AVAILABLE;
    }

    /// A partition by name.
    public Optional<Partition> partition(String partition) {
        return Optional.ofNullable(partitions.get(partition));
    }

    /// A partition by number.
    public Optional<Partition> partition(int id) {
        return partitions.values().stream().filter(p -> p.id() == id).findFirst();
    }

    /// Its partitions, the most recently created first, as consoles list them.
    public List<Partition> newestFirst() {
        return partitions.values().stream()
                .sorted(Comparator.comparingInt(Partition::created).reversed())
                .toList();
    }

    /// Whether a VIO server serves: running, with its operating system up.
    boolean serves(String vios) {
        return partition(vios).filter(p -> p.state() == RUNNING && p.osUp()).isPresent();
    }

    /// Whether a partition has a disk: it needs none from a VIO server, or one that serves has it.
    boolean hasDisk(Partition partition) {
        return partition.diskAdapters().isEmpty()
                || diskServers(partition).stream().anyMatch(vios -> serves(vios.name()));
    }

    /// The VIO servers with a serving adapter for a partition's disks, whether they run or not.
    List<Partition> diskServers(Partition partition) {
        var found = new ArrayList<Partition>();
        for (var adapter : partition.diskAdapters()) {
            for (var vios : partitions.values()) {
                boolean named =
                        adapter.remoteName().isEmpty()
                                ? adapter.remoteId().equals(Integer.toString(vios.id()))
                                : adapter.remoteName().equals(vios.name());
                if (named && !found.contains(vios) && vios.offers(adapter, partition.id())) {
                    found.add(vios);
                }
            }
        }
        return List.copyOf(found);
    }

    Server with(Partition partition) {
        var changed = new TreeMap<>(partitions);
        changed.put(partition.name(), partition);
        return new Server(name, hardware, power, pending, connected, nextCreated, changed);
    }

    Server without(String partition) {
        var changed = new TreeMap<>(partitions);
        changed.remove(partition);
        return new Server(name, hardware, power, pending, connected, nextCreated, changed);
    }

    Server to(PowerState power, Pending next) {
        return new Server(name, hardware, power, next, connected, nextCreated, partitions);
    }

    Server withConnected(boolean connected) {
        return new Server(name, hardware, power, pending, connected, nextCreated, partitions);
    }

    Server withHardware(Hardware changed) {
        return new Server(name, changed, power, pending, connected, nextCreated, partitions);
    }

    /// One more partition was created.
    Server counted() {
        return new Server(name, hardware, power, pending, connected, nextCreated + 1, partitions);
    }

    Server shifted(long byMs) {
        var changed = new TreeMap<String, Partition>();
        partitions.values().forEach(p -> changed.put(p.name(), p.shifted(byMs)));
        return new Server(
                name, hardware, power, pending.shifted(byMs), connected, nextCreated, changed);
    }
}
