package dev.vigil.engine.journal;

/// What became of a text, as what stands between the part that stayed before it and the part that stayed after it.
///
/// @param head how many characters stayed at the beginning
/// @param tail how many stayed at the end
/// @param middle what stands between them now
record TextChange(int head, int tail, String middle) {
    static TextChange between(String before, String after) {
        int most = Math.min(before.length(), after.length());
        int head = 0;
        while (head < most && before.charAt(head) == after.charAt(head)) head++;
        int tail = 0;
        while (tail < most - head
                && before.charAt(before.length() - 1 - tail)
                        == after.charAt(after.length() - 1 - tail)) tail++;
        return new TextChange(head, tail, after.substring(head, after.length() - tail));
    }

    /// @throws IllegalArgumentException if this is no change of that text
    String of(String before) {
        if (head < 0 || tail < 0 || head + tail > before.length())
            throw new IllegalArgumentException(
                    "a change that keeps "
                            + head
                            + " and "
                            + tail
                            + " characters of "
                            + before.length());
        return before.substring(0, head) + middle + before.substring(before.length() - tail);
    }
}
