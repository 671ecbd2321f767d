package dev.vigil.samples.powervm.shell;

import dev.vigil.samples.powervm.shell.ShellTools.Misuse;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The tools that work with patterns: `grep` and the most used part of `sed`.
final class TextPatterns {

    private TextPatterns() {}

    /// `grep [-ivcqwxEFo] [-m n] [-e pattern] pattern`: 0 when a line matched, else 1.
    static int grep(String name, List<String> arguments, ShellInput input, ShellOutput output)
            throws Misuse {
        var options = new StringBuilder();
        var patterns = new ArrayList<String>();
        var words = new ArrayList<>(arguments);
        while (!words.isEmpty()) {
            var word = words.removeFirst();
            if (word.equals("-e") && !words.isEmpty()) {
                patterns.add(words.removeFirst());
            } else if (word.startsWith("-") && word.length() > 1) {
                options.append(word.substring(1));
            } else {
                patterns.add(word);
            }
        }
        for (char option : options.toString().toCharArray()) {
            if ("ivcqwxEFo".indexOf(option) < 0) {
                throw new Misuse("-" + option + ": only -i -v -c -q -w -x -o -E -F are available");
            }
        }
        if (patterns.isEmpty()) {
            throw new Misuse("usage: grep [options] pattern");
        }
        if (patterns.size() > 1 && !arguments.contains("-e")) {
            throw new Misuse(patterns.get(1) + ": No such file or directory");
        }
        return grep(name, options.toString(), patterns, input, output);
    }

    private static int grep(
            String name,
            String options,
            List<String> patterns,
            ShellInput input,
            ShellOutput output)
            throws Misuse {
        boolean fixed = name.equals("fgrep") || options.contains("F");
        boolean extended = name.equals("egrep") || options.contains("E");
        var alternatives = new ArrayList<String>();
        for (var pattern : patterns) {
            alternatives.add(fixed ? Pattern.quote(pattern) : extended ? pattern : java(pattern));
        }
        var joined = "(?:" + String.join("|", alternatives) + ")";
        if (options.contains("w")) {
            joined = "\\b" + joined + "\\b";
        }
        if (options.contains("x")) {
            joined = "^" + joined + "$";
        }
        var compiled = compile(joined, options.contains("i"));
        int matched = 0;
        for (var line : ShellTools.lines(input)) {
            var matcher = compiled.matcher(line);
            if (matcher.find() == options.contains("v")) {
                continue;
            }
            matched++;
            if (options.contains("q") || options.contains("c")) {
                continue;
            }
            if (options.contains("o") && !options.contains("v")) {
                do {
                    output.print(matcher.group() + "\n");
                } while (matcher.find());
            } else {
                output.print(line + "\n");
            }
        }
        if (options.contains("c")) {
            output.print(matched + "\n");
        }
        return matched > 0 ? 0 : 1;
    }

    /// `sed [-n] [-e] script`: `s/…/…/[gip]`, `/…/d`, `/…/p`, `Np`, `Nd`, `$p`, several joined by `;`.
    static int sed(List<String> arguments, ShellInput input, ShellOutput output) throws Misuse {
        boolean quiet = false;
        boolean extended = false;
        var scripts = new ArrayList<String>();
        for (var argument : arguments) {
            switch (argument) {
                case "-n" -> quiet = true;
                case "-E", "-r" -> extended = true;
                case "-e" -> {
                    // The script is the next word, as it would be without it.
                }
                default -> scripts.add(argument);
            }
        }
        if (scripts.isEmpty() || (scripts.size() > 1 && !arguments.contains("-e"))) {
            throw new Misuse("usage: sed [-n] [-E] [-e] script");
        }
        var edits = new ArrayList<Edit>();
        for (var script : scripts) {
            parse(script, extended, edits);
        }
        var lines = ShellTools.lines(input);
        for (int i = 0; i < lines.size(); i++) {
            edit(lines.get(i), i + 1, i + 1 == lines.size(), edits, quiet, output);
        }
        return 0;
    }

    /// One command of a script. An `address` is empty, a line number, `$` or a pattern.
    private record Edit(
            Pattern where,
            int line,
            boolean last,
            char command,
            Pattern what,
            String by,
            String flags) {
        boolean applies(String text, int number, boolean isLast) {
            return line > 0 ? number == line : last ? isLast : where.matcher(text).find();
        }
    }

