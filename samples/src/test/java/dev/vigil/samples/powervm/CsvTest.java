package dev.vigil.samples.powervm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.SplittableRandom;

/// The console's quoting.
class CsvTest {

    @Test
    void bothSeenWaysToQuoteAListAreRead() throws Exception {
        var pairQuoted = "\"virtual_scsi_adapters=2/server/5,3/server/6\",name=x";
        var valueQuoted = "virtual_scsi_adapters=\"2/server/5,3/server/6\",name=x";
        var expected = List.of("virtual_scsi_adapters=2/server/5,3/server/6", "name=x");
        assertEquals(expected, Csv.parse(pairQuoted));
        assertEquals(expected, Csv.parse(valueQuoted));
    }

    @Test
    void quotesThatDoNotPairUpAreRefused() {
        for (var bad : List.of("\"a", "a\"b\"", "\"a\"b", "a=b\"c")) {
            assertThrows(Csv.BadQuoting.class, () -> Csv.parse(bad), bad);
        }
    }

    /// Lists in lists in records, as deep as the consoles nest them, come back as they were.
    @Test
    void whatIsQuotedIsReadBack() throws Exception {
        var random = new SplittableRandom(2026);
        for (int run = 0; run < 2_000; run++) {
            var elements =
                    random.ints(1 + random.nextInt(4), 0, Integer.MAX_VALUE)
                            .mapToObj(n -> element(new SplittableRandom(n)))
                            .toList();
            var list = String.join(",", elements.stream().map(Csv::quote).toList());
            var record = Csv.quote("list=" + list) + ",last=1";
            var fields = Csv.parse(record);
            assertEquals(2, fields.size(), record);
            assertEquals(
                    elements, Csv.parse(fields.getFirst().substring("list=".length())), record);
        }
    }

    private static String element(SplittableRandom random) {
        var text = new StringBuilder("e");
        int length = random.nextInt(8);
        for (int i = 0; i < length; i++) {
            text.append("ab/,\"=".charAt(random.nextInt(6)));
        }
        return text.toString();
    }
}
