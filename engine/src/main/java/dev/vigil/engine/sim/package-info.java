/// The test bench: whole clusters over simulated time, network, disks, log transport and resources, every run given by one replay seed.
package dev.vigil.engine.sim;
