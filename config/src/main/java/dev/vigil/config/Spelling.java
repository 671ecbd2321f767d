package dev.vigil.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that was probably meant.
final class Spelling {
    private static final int FAR = 3;

    private Spelling() {}

    /// The most similar of some names, if one is similar at all: at most a third of its letters differ, and no more than
    /// two. The first of equals.
    static Optional<String> nearest(String name, Collection<String> names) {
        int most = Math.min(name.length() / 3, FAR - 1);
        return names.stream()
                .filter(each -> distance(name, each) <= most)
                .min(Comparator.comparingInt(each -> distance(name, each)));
    }

    /// A remedy that begins with "Did you mean …?" if a name is similar.
    static String didYouMean(String name, Collection<String> names, String otherwise) {
        return nearest(name, names)
                .map(each -> "Did you mean " + each + "? If not: " + otherwise)
                .orElse(otherwise);
    }

    /// How many letters have to be changed, added or removed, whatever their case.
    static int distance(String from, String to) {
        String a = from.toLowerCase(Locale.ROOT);
        String b = to.toLowerCase(Locale.ROOT);
        if (Math.abs(a.length() - b.length()) >= FAR) return FAR;
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) row[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int same = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(same, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
