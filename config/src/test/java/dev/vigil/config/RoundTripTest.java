package dev.vigil.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.LongStream;

/// What is written is read back equal, in both forms, whatever is in it; and whatever text there is, reading ends with
/// an answer. `-Dvigil.replay=4711` runs one replay seed.
class RoundTripTest {
    private static final int RUNS = 200;

    @Test
    void everyConfigurationSurvivesBothForms() {
        for (long seed : seeds()) {
            Configuration made = new RandomConfiguration(seed).next();
            assertEquals(List.of(), wrong(Verifier.verify(made)), () -> replay(seed));

            SequencedMap<String, String> files = ConfigurationWriter.write(made);
            ReadResult read = ConfigurationReader.read(files);
            assertEquals(List.of(), wrong(read.diagnostics()), () -> replay(seed) + files);
            assertEquals(made.canonical(), read.orThrow(), () -> replay(seed) + files);
            assertEquals(files, ConfigurationWriter.write(read.orThrow()), () -> replay(seed));

            String commands = CommandListWriter.write(made);
            ReadResult built = CommandListReader.read("main.cmd", commands);
            assertEquals(List.of(), wrong(built.diagnostics()), () -> replay(seed) + commands);
            assertEquals(made.canonical(), built.orThrow(), () -> replay(seed) + commands);
            assertEquals(commands, CommandListWriter.write(read.orThrow()), () -> replay(seed));
        }
    }

    @Test
    void everyDamagedTextGetsAnAnswer() {
        for (long seed : seeds()) {
            SequencedMap<String, String> files =
                    ConfigurationWriter.write(new RandomConfiguration(seed).next());
            String commands = CommandListWriter.write(new RandomConfiguration(seed).next());
            Random random = new Random(seed);
            for (int i = 0; i < 3; i++) {
                files.replaceAll((_, text) -> damaged(text, random));
                ReadResult result = ConfigurationReader.read(files);
                assertEquals(
                        result.configuration().isEmpty(),
                        result.diagnostics().stream().anyMatch(Diagnostic::isError),
                        () -> replay(seed) + files);
                assertNotNull(CommandListReader.read("main.cmd", damaged(commands, random)));
            }
        }
    }

    private static List<Diagnostic> wrong(List<Diagnostic> found) {
        return found.stream().filter(each -> !each.isLimit()).toList();
    }

    private static String damaged(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        String marks = "(){}[]=@,;\"\\ \n\ta0-./*#";
        for (int i = random.nextInt(4) + 1; i > 0 && !damaged.isEmpty(); i--) {
            int at = random.nextInt(damaged.length());
            switch (random.nextInt(3)) {
                case 0 -> damaged.deleteCharAt(at);
                case 1 -> damaged.insert(at, marks.charAt(random.nextInt(marks.length())));
                default -> damaged.setCharAt(at, marks.charAt(random.nextInt(marks.length())));
            }
        }
        return damaged.toString();
    }

    private static long[] seeds() {
        String replay = System.getProperty("vigil.replay");
        if (replay != null) return new long[] {Long.parseLong(replay)};
        return LongStream.range(0, RUNS).toArray();
    }

    private static String replay(long seed) {
        return "rerun with -Dvigil.replay=" + seed + "\n";
    }
}
