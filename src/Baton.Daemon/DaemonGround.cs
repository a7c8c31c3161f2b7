using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;
using Baton.Daemon.State;
using Baton.Daemon.Wiring;
using Baton.Processes;

namespace Baton.Daemon;

/// <summary>What a daemon has before it decides anything: what it is to run, and where its state and its processes are.</summary>
internal sealed record DaemonGround(Locations Locations, ServiceManifest Manifest, StateDirectory State, ProcessNews News, IProcessHost Host);
