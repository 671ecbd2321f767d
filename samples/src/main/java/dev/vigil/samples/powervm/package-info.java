/// A simulated PowerVM estate in one process: physical servers with their VIO servers and partitions, and the management
/// consoles that answer for them over SSH, as real ones do. Agents cannot tell the difference.
///
/// Promises: one truth behind all consoles; only legal transitions, each taking its time (`--speed` scales it); everything
/// saved at each change and taken up again by the next start; what is not simulated is refused, never made up.
///
/// ## The parts
///
/// - The truth is pure: [Estate], [Server], [Partition] are values, [Operations] what consoles can ask, [Faults] what
///   breaks, [Passage] what happens by itself. Time is handed in.
/// - The consoles' language is pure as well: [HmcCommand]s read an estate and answer with text and the next estate;
///   [Listing], [Filter] and [Csv] hold the grammar, [HmcMessage] the refusals. The shell around it is
///   [dev.vigil.samples.powervm.shell].
/// - The edges: [EstateRunner] holds the one estate of the process, [HmcServer] a console's SSH server, [ControlServer] the
///   pages that break things, [HookRunner] what happens outside when a management partition dies. Start reading at
///   [EstateMain].
///
/// ## The control pages
///
/// HTTP on loopback, JSON unless said otherwise; its address is in `endpoints.json`. `GET` looks, `POST` changes, parameters are
/// in the query. A change answers `{"ok":true,"atMs":…,"lastSeq":…}` once it is in force (a stopped console's port refuses by
/// then), or `{"ok":false,"error":…}` with status 400 (not understood), 404 (no such page) or 409 (refused in this state).
///
/// | page | parameters | what |
/// |---|---|---|
/// | `GET /truth` | | servers with power, VIO servers and management partitions; partitions with where they run |
/// | `GET /show` | | the same as a table, plain text |
/// | `GET /history` | `since`, `timeoutMs` | what happened after entry `since`; waits for some up to `timeoutMs` |
/// | `GET /wait` | `lpar` with `state`, `os`, `runsOn` and `server`; `server` with `power`; `hmc` with `up`; `timeoutMs` | answers once it is so, or 408 |
/// | `POST /power-off` | `server` | the plug is pulled |
/// | `POST /power-on` | `server` | powered on; partitions with `auto_start=1` follow |
/// | `POST /disconnect`, `/connect` | `server` | consoles lose or see it (`No Connection`), it runs on |
/// | `POST /crash` | `lpar`, `server` | a partition crashes (Error); the server may be left out if it runs on one |
/// | `POST /start-lpar`, `/stop-lpar` | `lpar`, `server` | a partition is activated, or switched off at once |
/// | `POST /halt-lpar` | `lpar`, `server` | its own administrator shuts it down |
/// | `POST /stop-vios`, `/start-vios` | `vios`, `server` | the same for a VIO server |
/// | `POST /stop-hmc`, `/start-hmc` | `hmc` | its port refuses connections, or answers again |
/// | `POST /slow` | `ms` | every console command answers so much later |
///
/// `GET /` prints this list. Over SSH the user `lab` has the same verbs (`ssh -l lab … power-off SERVER`).
package dev.vigil.samples.powervm;
