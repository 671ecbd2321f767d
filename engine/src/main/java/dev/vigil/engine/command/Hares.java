package dev.vigil.engine.command;

import java.util.List;
import java.util.stream.Stream;

/// `hares`: resources.
///
/// Source: VCS manual page hares(1M).
final class Hares implements Command {
    @Override
    public String name() {
        return "hares";
    }

    @Override
    public List<Verb> verbs() {
        return Stream.of(
                        new ResourceConfiguration().verbs(),
                        new ResourceOperations().verbs(),
                        new ResourceQueries().verbs())
                .flatMap(List::stream)
                .toList();
    }
}
