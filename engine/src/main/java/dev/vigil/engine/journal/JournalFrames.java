package dev.vigil.engine.journal;

import dev.vigil.engine.node.Json;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/// Records as bytes: a mark, the length, a check sum, and the record as JSON.
final class JournalFrames {
    private static final int MARK = 0x564a4c31;
    private static final int HEAD = 12;
    private static final int LONGEST = 256 << 20;
    private static final Json JSON = new Json(JournalRecord.class);

    private JournalFrames() {}

    /// How a journal ends.
    enum Ending {
        /// With a whole record.
        WHOLE,
        /// With a record that was being written when its writer died.
        TORN,
        /// With bytes that were whole once: more follows them.
        DAMAGED
    }

    /// What could be read of a journal.
    ///
    /// @param records up to the first that is not whole
    /// @param bytes how many bytes these are
    record Read(List<JournalRecord> records, int bytes, Ending ending) {}

    static byte[] frame(JournalRecord journalRecord) {
        byte[] content = JSON.bytes(journalRecord);
        return ByteBuffer.allocate(HEAD + content.length)
                .putInt(MARK)
                .putInt(content.length)
                .putInt(sum(content))
                .put(content)
                .array();
    }

    static Read read(byte[] bytes) {
        List<JournalRecord> records = new ArrayList<>();
        int at = 0;
        while (at < bytes.length) {
            int end = end(bytes, at);
            if (end < 0) return new Read(records, at, ending(bytes, at));
            try {
                byte[] content = java.util.Arrays.copyOfRange(bytes, at + HEAD, end);
                records.add(JSON.read(content, JournalRecord.class));
            } catch (IOException foreign) {
                return new Read(records, at, Ending.DAMAGED);
            }
            at = end;
        }
        return new Read(records, at, Ending.WHOLE);
    }

    /// Where the record that begins at `at` ends; -1 if there is none that is whole.
    private static int end(byte[] bytes, int at) {
        if (bytes.length - at < HEAD) return -1;
        var head = ByteBuffer.wrap(bytes, at, HEAD);
        if (head.getInt() != MARK) return -1;
        int length = head.getInt();
        if (length <= 0 || length > LONGEST || length > bytes.length - at - HEAD) return -1;
        int end = at + HEAD + length;
        byte[] content = java.util.Arrays.copyOfRange(bytes, at + HEAD, end);
        return head.getInt() == sum(content) ? end : -1;
    }

    /// What a writer leaves that dies while it writes has nothing after it but, after a loss of power, zeros.
    private static Ending ending(byte[] bytes, int at) {
        for (int next = at + 1; next < bytes.length - HEAD; next++)
            if (end(bytes, next) >= 0) return Ending.DAMAGED;
        return Ending.TORN;
    }

    private static int sum(byte[] content) {
        var sum = new CRC32C();
        sum.update(content);
        return (int) sum.getValue();
    }
}