    private static void edit(
            String line,
            int number,
            boolean last,
            List<Edit> edits,
            boolean quiet,
            ShellOutput output) {
        var text = line;
        for (var edit : edits) {
            if (!edit.applies(text, number, last)) {
                continue;
            }
            switch (edit.command()) {
                case 'd' -> {
                    return;
                }
                case 'p' -> output.print(text + "\n");
                default -> {
                    var matcher = edit.what().matcher(text);
                    boolean found = matcher.find();
                    text =
                            edit.flags().contains("g")
                                    ? matcher.replaceAll(edit.by())
                                    : matcher.replaceFirst(edit.by());
                    if (found && edit.flags().contains("p")) {
                        output.print(text + "\n");
                    }
                }
            }
        }
        if (!quiet) {
            output.print(text + "\n");
        }
    }

    private static void parse(String script, boolean extended, List<Edit> edits) throws Misuse {
        int at = 0;
        while (at < script.length()) {
            if (" ;\n".indexOf(script.charAt(at)) >= 0) {
                at++;
                continue;
            }
            var where = Pattern.compile("");
            int line = 0;
            boolean last = false;
            if (script.charAt(at) == '/') {
                int end = closing(script, at + 1, '/');
                where = pattern(script.substring(at + 1, end), extended, false);
                at = end + 1;
            } else if (script.charAt(at) == '$') {
                last = true;
                at++;
            } else {
                int end = at;
                while (end < script.length() && Character.isDigit(script.charAt(end))) {
                    end++;
                }
                line = end > at ? Integer.parseInt(script.substring(at, Math.min(end, at + 8))) : 0;
                at = end;
            }
            char command = at < script.length() ? script.charAt(at++) : '\0';
            if (command == 'd' || command == 'p') {
                edits.add(new Edit(where, line, last, command, where, "", ""));
            } else if (command == 's' && at < script.length()) {
                char mark = script.charAt(at);
                int middle = closing(script, at + 1, mark);
                int end = closing(script, middle + 1, mark);
                int flagsEnd = end + 1;
                while (flagsEnd < script.length() && "gip".indexOf(script.charAt(flagsEnd)) >= 0) {
                    flagsEnd++;
                }
                var flags = script.substring(end + 1, flagsEnd);
                edits.add(
                        new Edit(
                                where,
                                line,
                                last,
                                's',
                                pattern(
                                        script.substring(at + 1, middle),
                                        extended,
                                        flags.contains("i")),
                                replacement(script.substring(middle + 1, end)),
                                flags));
                at = flagsEnd;
            } else {
                throw new Misuse("only s, d and p with a pattern or line number are available");
            }
            if (at < script.length() && " ;\n".indexOf(script.charAt(at)) < 0) {
                throw new Misuse("extra characters after command: " + script.substring(at));
            }
        }
    }

    private static int closing(String script, int from, char mark) throws Misuse {
        for (int i = from; i < script.length(); i++) {
            if (script.charAt(i) == '\\') {
                i++;
            } else if (script.charAt(i) == mark) {
                return i;
            }
        }
        throw new Misuse("unterminated command: " + script);
    }

    private static Pattern pattern(String typed, boolean extended, boolean ignoreCase)
            throws Misuse {
        return compile(extended ? typed : java(typed), ignoreCase);
    }

    private static Pattern compile(String pattern, boolean ignoreCase) throws Misuse {
        try {
            return Pattern.compile(pattern, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
        } catch (PatternSyntaxException bad) {
            throw new Misuse("invalid pattern " + pattern + ": " + bad.getDescription());
        }
    }

    /// A basic regular expression in Java's terms: there `+ ? ( ) { } |` are plain unless escaped.
    private static String java(String basic) {
        var java = new StringBuilder();
        boolean bracket = false;
        for (int i = 0; i < basic.length(); i++) {
            char c = basic.charAt(i);
            if (bracket) {
                bracket = c != ']';
                java.append(c == '[' && !basic.startsWith("[:", i) ? "\\[" : c);
            } else if (c == '[') {
                bracket = true;
                java.append(c);
            } else if (c == '\\' && i + 1 < basic.length()) {
                char next = basic.charAt(++i);
                java.append("+?(){}|".indexOf(next) >= 0 ? "" : "\\").append(next);
            } else if ("+?(){}|".indexOf(c) >= 0) {
                java.append('\\').append(c);
            } else if (c == '*' && java.isEmpty()) {
                java.append("\\*");
            } else {
                java.append(c);
            }
        }
        return java.toString();
    }

    /// A replacement in Java's terms: `&` and `\1` are groups, `$` is plain.
    private static String replacement(String typed) {
        var java = new StringBuilder();
        for (int i = 0; i < typed.length(); i++) {
            char c = typed.charAt(i);
            if (c == '\\' && i + 1 < typed.length()) {
                char next = typed.charAt(++i);
                java.append(
                        Character.isDigit(next) ? "$" + next : next == 'n' ? "\n" : "\\" + next);
            } else if (c == '&') {
                java.append("$0");
            } else if (c == '$') {
                java.append("\\$");
            } else {
                java.append(c);
            }
        }
        return java.toString();
    }
}
