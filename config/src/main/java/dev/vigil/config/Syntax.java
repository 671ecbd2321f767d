package dev.vigil.config;

import java.util.List;
import java.util.Optional;

/// What a configuration text says, word by word, before anyone asks what the words mean.
final class Syntax {
    private Syntax() {}

    /// A statement of the top level. The members of a group are statements of their own and belong to the group before
    /// them.
    sealed interface Statement {
        /// The word by which a message points at the statement.
        Token at();
    }

    /// `include "types.cf"`
    record Include(Token at, Token file) implements Statement {}

    /// `group websg ( … )`, and the same for clusters, systems and the like.
    ///
    /// @param keyword `cluster`, `remotecluster`, `heartbeat`, `system`, `site` or `group`
    record ObjectBlock(String keyword, Token at, List<Assignment> assignments)
            implements Statement {}

    /// `type FileOnOff ( … )`
    record TypeBlock(Token at, List<TypeItem> items) implements Statement {}

    /// `FileOnOff web_file ( … )`
    record ResourceBlock(Token type, Token at, List<Assignment> assignments) implements Statement {}

    /// `web_ip requires web_nic`
    record Requires(Token at, Token child) implements Statement {}

    /// `requires group db online local firm`
    record RequiresGroup(
            Token at,
            GroupDependency.Category category,
            GroupDependency.Location location,
            GroupDependency.Rigidity rigidity)
            implements Statement {}

    /// `Device @sysA = en0`
    record Assignment(Token name, Optional<Token> system, RawValue value) {}

    /// `static int IMF{} = { Mode = 3 }`
    record TypeItem(
            Token name,
            AttributeDefinition.Kind kind,
            ValueType type,
            Dimension dimension,
            Optional<RawValue> initial) {}

    /// A value as written.
    sealed interface RawValue {
        /// Where it begins.
        Position position();
    }

    /// A value of one word.
    record Single(Token token) implements RawValue {
        @Override
        public Position position() {
            return token.position();
        }
    }

    /// A value in braces.
    record Braces(Token open, List<Entry> entries) implements RawValue {
        @Override
        public Position position() {
            return open.position();
        }
    }

    /// What stands between separators in braces: `sysA` or `sysA = 0`.
    record Entry(Token key, Optional<Token> value) {}
}
