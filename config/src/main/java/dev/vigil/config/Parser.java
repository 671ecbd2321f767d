package dev.vigil.config;

import dev.vigil.config.GroupDependency.Category;
import dev.vigil.config.GroupDependency.Location;
import dev.vigil.config.GroupDependency.Rigidity;
import dev.vigil.config.Syntax.Assignment;
import dev.vigil.config.Syntax.Statement;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Finds the statements in a configuration text.
///
/// After a mistake it goes on with the next statement that begins a line, so one run reports every mistake once.
///
/// Source: VCS Administrator's Guide, "The VCS configuration language".
final class Parser {
    private static final Set<String> OBJECTS =
            Set.of("cluster", "remotecluster", "heartbeat", "system", "site", "group");

    private final TokenStream tokens;
    private final Findings findings;
    private final ValueParser values;
    private final List<Statement> statements = new ArrayList<>();

    private Parser(TokenStream tokens, Findings findings) {
        this.tokens = tokens;
        this.findings = findings;
        this.values = new ValueParser(tokens, findings);
    }

    /// The statements of a text, in its order.
    static List<Statement> statements(String file, String text, Findings findings) {
        return new Parser(new TokenStream(Lexer.tokens(file, text, findings)), findings).run();
    }

    private List<Statement> run() {
        while (!tokens.atEnd()) statement();
        return statements;
    }

    private void statement() {
        Token first = tokens.peek();
        if (tokens.peek(1).isWord("requires") && first.isScalar()) {
            requires();
            return;
        }
        String keyword = keyword(first);
        switch (keyword) {
            case "include" -> include();
            case "type" -> type();
            case "requires" -> requiresGroup();
            case String object when OBJECTS.contains(object) -> object(object);
            case String _ when namesTwo() -> resource();
            default -> noStatement(first);
        }
    }

    /// Whether two names stand side by side, as at the beginning of a resource.
    private boolean namesTwo() {
        Token second = tokens.peek(1);
        return tokens.peek().isScalar() && second.isScalar() && !second.startsLine();
    }

    /// The keyword that a token is, or an empty string. Keywords are lower case; a capital first letter, as published
    /// samples have it, is accepted with a warning where nothing else can be meant.
    private String keyword(Token token) {
        if (token.kind() != Token.Kind.WORD || !tokens.peek(1).isScalar()) return "";
        if (isKeyword(token.text())) return token.text();
        String lower = token.text().toLowerCase(Locale.ROOT);
        if (!isKeyword(lower)) return "";
        findings.warning(
                token.position(),
                Umi.SPELLING,
                token.shown() + " is read as '" + lower + "'",
                "Keywords are written in lower case");
        return lower;
    }

    private static boolean isKeyword(String word) {
        return OBJECTS.contains(word)
                || word.equals("include")
                || word.equals("type")
                || word.equals("requires");
    }

    private void noStatement(Token found) {
        String remedy =
                found.is(")")
                        ? "There is no open '(' here: remove it"
                        : "Expected: include, cluster, system, group, type, a resource (Type name"
                                + " (...)), or a dependency (parent requires child)";
        unexpected(found, remedy);
        tokens.next();
        if (!found.is(")")) tokens.skipToStatement();
    }

    private void include() {
        Token at = tokens.next();
        statements.add(new Syntax.Include(at, tokens.next()));
    }

    private void object(String keyword) {
        tokens.next();
        Token name = tokens.next();
        List<Assignment> assignments =
                tokens.peek().is("(") ? assignments(keyword + " " + name.text()) : List.of();
        statements.add(new Syntax.ObjectBlock(keyword, name, assignments));
    }

    private void resource() {
        Token type = tokens.next();
        Token name = tokens.next();
        if (!tokens.peek().is("(")) {
            unexpected(
                    tokens.peek(),
                    "A resource has a block: " + type.text() + " " + name.text() + " ( ... )");
            if (!tokens.atStatement()) tokens.skipToStatement();
            return;
        }
        statements.add(
                new Syntax.ResourceBlock(type, name, assignments("resource " + name.text())));
    }

    private void requires() {
        Token parent = tokens.next();
        Token requires = tokens.next();
        Token child = tokens.peek();
        if (child.isWord("atleast") && tokens.peek(2).isWord("from")) {
            findings.error(
                    child.position(),
                    Umi.SYNTAX,
                    "at-least dependencies are not supported",
                    "Write a line '" + parent.text() + " requires ...' for each resource");
            tokens.next();
            tokens.skipToStatement();
        } else if (!child.isScalar() || child.startsLine()) {
            findings.error(
                    requires.position(),
                    Umi.SYNTAX,
                    "the name of a resource is missing after 'requires'",
                    "Write: " + parent.text() + " requires child");
        } else {
            statements.add(new Syntax.Requires(parent, tokens.next()));
        }
    }

