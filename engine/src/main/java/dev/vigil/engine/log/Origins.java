package dev.vigil.engine.log;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was applied last of every system: part of the state, so that an item offered again is applied once.
public final class Origins {
    private final SortedMap<Integer, ItemId> last = new TreeMap<>();

    /// One item, ready to be applied.
    ///
    /// @param id its name
    /// @param payload what was offered
    public record Item(ItemId id, byte[] payload) {}

    /// The items of an element that are to be applied now: those that follow what was applied before of that system. Everything that was
    /// applied before, belongs to a dead incarnation, or leaves a gap, is left out; equal on every system.
    ///
    /// @throws IllegalArgumentException if the bytes are not those of an element
    public List<Item> take(byte[] encoded) {
        Element element = Element.decode(encoded);
        var items = new ArrayList<Item>();
        for (int i = 0; i < element.payloads().size(); i++) {
            var id =
                    new ItemId(
                            element.first().system(),
                            element.first().incarnation(),
                            element.first().counter() + i);
            ItemId before = last.get(id.system());
            boolean next =
                    before == null || id.incarnation() > before.incarnation()
                            ? id.counter() == 1
                            : id.incarnation() == before.incarnation()
                                    && id.counter() == before.counter() + 1;
            if (next) {
                last.put(id.system(), id);
                items.add(new Item(id, element.payloads().get(i)));
            }
        }
        return items;
    }

    /// The newest item applied of each system.
    public SortedMap<Integer, ItemId> applied() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(last));
    }

    /// Takes over what came with a snapshot.
    public void restore(SortedMap<Integer, ItemId> applied) {
        last.clear();
        last.putAll(applied);
    }

    /// The counter applied last of one incarnation, 0 when none.
    public long appliedOf(int system, long incarnation) {
        ItemId id = last.get(system);
        return id != null && id.incarnation() == incarnation ? id.counter() : 0;
    }
}
