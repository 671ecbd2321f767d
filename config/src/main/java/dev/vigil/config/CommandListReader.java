package dev.vigil.config;

import dev.vigil.config.CommandWords.UnclosedQuote;
import dev.vigil.config.CommandWords.Word;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Reads a list of commands (`main.cmd`) as the configuration that they would build: the reverse of
/// [CommandListWriter].
///
/// Commands that only open or save a configuration (`haconf`) say nothing about it and are passed over. A command that a
/// command list does not hold is an error; after one, the other lines are read all the same.
public final class CommandListReader {
    /// The name of a command list in a configuration directory.
    public static final String FILE = "main.cmd";

    private CommandListReader() {}

    /// The configuration that the commands build; verified, and only present if every line could be carried out.
    ///
    /// @param file the name that diagnostics give to the text
    public static ReadResult read(String file, String text) {
        Findings findings = new Findings();
        Places places = new Places();
        CommandList list = new CommandList(findings, places);
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            run(list, file, number, line, findings);
        }
        if (list.clusterName().isEmpty())
            findings.error(
                    new Position(file, 1, 1),
                    Umi.CLUSTER_CLAUSE,
                    "the cluster's name is not defined",
                    "Write: haclus -modify ClusterName name");
        if (findings.hasErrors()) return new ReadResult(Optional.empty(), findings.all());
        Configuration configuration = list.configuration().canonical();
        new Verification(configuration, places, findings).run();
        Optional<Configuration> sound =
                findings.hasErrors() ? Optional.empty() : Optional.of(configuration);
        List<Diagnostic> inOrder =
                findings.all().stream().sorted(Comparator.comparingInt(Diagnostic::line)).toList();
        return new ReadResult(sound, inOrder);
    }

    private static void run(
            CommandList list, String file, int number, String line, Findings findings) {
        try {
            List<Word> words = CommandWords.of(line);
            if (!words.isEmpty()) list.run(words, file, number);
        } catch (UnclosedQuote open) {
            findings.error(
                    new Position(file, number, open.column),
                    Umi.COMMAND,
                    "the quote that begins here is not closed on its line",
                    "End it with a double quote");
        }
    }
}
