/// The rules by which the core chooses: pure functions from facts to a choice and its reasons.
///
/// They know nothing of the cluster's state; the core hands in what they need and keeps the reasons they give, so that a
/// forecast is the same question asked earlier.
package dev.vigil.engine.policy;
