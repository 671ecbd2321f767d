package dev.vigil.engine.command;

import java.util.List;
import java.util.stream.Stream;

/// `hagrp`: service groups.
///
/// Source: VCS manual page hagrp(1M).
final class Hagrp implements Command {
    @Override
    public String name() {
        return "hagrp";
    }

    @Override
    public List<Verb> verbs() {
        return Stream.of(
                        new GroupConfiguration().verbs(),
                        new GroupOperations().verbs(),
                        new GroupQueries().verbs())
                .flatMap(List::stream)
                .toList();
    }
}
