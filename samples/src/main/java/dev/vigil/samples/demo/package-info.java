/// The demonstration: starts the sample `lpar-failover`, breaks one thing after another, and checks each time what became of it.
///
/// What is checked is always the estate's own truth ([dev.vigil.samples.demo.EstateClient]): on which server a partition executes, whether it
/// ever executed on two. What the engine believes is shown beside it, and decides nothing.
package dev.vigil.samples.demo;
