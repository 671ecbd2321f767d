package dev.vigil.agent.lpar;

/// Who logs in where: one element of MCUser with the element of MCName that has the same index.
///
/// @param user the HMC user, `hscroot` say
/// @param host name or address
/// @param port TCP port of the HMC's SSH server, 22 unless MCName says otherwise
public record HmcAddress(String user, String host, int port) {
    private static final int SSH_PORT = 22;

    /// Checks that the parts can be used.
    public HmcAddress {
        if (user.isBlank()) {
            throw new IllegalArgumentException("MCUser has no user for HMC " + host);
        }
        if (host.isBlank()) {
            throw new IllegalArgumentException("MCName has an empty element");
        }
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    "MCName " + host + ": port " + port + " is not between 1 and 65535");
        }
    }

    /// Reads `host`, `host:port`, an IPv6 address or `[IPv6 address]:port`.
    ///
    /// @throws IllegalArgumentException with a message for the administrator
    public static HmcAddress of(String user, String name) {
        String text = name.strip();
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 0) {
                throw new IllegalArgumentException("MCName " + name + ": ']' is missing");
            }
            String rest = text.substring(end + 1);
            if (rest.isEmpty()) {
                return new HmcAddress(user, text.substring(1, end), SSH_PORT);
            }
            if (!rest.startsWith(":")) {
                throw new IllegalArgumentException(
                        "MCName " + name + ": expected ':port' after ']'");
            }
            return new HmcAddress(user, text.substring(1, end), port(name, rest.substring(1)));
        }
        int colon = text.indexOf(':');
        if (colon < 0 || colon != text.lastIndexOf(':')) {
            return new HmcAddress(user, text, SSH_PORT);
        }
        return new HmcAddress(
                user, text.substring(0, colon), port(name, text.substring(colon + 1)));
    }

    private static int port(String name, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "MCName " + name + ": port '" + text + "' is not a number", e);
        }
    }

    /// The name under which known_hosts files list this server: `host`, or `[host]:port` where the port is not 22.
    public String knownHostsName() {
        return port == SSH_PORT ? host : "[" + host + "]:" + port;
    }

    /// How messages name this HMC: as MCName does.
    public String name() {
        if (port == SSH_PORT) {
            return host;
        }
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }

    @Override
    public String toString() {
        return user + "@" + name();
    }
}
