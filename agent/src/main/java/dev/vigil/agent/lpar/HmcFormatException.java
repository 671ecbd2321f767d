package dev.vigil.agent.lpar;

/// Text that should follow the HMC's attribute grammar does not.
public final class HmcFormatException extends Exception {
    /// Names what was expected and found.
    public HmcFormatException(String message) {
        super(message);
    }
}
