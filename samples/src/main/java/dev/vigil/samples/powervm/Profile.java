package dev.vigil.samples.powervm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A partition profile: what a partition gets when it is activated with it.
///
/// Attribute values are kept as the console's list text (`4/server/15/lpar05/304/0,…`), without the outer
/// quotes of a record.
///
/// @param name the profile's name
/// @param attributes the other attributes of `lssyscfg -r prof`, in the console's order
public record Profile(String name, Map<String, String> attributes) {

    /// Keeps a copy, in order.
    public Profile {
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /// An attribute's value; empty if the profile does not have it.
    public String value(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    /// The same profile with an attribute set.
    Profile with(String attribute, String value) {
        var changed = new LinkedHashMap<>(attributes);
        changed.put(attribute, value);
        return new Profile(name, changed);
    }

    /// The same profile without the serving ends of a client's adapters.
    Profile withoutServing(int client) {
        var changed = this;
        for (var attribute : List.of("virtual_scsi_adapters", "virtual_fc_adapters")) {
            var kept = new ArrayList<String>();
            for (var element : Csv.split(value(attribute))) {
                if (!element.matches("[^/]*/server/" + client + "/.*")) {
                    kept.add(Csv.quote(element));
                }
            }
            changed = changed.with(attribute, kept.isEmpty() ? "none" : String.join(",", kept));
        }
        return changed;
    }

    /// An end of a virtual adapter: `slot/client-or-server/remote-id/remote-name/remote-slot/…`.
    ///
    /// @param slot its slot in this partition
    /// @param server whether it is the serving end
    /// @param remoteId the other partition's number, or `any`
    /// @param remoteName the other partition's name; may be empty
    /// @param remoteSlot the slot there, or `any`; empty where it is not known
    public record Adapter(
            String slot, boolean server, String remoteId, String remoteName, String remoteSlot) {

        /// Whether a serving end fits this client end, which belongs to the partition with number `id`.
        boolean servedBy(Adapter other, int id) {
            return other.server
                    && other.slot.equals(remoteSlot)
                    && (other.remoteId.equals("any")
                            || other.remoteId.equals(Integer.toString(id)));
        }
    }

    /// The adapters that carry disks: virtual SCSI and virtual Fibre Channel.
    public List<Adapter> storageAdapters() {
        var adapters = new ArrayList<Adapter>();
        for (var attribute : List.of("virtual_scsi_adapters", "virtual_fc_adapters")) {
            for (var element : Csv.split(value(attribute))) {
                var fields = element.split("/", -1);
                if (fields.length > 4) {
                    adapters.add(
                            new Adapter(
                                    fields[0],
                                    fields[1].equals("server"),
                                    fields[2],
                                    fields[3],
                                    fields[4]));
                }
            }
        }
        return List.copyOf(adapters);
    }
}
