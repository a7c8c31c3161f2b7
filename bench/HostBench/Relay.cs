using System.Threading.Channels;
using Baton.Processes;

namespace Baton.HostBench;

/// <summary>Hands events with the time of their telling to whoever measures, on another thread, as an actor would get them.</summary>
internal sealed class Relay : IProcessEvents
{
    private readonly Channel<(ProcessEvent Event, long At)> _events = Channel.CreateUnbounded<(ProcessEvent, long)>();

    public void On(ProcessEvent processEvent) => _events.Writer.TryWrite((processEvent, TimeProvider.System.GetTimestamp()));

    /// <summary>The next event of that kind; others are thrown away.</summary>
    public async ValueTask<(T Event, long At)> NextAsync<T>() where T : ProcessEvent
    {
        while (true)
        {
            var (next, at) = await _events.Reader.ReadAsync();
            if (next is T wanted) return (wanted, at);
            if (next is ProcessEvent.SpawnFailed failed) throw new InvalidOperationException(failed.Reason);
        }
    }

    public static Launch LaunchOf(params string[] command) => new()
    {
        Command = command,
        WorkingDirectory = "/",
        Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
    };
}
