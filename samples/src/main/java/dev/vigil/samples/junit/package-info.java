/// A JUnit extension for those who want to test a cluster's configuration: [VigilCluster][dev.vigil.samples.junit.VigilCluster].
package dev.vigil.samples.junit;
