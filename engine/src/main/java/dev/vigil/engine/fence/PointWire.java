package dev.vigil.engine.fence;

import dev.vigil.engine.node.Json;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.parsetools.RecordParser;

import java.io.IOException;
import java.util.function.Consumer;

/// How words look on a connection: a length of four bytes, and JSON.
public final class PointWire {
    /// The largest word that anybody has to say: a description of a cluster of 64 systems has some kilobytes.
    public static final int LARGEST = 32 << 10;

    /// The TCP port of a point that names none.
    ///
    /// Source: InfoScale Installation Guide, "Configuring the CP server": 443.
    public static final int DEFAULT_PORT = 443;

    private static final Json JSON =
            new Json(PointWord.class, PointRequest.class, PointAnswer.class);

    private PointWire() {}

    /// A word, its length in front.
    public static Buffer frame(PointWord word) {
        byte[] bytes = JSON.bytes(word);
        return Buffer.buffer(4 + bytes.length).appendInt(bytes.length).appendBytes(bytes);
    }

    /// Takes the bytes of a connection apart.
    ///
    /// @param said is given each word
    /// @param bad is given the reason when what comes is no word; nothing is read after it
    public static Handler<Buffer> reader(Consumer<PointWord> said, Consumer<String> bad) {
        return new Reader(said, bad);
    }

    private static final class Reader implements Handler<Buffer> {
        private final Consumer<PointWord> said;
        private final Consumer<String> bad;
        private final RecordParser parser = RecordParser.newFixed(4);
        private boolean inWord;
        private boolean ended;

        Reader(Consumer<PointWord> said, Consumer<String> bad) {
            this.said = said;
            this.bad = bad;
            parser.handler(this::piece);
        }

        @Override
        public void handle(Buffer buffer) {
            if (!ended) parser.handle(buffer);
        }

        private void piece(Buffer piece) {
            if (ended) return;
            if (!inWord) {
                int length = piece.getInt(0);
                if (length < 1 || length > LARGEST) {
                    end("a word of " + Integer.toUnsignedLong(length) + " bytes");
                    return;
                }
                inWord = true;
                parser.fixedSizeMode(length);
                return;
            }
            inWord = false;
            parser.fixedSizeMode(4);
            PointWord word;
            try {
                word = JSON.read(piece.getBytes(), PointWord.class);
            } catch (IOException malformed) {
                end("what is no word");
                return;
            }
            said.accept(word);
        }

        private void end(String what) {
            ended = true;
            bad.accept(what);
        }
    }
}
