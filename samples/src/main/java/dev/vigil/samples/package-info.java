/// What a newcomer runs first: the simulated PowerVM estate, the demo and the sample clusters.
package dev.vigil.samples;
