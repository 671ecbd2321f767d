/// Clusters of real daemons, each system in a network namespace of its own, with links that are cut. Needs root.
package dev.vigil.samples.namespaces;
