package dev.vigil.engine.fence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.buffer.Buffer;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

class PointWireTest {
    private static final Key NORTH = new Key(0, 7);

    private static final List<PointWord> WORDS =
            List.of(
                    new PointWord.Ask(
                            1, new PointRequest.Register(NORTH, new TreeSet<>(List.of(1, 2)))),
                    new PointWord.Ask(2, new PointRequest.Unregister(NORTH)),
                    new PointWord.Ask(
                            3,
                            PointRequest.Eject.of(
                                    NORTH, new TreeSet<>(List.of(new Key(1, 4), new Key(2, 1))))),
                    new PointWord.Ask(4, new PointRequest.ReadKeys()),
                    new PointWord.Ping(5),
                    new PointWord.Describe(6),
                    new PointWord.Clear(7, 1),
                    new PointWord.Forget(8, 1),
                    new PointWord.ForgetCluster(9),
                    new PointWord.Answer(
                            10, new PointAnswer.Granted(new TreeSet<>(List.of(NORTH)))),
                    new PointWord.Answer(11, new PointAnswer.Refused("no", new TreeSet<>(), true)),
                    new PointWord.Answer(12, new PointAnswer.Unreachable("disk")),
                    new PointWord.Description(
                            13,
                            "cp1",
                            "shop",
                            List.of(new PointWord.SystemAtPoint(0, "north", 7, -1)),
                            new TreeMap<>(),
                            "damaged"));

    private final List<PointWord> said = new ArrayList<>();
    private final List<String> bad = new ArrayList<>();

    @Test
    void wordsArriveWholeHoweverTheyAreCutUp() {
        Buffer all = Buffer.buffer();
        WORDS.forEach(word -> all.appendBuffer(PointWire.frame(word)));
        for (int piece : List.of(1, 3, 7, 100, all.length())) {
            said.clear();
            var reader = PointWire.reader(said::add, bad::add);
            for (int i = 0; i < all.length(); i += piece)
                reader.handle(all.getBuffer(i, Math.min(all.length(), i + piece)));
            assertEquals(WORDS, said);
        }
        assertEquals(List.of(), bad);
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeItIsRead() {
        for (int length : List.of(0, -1, PointWire.LARGEST + 1, Integer.MAX_VALUE, 0x47455420)) {
            bad.clear();
            var reader = PointWire.reader(said::add, bad::add);
            reader.handle(Buffer.buffer().appendInt(length));
            reader.handle(PointWire.frame(WORDS.getFirst()));
            assertEquals(1, bad.size());
        }
        assertEquals(List.of(), said);
    }

    @Test
    void whatIsNoWordEndsTheReading() {
        for (String text :
                List.of(
                        "x",
                        "null",
                        "[]",
                        "{}",
                        "{\"is\":\"Nothing\"}",
                        "{\"is\":\"java.lang.Runtime\"}",
                        "{\"is\":\"Ask\",\"request\":{\"is\":\"Register\"}}",
                        "{\"is\":\"Ask\",\"request\":{\"is\":\"Ping\"}}",
                        """
                        {"is":"Ask","request":{"is":"Eject","racer":{"system":0},"victims":[0],"named":[]}}\
                        """,
                        """
                        {"is":"Ask","request":{"is":"Unregister","key":{"system":-1,"incarnation":1}}}\
                        """,
                        "[".repeat(20_000))) {
            bad.clear();
            var reader = PointWire.reader(said::add, bad::add);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            reader.handle(Buffer.buffer().appendInt(bytes.length).appendBytes(bytes));
            assertEquals(1, bad.size(), text);
            assertEquals(List.of(), said, text);
        }
    }

    /// Damaged words are read as some word or as none; nothing else comes of them, and what comes of a word that was read is a step.
    ///
    /// `-Dvigil.packets` says how many, `-Dvigil.first` where to begin.
    @Test
    void damagedWordsDoNoHarm() {
        long first = Long.getLong("vigil.first", 0);
        long packets = Long.getLong("vigil.packets", 20_000);
        long read = 0;
        for (long seed = first; seed < first + packets; seed++) {
            Random random = new Random(seed);
            said.clear();
            bad.clear();
            var reader = PointWire.reader(said::add, bad::add);
            reader.handle(damaged(random));
            PointState state = PointState.EMPTY;
            for (PointWord word : said) {
                read++;
                if (word instanceof PointWord.Ask(_, var request) && complete(request))
                    state = state.apply(request).state();
            }
            assertTrue(bad.size() <= 1);
        }
        assertTrue(read > packets / 100, "only " + read + " of " + packets + " were words");
    }

    private static boolean complete(PointRequest request) {
        return switch (request) {
            case null -> false;
            case PointRequest.Register(var key, _) -> key != null;
            case PointRequest.Unregister(var key) -> key != null;
            case PointRequest.Eject _, PointRequest.ReadKeys _ -> true;
        };
    }

    private static Buffer damaged(Random random) {
        byte[] frame = PointWire.frame(WORDS.get(random.nextInt(WORDS.size()))).getBytes();
        switch (random.nextInt(4)) {
            case 0 -> random.nextBytes(frame);
            case 1 -> {
                for (int i = 1 + random.nextInt(3); i > 0; i--)
                    frame[random.nextInt(frame.length)] = (byte) random.nextInt();
            }
            case 2 -> {
                // Digits and quotes in the text are what a parser believes.
                for (int i = 1 + random.nextInt(5); i > 0; i--)
                    frame[4 + random.nextInt(frame.length - 4)] =
                            (byte) "0123456789-.e\"{}[],:".charAt(random.nextInt(20));
            }
            default -> {
                Buffer twice = Buffer.buffer(frame);
                int cut = random.nextInt(frame.length);
                return twice.getBuffer(0, cut).appendBuffer(twice);
            }
        }
        return Buffer.buffer(frame);
    }
}
