package dev.vigil.agent.bundled;

import dev.vigil.agent.Agent;
import dev.vigil.agent.Call;
import dev.vigil.agent.CleanReason;
import dev.vigil.agent.MonitorResult;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/// FileOnOff, FileOnOnly, FileNone and ElifNone: a resource that is a file, or the absence of one. For trying things out.
///
/// What the engine may ask of them differs by the Operations of their types; here they differ only in what online means.
///
/// Source: VCS Bundled Agents Reference Guide, "FileOnOff agent" and its neighbours.
final class FileAgent implements Agent {
    private final boolean onlineIfThere;
    private final FileWatches watches;

    /// @param onlineIfThere false for ElifNone
    FileAgent(boolean onlineIfThere, FileWatches watches) {
        this.onlineIfThere = onlineIfThere;
        this.watches = watches;
    }

    @Override
    public MonitorResult monitor(Call call) {
        Path file;
        try {
            file = file(call);
        } catch (IOException e) {
            return MonitorResult.unknown(e.getMessage());
        }
        if (Files.isDirectory(file)) {
            return MonitorResult.unknown("PathName " + file + " is a directory");
        }
        boolean there = Files.exists(file, LinkOption.NOFOLLOW_LINKS);
        if (there == onlineIfThere) return MonitorResult.online();
        return MonitorResult.offline(file + (there ? " is there" : " is not there"));
    }

    @Override
    public int online(Call call) throws IOException {
        Path file = file(call);
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException e) {
            call.log().log("INFO", "V-16-2-13910", file + " is there already");
        }
        return 0;
    }

    @Override
    public int offline(Call call) throws IOException {
        remove(call);
        return 0;
    }

    @Override
    public int clean(Call call, CleanReason reason) throws IOException {
        remove(call);
        return 0;
    }

    private void remove(Call call) throws IOException {
        Path file = file(call);
        if (Files.isDirectory(file)) throw new IOException("PathName " + file + " is a directory");
        Files.deleteIfExists(file);
    }

    @Override
    public Optional<AutoCloseable> watch(Call call, Runnable changed) throws IOException {
        return Optional.of(watches.watch(file(call), changed));
    }

    private static Path file(Call call) throws IOException {
        String name = call.text("PathName");
        if (name.isBlank()) throw new IOException("PathName is not set");
        try {
            Path file = Path.of(name);
            if (!file.isAbsolute()) {
                throw new IOException("PathName is not a full path: " + name);
            }
            return file;
        } catch (InvalidPathException e) {
            throw new IOException("PathName is no path: " + name, e);
        }
    }
}
