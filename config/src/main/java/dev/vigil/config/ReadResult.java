package dev.vigil.config;

import java.util.List;
import java.util.Optional;

/// What came of reading a configuration.
///
/// @param configuration present exactly if no diagnostic is an error
/// @param diagnostics in the order of files and lines; may hold warnings though the configuration is present
public record ReadResult(Optional<Configuration> configuration, List<Diagnostic> diagnostics) {
    public ReadResult {
        diagnostics = List.copyOf(diagnostics);
    }

    /// The configuration.
    ///
    /// @throws IllegalStateException naming every error, if there is none
    public Configuration orThrow() {
        return configuration.orElseThrow(
                () ->
                        new IllegalStateException(
                                String.join(
                                        "\n",
                                        diagnostics.stream().map(Diagnostic::toString).toList())));
    }
}
