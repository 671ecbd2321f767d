package dev.vigil.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The `types.cf` that comes with the product: the types of the bundled agents.
public final class BundledTypes {
    /// The name under which `main.cf` includes it.
    public static final String FILE = "types.cf";

    private BundledTypes() {}

    /// Its text.
    public static String text() {
        try (InputStream resource = BundledTypes.class.getResourceAsStream(FILE)) {
            if (resource == null)
                throw new IllegalStateException(FILE + " is missing beside " + BundledTypes.class);
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
