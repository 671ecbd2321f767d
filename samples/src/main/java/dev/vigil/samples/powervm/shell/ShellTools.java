package dev.vigil.samples.powervm.shell;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/// The small Unix tools of a console's shell that do not search or edit text by patterns; see [TextPatterns]
/// for those. An option that is not known is refused.
final class ShellTools {

    /// Refuses a call.
    static final class Misuse extends Exception {
        private static final long serialVersionUID = 1L;

        Misuse(String message) {
            super(message);
        }
    }

    private ShellTools() {}

    /// Runs a tool, if there is one of that name.
    static OptionalInt run(
            String name, List<String> arguments, ShellInput input, ShellOutput output)
            throws InterruptedException {
        try {
            return switch (name) {
                case ":", "true" -> OptionalInt.of(0);
                case "false" -> OptionalInt.of(1);
                case "echo" -> OptionalInt.of(echo(arguments, output));
                case "printf" -> OptionalInt.of(printf(arguments, output));
                case "cat", "more" -> {
                    noFiles(arguments);
                    output.print(input.rest());
                    yield OptionalInt.of(0);
                }
                case "head", "tail" -> OptionalInt.of(ends(name, arguments, input, output));
                case "wc" -> OptionalInt.of(count(arguments, input, output));
                case "sort" -> OptionalInt.of(sort(arguments, input, output));
                case "uniq" -> OptionalInt.of(uniq(arguments, input, output));
                case "cut" -> OptionalInt.of(cut(arguments, input, output));
                case "tr" -> OptionalInt.of(translate(arguments, input, output));
                case "grep", "egrep", "fgrep" ->
                        OptionalInt.of(TextPatterns.grep(name, arguments, input, output));
                case "sed" -> OptionalInt.of(TextPatterns.sed(arguments, input, output));
                case "test", "[" -> OptionalInt.of(test(name, arguments));
                case "sleep" -> OptionalInt.of(sleep(arguments));
                case "date" -> OptionalInt.of(date(arguments, output));
                default -> OptionalInt.empty();
            };
        } catch (Misuse misuse) {
            output.error(name + ": " + misuse.getMessage());
            return OptionalInt.of(2);
        }
    }

    /// The lines of what is left of an input.
    static List<String> lines(ShellInput input) {
        var lines = new ArrayList<String>();
        for (var line = input.line(); line.isPresent(); line = input.line()) {
            lines.add(line.get());
        }
        return lines;
    }

    private static void print(List<String> lines, ShellOutput output) {
        output.print(lines.stream().map(l -> l + "\n").collect(Collectors.joining()));
    }

    private static void noFiles(List<String> arguments) throws Misuse {
        for (var argument : arguments) {
            if (!argument.equals("-")) {
                throw new Misuse(argument + ": No such file or directory");
            }
        }
    }

    private static int echo(List<String> arguments, ShellOutput output) {
        boolean noNewline = !arguments.isEmpty() && arguments.getFirst().equals("-n");
        var words = noNewline ? arguments.subList(1, arguments.size()) : arguments;
        output.print(String.join(" ", words) + (noNewline ? "" : "\n"));
        return 0;
    }

    private static int printf(List<String> arguments, ShellOutput output) throws Misuse {
        if (arguments.isEmpty()) {
            throw new Misuse("usage: printf format [arguments]");
        }
        var format = arguments.getFirst();
        var rest = new ArrayList<>(arguments.subList(1, arguments.size()));
        var text = new StringBuilder();
        do {
            text.append(formatted(format, rest));
        } while (!rest.isEmpty() && format.contains("%"));
        output.print(text.toString());
        return 0;
    }

