package dev.vigil.engine.gab;

import dev.vigil.engine.fence.QuorumMode;
import dev.vigil.engine.had.LogLine.Severity;
import dev.vigil.engine.had.StackConfig;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Engines that ask to be taken in and go by another `vxfenmode` than the view: a split would be judged by two rules, so they stay outside.
/// The members say so, and tell the engine that asked, as it knows only its own file.
final class Misfits {
    /// Who has not asked for that long has given up, or was mended.
    private static final long KEPT_NS = 5_000_000_000L;

    private final StackConfig config;
    private final MembershipPort port;
    private final SortedMap<Integer, Misfit> misfits = new TreeMap<>();
    private Misfit own = new Misfit("", Long.MIN_VALUE);

    private record Misfit(String text, long atNs) {
        boolean kept(long nowNs) {
            return !text.isEmpty() && nowNs - atNs < KEPT_NS;
        }
    }

    Misfits(StackConfig config, MembershipPort port) {
        this.config = config;
        this.port = port;
    }

    /// An engine asks this member to be taken in.
    void asked(long atNs, int peer, GabMessage.Hello hello, View view) {
        if (hello.mode() == view.mode() && hello.points().equals(config.points())) {
            misfits.remove(peer);
            return;
        }
        String text =
                config.name(peer)
                        + " is not taken in: its vxfenmode says "
                        + described(hello.mode(), hello.points())
                        + ", and the cluster goes by "
                        + described(view.mode(), config.points())
                        + ". Write the same vxfenmode on all systems, and start the engine of "
                        + config.name(peer)
                        + " again";
        Misfit before = misfits.put(peer, new Misfit(text, atNs));
        if (before == null || !before.text.equals(text))
            port.line(Severity.WARNING, "V-11-1-20011", text);
        port.send(peer, new GabMessage.Misfit(text));
    }

    /// A member says that this engine is one.
    void told(long atNs, String text) {
        if (!own.kept(atNs) || !own.text.equals(text))
            port.line(Severity.ERROR, "V-11-1-20012", text);
        own = new Misfit(text, atNs);
    }

    /// Why this engine is not taken in; empty when nobody has said so lately.
    String own(long atNs) {
        return own.kept(atNs) ? own.text : "";
    }

    /// Forgets those who do not ask any more.
    void expire(long atNs) {
        misfits.values().removeIf(each -> !each.kept(atNs));
    }

    /// All that this member has to say of others, one line each.
    List<String> warnings() {
        return misfits.values().stream().map(Misfit::text).toList();
    }

    private static String described(QuorumMode mode, List<String> points) {
        String name =
                switch (mode) {
                    case CUSTOMIZED -> "customized";
                    case MAJORITY -> "majority";
                    case DISABLED -> "disabled";
                    case UNARBITRATED -> "majority, which two systems cannot have";
                };
        return points.isEmpty() ? name : name + " with " + String.join(", ", points);
    }
}
