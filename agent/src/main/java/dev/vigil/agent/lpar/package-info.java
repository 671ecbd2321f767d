/// The LPAR agent: keeps logical partitions of Power servers running from outside, by the command line of their management consoles.
///
/// A *management LPAR* (a system of the cluster, one per physical server) starts, stops and watches other partitions of its own
/// server. It never touches them directly: it logs in at the HMC over SSH and types the commands an administrator would.
///
/// - [dev.vigil.agent.lpar.LparAgent] has the entry points; its decisions are in [dev.vigil.agent.lpar.PartitionState] (what a state means) and
///   [dev.vigil.agent.lpar.Whereabouts] (may the partition be started here, or does it run elsewhere).
/// - [dev.vigil.agent.lpar.HmcCommands] holds every command line that is ever sent, [dev.vigil.agent.lpar.HmcOutput] reads the answers.
/// - [dev.vigil.agent.lpar.Consoles] asks the second HMC when the first fails; [dev.vigil.agent.lpar.SshHmcShell] is the SSH client, one
///   connection per HMC.
/// - [dev.vigil.agent.lpar.HmcCommand] is a small main for triggers and administrators: one HMC command with the agent's keys.
///
/// # Keys
///
/// Login is by key alone. The directory `ssh` under `VIGIL_CONF` (`/etc/vigil/ssh`) holds `id_ecdsa` or `id_rsa` and `known_hosts`; where it does not
/// exist, the `.ssh` of the user that runs hanode is used. Host keys are checked strictly: an HMC whose key is not in `known_hosts`, or differs
/// from it, is not talked to, and the resources that depend on it are UNKNOWN, which is never a fault.
///
/// # What it promises
///
/// - No answer is never taken for a bad answer: when no HMC can be asked, a resource is UNKNOWN and nothing is started or stopped.
/// - `online` starts a partition only when every managed system that could run it has been accounted for by an HMC that can see it. It is
///   refused, with the name of the server, when the partition is powered on elsewhere, and when that cannot be known.
/// - Messages of the HMC are recognised by their code (HSCL...), never by their text, which depends on the console's language.
///
/// Source: InfoScale 9.0 Virtualization Guide for AIX, "Cluster Server: Configuring VCS to manage applications in LPARs"; IBM HMC command reference.
package dev.vigil.agent.lpar;
