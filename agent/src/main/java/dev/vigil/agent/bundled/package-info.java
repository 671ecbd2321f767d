/// The agents that come with the product and are written in Java: files, processes, applications, and those that mirror other
/// resources. [dev.vigil.agent.bundled.BundledAgents] lists them; the partitions of PowerVM have a package of their own.
///
/// Source: VCS Bundled Agents Reference Guide.
package dev.vigil.agent.bundled;