    private void requiresGroup() {
        Token requires = tokens.next();
        if (!tokens.peek().text().equalsIgnoreCase("group") || !tokens.peek(1).isScalar()) {
            findings.error(
                    requires.position(),
                    Umi.SYNTAX,
                    "'requires' without a resource before it has to name a group",
                    "Write 'parent requires child' for resources, 'requires group name online"
                            + " local firm' for groups");
            tokens.skipToStatement();
            return;
        }
        tokens.next();
        Token child = tokens.next();
        Optional<Category> category = choice(Category.values(), Category::keyword);
        Optional<Location> location =
                category.flatMap(_ -> choice(Location.values(), Location::keyword));
        if (location.isEmpty()) {
            tokens.skipToStatement();
            return;
        }
        Rigidity rigidity = Rigidity.NONE;
        for (Rigidity each : Rigidity.values())
            if (tokens.peek().isWord(each.keyword())) rigidity = each;
        if (rigidity != Rigidity.NONE) tokens.next();
        statements.add(
                new Syntax.RequiresGroup(
                        child, category.orElseThrow(), location.orElseThrow(), rigidity));
    }

    private <T> Optional<T> choice(T[] choices, Function<T, String> keyword) {
        Token found = tokens.peek();
        for (T choice : choices) {
            if (found.isWord(keyword.apply(choice))) {
                tokens.next();
                return Optional.of(choice);
            }
        }
        unexpected(
                found,
                "Expected one of: "
                        + Stream.of(choices).map(keyword).collect(Collectors.joining(", ")));
        return Optional.empty();
    }

    /// The assignments of a block whose `(` comes next.
    private List<Assignment> assignments(String owner) {
        Token open = tokens.next();
        List<Assignment> assignments = new ArrayList<>();
        while (!tokens.peek().is(")")) {
            if (tokens.atEnd() || tokens.atStatement()) {
                notClosed(open, owner);
                return assignments;
            }
            assignment().ifPresent(assignments::add);
        }
        tokens.next();
        return assignments;
    }

    private void notClosed(Token open, String owner) {
        Token found = tokens.peek();
        String line = found.kind() == Token.Kind.END ? "" : " in line " + found.position().line();
        findings.error(
                open.position(),
                Umi.SYNTAX,
                "the block of " + owner + " that begins here is not closed",
                "Write ')' before " + found.shown() + line);
    }

    private Optional<Assignment> assignment() {
        Token name = tokens.peek();
        if (name.kind() != Token.Kind.WORD) {
            unexpected(name, "Expected: an attribute's name, or ')'");
            tokens.next();
            tokens.skipToAssignment();
            return Optional.empty();
        }
        tokens.next();
        Optional<Token> system = Optional.empty();
        if (tokens.peek().is("@")) {
            tokens.next();
            if (!tokens.peek().isScalar()) {
                unexpected(tokens.peek(), "Expected: the name of a system after '@'");
                tokens.skipToAssignment();
                return Optional.empty();
            }
            system = Optional.of(tokens.next());
        }
        if (!tokens.peek().is("=")) {
            noAssignment(name);
            tokens.skipToAssignment();
            return Optional.empty();
        }
        tokens.next();
        Optional<Token> of = system;
        return values.value(name).map(value -> new Assignment(name, of, value));
    }

    private void noAssignment(Token name) {
        if (name.startsLine())
            unexpected(tokens.peek(), "Expected: '=' and a value for " + name.text());
        else
            unexpected(
                    name, "A value with blanks stands in double quotes, a list of values in { }");
    }

    private void type() {
        tokens.next();
        Token name = tokens.next();
        if (!tokens.peek().is("(")) {
            unexpected(tokens.peek(), "Write: type " + name.text() + " ( ... )");
            tokens.skipToStatement();
            return;
        }
        Token open = tokens.next();
        TypeItemParser parser = new TypeItemParser(tokens, values, findings);
        List<Syntax.TypeItem> items = new ArrayList<>();
        while (!tokens.peek().is(")")) {
            if (tokens.atEnd() || tokens.atObject()) {
                notClosed(open, "type " + name.text());
                statements.add(new Syntax.TypeBlock(name, items));
                return;
            }
            parser.item().ifPresent(items::add);
        }
        tokens.next();
        statements.add(new Syntax.TypeBlock(name, items));
    }

    private void unexpected(Token found, String remedy) {
        findings.error(found.position(), Umi.SYNTAX, "unexpected " + found.shown(), remedy);
    }
}
