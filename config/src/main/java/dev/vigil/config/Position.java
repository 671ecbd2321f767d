package dev.vigil.config;

/// Where a word stands: file, and line and column from 1, a tab being one column. Line 0 is nowhere: the configuration
/// was not read from a text.
record Position(String file, int line, int column) {
    static final Position NOWHERE = new Position("", 0, 0);
}