    private static String formatted(String format, List<String> arguments) throws Misuse {
        var text = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            char next = i + 1 < format.length() ? format.charAt(i + 1) : '\0';
            if (c == '\\' && "nt\\".indexOf(next) >= 0) {
                text.append(next == 'n' ? '\n' : next == 't' ? '\t' : '\\');
                i++;
            } else if (c == '%' && next == '%') {
                text.append('%');
                i++;
            } else if (c == '%' && "sd".indexOf(next) >= 0) {
                text.append(arguments.isEmpty() ? "" : arguments.removeFirst());
                i++;
            } else if (c == '%') {
                throw new Misuse("%" + next + ": only %s, %d and %% are available");
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    private static int ends(
            String name, List<String> arguments, ShellInput input, ShellOutput output)
            throws Misuse {
        int count = 10;
        boolean from = false;
        var words = new ArrayList<>(arguments);
        while (!words.isEmpty()) {
            var word = words.removeFirst();
            if (word.equals("-n") && !words.isEmpty()) {
                word = "-" + words.removeFirst();
            } else if (word.startsWith("-n")) {
                word = "-" + word.substring(2);
            }
            if (word.matches("-\\+?\\d{1,7}") && !(word.contains("+") && name.equals("head"))) {
                from = word.contains("+");
                count = Integer.parseInt(word.substring(from ? 2 : 1));
            } else {
                throw new Misuse(word + ": only -n is available");
            }
        }
        var lines = lines(input);
        if (name.equals("head")) {
            print(lines.subList(0, Math.min(count, lines.size())), output);
        } else {
            int start = from ? Math.max(0, count - 1) : lines.size() - count;
            print(lines.subList(Math.clamp(start, 0, lines.size()), lines.size()), output);
        }
        return 0;
    }

    private static int count(List<String> arguments, ShellInput input, ShellOutput output)
            throws Misuse {
        var text = input.rest();
        long newlines = text.chars().filter(c -> c == '\n').count();
        long words = text.isBlank() ? 0 : text.strip().split("\\s+").length;
        switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
            case "" -> output.print("%7d %7d %7d\n".formatted(newlines, words, text.length()));
            case "-l" -> output.print(newlines + "\n");
            case "-w" -> output.print(words + "\n");
            case "-c", "-m" -> output.print(text.length() + "\n");
            default -> throw new Misuse(arguments.getFirst() + ": only -l, -w and -c");
        }
        return 0;
    }

    private static int sort(List<String> arguments, ShellInput input, ShellOutput output)
            throws Misuse {
        boolean unique = false;
        boolean reverse = false;
        Comparator<String> order = Comparator.naturalOrder();
        for (var argument : arguments) {
            for (char option : argument.substring(1).toCharArray()) {
                switch (option) {
                    case 'u' -> unique = true;
                    case 'r' -> reverse = true;
                    case 'n' ->
                            order =
                                    Comparator.comparingLong(ShellTools::leadingNumber)
                                            .thenComparing(Comparator.naturalOrder());
                    default -> throw new Misuse(argument + ": only -u, -r and -n are available");
                }
            }
        }
        var sorted = lines(input).stream().sorted(reverse ? order.reversed() : order).toList();
        print(unique ? sorted.stream().distinct().toList() : sorted, output);
        return 0;
    }

    private static long leadingNumber(String line) {
        var digits = line.strip().replaceAll("^(-?\\d{0,17}).*$", "$1");
        return digits.isEmpty() || digits.equals("-") ? 0 : Long.parseLong(digits);
    }

    private static int uniq(List<String> arguments, ShellInput input, ShellOutput output)
            throws Misuse {
        boolean counting = arguments.equals(List.of("-c"));
        if (!arguments.isEmpty() && !counting) {
            throw new Misuse(arguments.getFirst() + ": only -c is available");
        }
        var result = new ArrayList<String>();
        int run = 0;
        var lines = lines(input);
        for (int i = 0; i < lines.size(); i++) {
            run++;
            if (i + 1 == lines.size() || !lines.get(i).equals(lines.get(i + 1))) {
                result.add(counting ? "%7d %s".formatted(run, lines.get(i)) : lines.get(i));
                run = 0;
            }
        }
        print(result, output);
        return 0;
    }

    private static int cut(List<String> arguments, ShellInput input, ShellOutput output)
            throws Misuse {
        String delimiter = "\t";
        String list = "";
        boolean characters = false;
        var words = new ArrayList<>(arguments);
        while (!words.isEmpty()) {
            var word = words.removeFirst();
            if (word.length() < 2 || "dfc".indexOf(word.charAt(1)) < 0 || word.charAt(0) != '-') {
                throw new Misuse(word + ": only -d, -f and -c are available");
            }
            if (word.length() == 2 && words.isEmpty()) {
                throw new Misuse("option requires an argument -- '" + word.charAt(1) + "'");
            }
            var value = word.length() > 2 ? word.substring(2) : words.removeFirst();
            switch (word.charAt(1)) {
                case 'd' -> delimiter = value;
                case 'c' -> {
                    characters = true;
                    list = value;
                }
                default -> list = value;
            }
        }
        if (!list.matches("\\d*-?\\d*(,\\d*-?\\d*)*") || list.isEmpty()) {
            throw new Misuse("you must specify a list of fields or characters");
        }
        for (var line : lines(input)) {
            output.print(cutLine(line, list, characters ? "" : delimiter) + "\n");
        }
        return 0;
    }

    private static String cutLine(String line, String list, String delimiter) {
        if (!delimiter.isEmpty() && !line.contains(delimiter)) {
            return line;
        }
        var fields = line.split("\\Q" + delimiter + "\\E", -1);
        var kept = new ArrayList<String>();
        for (int i = 1; i <= fields.length; i++) {
            if (selected(list, i)) {
                kept.add(fields[i - 1]);
            }
        }
        return String.join(delimiter, kept);
    }

    private static boolean selected(String list, int index) {
        for (var range : list.split(",")) {
            int dash = range.indexOf('-');
            var from = dash < 0 ? range : range.substring(0, dash);
            var to = dash < 0 ? range : range.substring(dash + 1);
            if (index >= (from.isEmpty() ? 1 : Integer.parseInt(from))
                    && index <= (to.isEmpty() ? Integer.MAX_VALUE : Integer.parseInt(to))) {
                return true;
            }
        }
        return false;
    }

    private static int translate(List<String> arguments, ShellInput input, ShellOutput output)
            throws Misuse {
        boolean delete = !arguments.isEmpty() && arguments.getFirst().equals("-d");
        boolean squeeze = !arguments.isEmpty() && arguments.getFirst().equals("-s");
        var sets = delete || squeeze ? arguments.subList(1, arguments.size()) : arguments;
        if (sets.size() != (delete || (squeeze && sets.size() == 1) ? 1 : 2)) {
            throw new Misuse("usage: tr set1 set2, tr -d set, or tr -s set");
        }
        var from = set(sets.getFirst());
        var to = sets.size() > 1 ? set(sets.getLast()) : from;
        var text = new StringBuilder();
        for (char c : input.rest().toCharArray()) {
            int index = from.indexOf(c);
            if (index < 0) {
                text.append(c);
            } else if (!delete) {
                char changed = to.charAt(Math.min(index, to.length() - 1));
                boolean repeated =
                        squeeze && !text.isEmpty() && text.charAt(text.length() - 1) == changed;
                if (!repeated) {
                    text.append(changed);
                }
            }
        }
        output.print(text.toString());
        return 0;
    }

    private static String set(String typed) throws Misuse {
        var plain =
                typed.replace("\\n", "\n")
                        .replace("\\t", "\t")
                        .replace("[:upper:]", "A-Z")
                        .replace("[:lower:]", "a-z")
                        .replace("[:digit:]", "0-9")
                        .replace("[:space:]", " \t\n");
        var all = new StringBuilder();
        for (int i = 0; i < plain.length(); i++) {
            if (i + 2 < plain.length() && plain.charAt(i + 1) == '-') {
                for (char c = plain.charAt(i); c <= plain.charAt(i + 2); c++) {
                    all.append(c);
                }
                i += 2;
            } else {
                all.append(plain.charAt(i));
            }
        }
        if (all.isEmpty()) {
            throw new Misuse("a set is empty");
        }
        return all.toString();
    }

    private static int test(String name, List<String> typed) throws Misuse {
        var arguments = new ArrayList<>(typed);
        if (name.equals("[") && (arguments.isEmpty() || !arguments.removeLast().equals("]"))) {
            throw new Misuse("missing `]'");
        }
        boolean negated = !arguments.isEmpty() && arguments.getFirst().equals("!");
        if (negated) {
            arguments.removeFirst();
        }
        boolean holds =
                switch (arguments.size()) {
                    case 0 -> false;
                    case 1 -> !arguments.getFirst().isEmpty();
                    case 2 ->
                            switch (arguments.getFirst()) {
                                case "-n" -> !arguments.getLast().isEmpty();
                                case "-z" -> arguments.getLast().isEmpty();
                                default ->
                                        throw new Misuse(
                                                arguments.getFirst() + ": unary operator expected");
                            };
                    case 3 -> compare(arguments);
                    default -> throw new Misuse("too many arguments");
                };
        return holds != negated ? 0 : 1;
    }

    private static boolean compare(List<String> arguments) throws Misuse {
        var left = arguments.get(0);
        var right = arguments.get(2);
        return switch (arguments.get(1)) {
            case "=", "==" -> left.equals(right);
            case "!=" -> !left.equals(right);
            case "-eq" -> number(left) == number(right);
            case "-ne" -> number(left) != number(right);
            case "-lt" -> number(left) < number(right);
            case "-le" -> number(left) <= number(right);
            case "-gt" -> number(left) > number(right);
            case "-ge" -> number(left) >= number(right);
            default -> throw new Misuse(arguments.get(1) + ": binary operator expected");
        };
    }

    private static long number(String text) throws Misuse {
        if (!text.matches("-?\\d{1,17}")) {
            throw new Misuse(text + ": integer expression expected");
        }
        return Long.parseLong(text);
    }

    private static int sleep(List<String> arguments) throws Misuse, InterruptedException {
        if (arguments.size() != 1 || !arguments.getFirst().matches("\\d{1,5}(\\.\\d{1,3})?")) {
            throw new Misuse("usage: sleep seconds");
        }
        Thread.sleep(Math.round(Double.parseDouble(arguments.getFirst()) * 1000));
        return 0;
    }

    private static int date(List<String> arguments, ShellOutput output) throws Misuse {
        if (!arguments.isEmpty()) {
            throw new Misuse(arguments.getFirst() + ": no options are available");
        }
        var format = DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.US);
        output.print(ZonedDateTime.now(ZoneOffset.UTC).format(format) + "\n");
        return 0;
    }
}
