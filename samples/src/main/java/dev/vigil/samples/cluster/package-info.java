/// A real cluster on this machine for programs that test with it: started from a `main.cf`, broken in every way there is, looked at, taken
/// down.
package dev.vigil.samples.cluster;
