package dev.vigil.engine.cps;

import dev.vigil.engine.fence.PointAddress;
import dev.vigil.engine.fence.PointWire;
import dev.vigil.engine.llt.BadFileException;
import dev.vigil.engine.llt.SettingLine;
import dev.vigil.engine.llt.TableFile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `vxcps.conf`: what a coordination point is called and where it listens.
///
/// ```
/// cps_name=cps1
/// vip=[192.168.10.50]
/// vip=[192.168.20.50]:14250
/// port=443
/// ```
///
/// Source: Cluster Server Configuration Guide, "Configuring the CP server manually". `security` and `db` are accepted: connections are always
/// protected, and the memory lies in `VIGIL_LIB`.
///
/// @param name for messages
/// @param listen at least one
record PointSettings(String name, List<PointAddress> listen) {
    private static final String EXAMPLE = "vip=[192.168.10.50]:443";

    PointSettings {
        listen = List.copyOf(listen);
    }

    static PointSettings read(Path path) throws BadFileException {
        if (!Files.exists(path))
            throw new BadFileException(
                    path, "no such file", "write: cps_name=cps1 and on the next line " + EXAMPLE);
        return parse(TableFile.read(path, EXAMPLE));
    }

    static PointSettings parse(TableFile file) throws BadFileException {
        String name = "cps";
        int port = PointWire.DEFAULT_PORT;
        List<SettingLine> addresses = new ArrayList<>();
        for (TableFile.Line line : file.lines()) {
            SettingLine setting = SettingLine.of(line, EXAMPLE);
            switch (setting.key()) {
                case "cps_name" -> name = setting.value();
                case "port" -> port = line.number(setting.value(), "port", 0, 65_535);
                case "vip" -> addresses.add(setting);
                case "security", "db" -> {}
                default ->
                        throw line.problem(
                                setting.key() + " is not known",
                                "use cps_name, vip, port, security or db");
            }
        }
        List<PointAddress> listen = new ArrayList<>();
        for (SettingLine address : addresses)
            listen.add(PointAddress.parse(address.line(), address.value(), port));
        if (listen.isEmpty())
            throw new BadFileException(
                    file.path(), "says no address to listen on", "write: " + EXAMPLE);
        return new PointSettings(name, listen);
    }
}
