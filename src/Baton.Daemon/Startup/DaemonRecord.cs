using Baton.Core.Notices;
using Baton.Daemon.Manifests;
using Baton.Daemon.Wiring;
using Baton.Processes.Records;
using Baton.Supervision.Memory;

namespace Baton.Daemon.Startup;

/// <summary>What a daemon knows and keeps of itself in its state directory: facts, the manifest in force, what people enabled, the services' past.</summary>
internal sealed class DaemonRecord : IDisposable
{
    private DaemonRecord(DaemonGround ground, bool isLogJson, TimeProvider time, Action<Exception> crashed)
    {
        var state = ground.State;
        Journal = NoticesToJournal.Open(state.Root, ground.Manifest.Reading.Manifest.Project, time, crashed);
        InForce = new ManifestInForce(ground.Manifest.Reading, state.Run);
        Enabling = EnablingToState.Read(state.Root);
        Log = new SupervisorLog(state.Logs, isLogJson, Notices, time, crashed, () => InForce.Manifest.Health.LogLevel);
        Journal.TellProblems();
        Memory = ServiceMemory.Open(Path.Combine(state.Run, "services"), StateId.Of(state.Root, out _), BootId.Read(), time.GetUtcNow(),
            sentence => Notices.Publish("daemon", "memory_set_aside", cause: null, sentence));
    }

    public NoticesToJournal Journal { get; }

    public NoticeBoard Notices => Journal.Notices;

    public ManifestInForce InForce { get; }

    public EnablingToState Enabling { get; }

    public SupervisorLog Log { get; }

    public ServiceMemory Memory { get; }

    /// <summary>Opens all of it; what is damaged is set aside and told.</summary>
    /// <param name="ground">Where.</param>
    /// <param name="isLogJson">The daemon's log is an object a line.</param>
    /// <param name="time">The clock.</param>
    /// <param name="crashed">Told of a bug.</param>
    public static DaemonRecord Open(DaemonGround ground, bool isLogJson, TimeProvider time, Action<Exception> crashed) => new(ground, isLogJson, time, crashed);

    /// <summary>Writes what was told so far; a fact after this is lost.</summary>
    public async Task CloseAsync()
    {
        await Log.CloseAsync();
        await Journal.CloseAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Memory.Dispose();
        Log.Dispose();
        Enabling.Dispose();
        Journal.Dispose();
    }
}
