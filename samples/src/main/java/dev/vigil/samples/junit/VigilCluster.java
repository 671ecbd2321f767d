package dev.vigil.samples.junit;

import org.junit.jupiter.api.extension.ExtendWith;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The tests of this class share a real cluster, which is started before the first and taken down after the last of them.
///
/// ```
/// @VigilCluster("samples/two-tier")
/// class FailoverIT {
///     @Test
///     void theDatabaseSurvivesTheLossOfItsSystem(RunningCluster cluster) throws Exception {
///         String home = cluster.await("dbsg").online();
///         cluster.system(home).off();
///         cluster.await("dbsg").onlineElsewhere(home);
///     }
/// }
/// ```
///
/// After each test all injected faults are healed. When one fails, the files of the cluster, logs included, are kept and their place is
/// printed. Vigil itself, built, is where the system property `vigil.home` says, else `vigil.root`, else the environment's `VIGIL_HOME`.
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ClusterExtension.class)
public @interface VigilCluster {
    /// The directory with `main.cf`; relative to Vigil's, or absolute.
    String value();
}
