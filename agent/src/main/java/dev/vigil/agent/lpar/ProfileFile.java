package dev.vigil.agent.lpar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;

/// The definition from which a partition is created anew on a server that has lost it, as live migration and `rmsyscfg` remove it.
///
/// One line: what `lssyscfg -r lpar` prints of the partition, reduced to what `mksyscfg` takes, a comma, and the same of its profile with `name`
/// as `profile_name`. It is checked before it is sent; nothing in it is guessed or repaired.
///
/// @param line the line, as the HMC gets it
/// @param name partition that it defines
/// @param profile name of the profile it creates
/// @param adapters client adapters that need a server adapter on a VIO server of the frame
///
/// Source: InfoScale 9.0 Virtualization Guide for AIX, "Creating the partition profile file".
record ProfileFile(String line, String name, String profile, List<Adapter> adapters) {

    /// A virtual SCSI or fibre channel client adapter.
    ///
    /// @param kind `scsi` or `fc`
    /// @param slot of the partition
    /// @param viosId partition id of the VIO server
    /// @param viosName name of the VIO server
    /// @param viosSlot slot of the server adapter on it
    record Adapter(String kind, String slot, String viosId, String viosName, String viosSlot) {}

    ProfileFile {
        adapters = List.copyOf(adapters);
    }

    /// Reads and checks a profile file.
    ///
    /// @param partition the partition that it must define
    /// @throws HmcFormatException with file, place and remedy, if it can't be used
    static ProfileFile read(Path file, String partition) throws HmcFormatException {
        if (!file.isAbsolute()) {
            throw new HmcFormatException("ProfileFile " + file + " is not an absolute path");
        }
        String text;
        try {
            text = Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new HmcFormatException("ProfileFile " + file + " does not exist on this system");
        } catch (IOException e) {
            throw new HmcFormatException(
                    "ProfileFile " + file + " cannot be read: " + e.getMessage());
        }
        try {
            return parse(text, partition);
        } catch (HmcFormatException e) {
            throw new HmcFormatException("ProfileFile " + file + ": " + e.getMessage());
        }
    }

    /// Checks the content of a profile file.
    ///
    /// @throws HmcFormatException if it can't be used
    static ProfileFile parse(String text, String partition) throws HmcFormatException {
        String line = text.strip();
        List<SequencedMap<String, String>> records = HmcOutput.records(line);
        if (records.size() != 1) {
            throw new HmcFormatException("expected one line, found " + records.size());
        }
        SequencedMap<String, String> fields = records.getFirst();
        String name = required(fields, "name");
        String profile = required(fields, "profile_name");
        if (!name.equals(partition)) {
            throw new HmcFormatException(
                    "defines partition " + name + ", but LPARName is " + partition);
        }
        for (var field : fields.entrySet()) {
            if (field.getValue().equals("null")) {
                throw new HmcFormatException(
                        field.getKey()
                                + "=null is printed by lssyscfg but is no value for mksyscfg: leave"
                                + " it out");
            }
        }
        var adapters = new java.util.ArrayList<Adapter>();
        addAdapters(adapters, "scsi", fields.getOrDefault("virtual_scsi_adapters", ""));
        addAdapters(adapters, "fc", fields.getOrDefault("virtual_fc_adapters", ""));
        return new ProfileFile(line, name, profile, adapters);
    }

    private static String required(SequencedMap<String, String> fields, String attribute)
            throws HmcFormatException {
        String value = fields.get(attribute);
        if (value == null || value.isBlank()) {
            throw new HmcFormatException(attribute + " is missing");
        }
        return value;
    }

    private static void addAdapters(List<Adapter> adapters, String kind, String value)
            throws HmcFormatException {
        for (String element : HmcOutput.list(value)) {
            String[] part = element.split("/", -1);
            int parts = kind.equals("scsi") ? 6 : 7;
            if (part.length != parts) {
                throw new HmcFormatException(
                        "virtual_"
                                + kind
                                + "_adapters: '"
                                + element
                                + "' has "
                                + part.length
                                + " parts, expected "
                                + parts);
            }
            if (part[1].equals("client")) {
                adapters.add(new Adapter(kind, part[0], part[2], part[3], part[4]));
            }
        }
    }
}
