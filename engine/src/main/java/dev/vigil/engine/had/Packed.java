package dev.vigil.engine.had;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// States are long and repeat themselves: packed they are a twentieth, which spares the wire and everybody who waits behind them.
final class Packed {
    /// More than any cluster's state: what pretends to be larger is not unpacked.
    private static final int LARGEST =
            (int) Math.min(1 << 30, Runtime.getRuntime().maxMemory() / 2);

    private Packed() {}

    static byte[] pack(byte[] content) {
        var bytes = new ByteArrayOutputStream();
        try (var packing = new Fast(bytes)) {
            packing.write(content);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /// @throws IOException if it was not packed by [#pack]
    static byte[] unpack(byte[] packed) throws IOException {
        try (var unpacking = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] content = unpacking.readNBytes(LARGEST);
            if (unpacking.read() >= 0) throw new IOException("more than " + LARGEST + " bytes");
            return content;
        }
    }

    private static final class Fast extends GZIPOutputStream {
        Fast(ByteArrayOutputStream bytes) throws IOException {
            super(bytes);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
