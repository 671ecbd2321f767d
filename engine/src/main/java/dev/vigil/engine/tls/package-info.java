/// Who is who in a cluster, proved by certificates.
///
/// A cluster has an authority of its own ([dev.vigil.engine.tls.ClusterAuthority], the command `vigil-keys`), which gives every system and every coordination point
/// one key and one certificate with its [dev.vigil.engine.tls.Identity] in it. [dev.vigil.engine.tls.ClusterKeys] reads what one of them was
/// given: TLS 1.3 both ways, with nobody but holders of a certificate of the same cluster.
package dev.vigil.engine.tls;
