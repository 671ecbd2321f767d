package dev.vigil.engine.had;

import dev.vigil.engine.core.DiskVersion;
import dev.vigil.engine.gab.ViewId;

/// Where in history the running configuration stands; the same on every system.
///
/// @param history names the history: the view it began with
/// @param version when the configuration was changed last
/// @param basis the version of the files that this history was built from
record ConfigurationAge(String history, DiskVersion version, DiskVersion basis) {
    static final ConfigurationAge UNKNOWN =
            new ConfigurationAge("", DiskVersion.NONE, DiskVersion.NONE);

    static ConfigurationAge begins(ViewId view) {
        return new ConfigurationAge(view.toString(), DiskVersion.NONE, DiskVersion.NONE);
    }

    ConfigurationAge builtFrom(DiskVersion files) {
        return new ConfigurationAge(history, version, files);
    }

    ConfigurationAge changed(DiskVersion now) {
        return new ConfigurationAge(history, now, basis);
    }
}
