using System.Collections.Concurrent;
using Baton.TestKit;

namespace Baton.Processes.Output.Tests;

/// <summary>A pump in the test's own process, with a folder of its own and a record of what it told.</summary>
internal sealed class OwnPump : IOutputEvents, IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _slots;

    public OwnPump(TimeProvider? time = null, Action<PumpPoint>? hook = null)
    {
        Directory.CreateDirectory(_folder["run"]);
        Page = StatePage.Open(_folder["run/output"]);
        Pump = new OutputPump(time ?? TimeProvider.System, Page, this, hook);
    }

    public OutputPump Pump { get; }

    public StatePage Page { get; }

    public ConcurrentQueue<(RunId Id, int Segment, long Length)> Growth { get; } = [];

    public ConcurrentQueue<(RunId Id, string? Problem)> Troubles { get; } = [];

    public ConcurrentQueue<RunId> Finished { get; } = [];

    public string this[string name] => _folder[name];

    public RunOutput Open(string service = "svc", long rotateBytes = 0, int keep = 5, DateTimeOffset? at = null, int run = 1, int? slot = null, TimeSpan rotateAge = default) =>
        Pump.Open(new RunOutputSpec(new RunId(service, run), at ?? TimeProvider.System.GetUtcNow(), _folder["run"], _folder["logs"],
            new LogPolicy(rotateBytes, keep, FullDiskPolicy.Drop) { RotateAge = rotateAge }, slot ?? _slots++));

    /// <summary>Runs a behaviour of the test program to its end as the run's process.</summary>
    public static async Task RunAsync(RunOutput output, params IEnumerable<string> behaviour)
    {
        using var child = Child.Write(output.StdoutFifo, output.StderrFifo, behaviour);
        Assert.Equal(0, await child.ExitAsync());
    }

    public async Task<TaggedLog> FinishAsync(RunOutput output)
    {
        Pump.Finish(output);
        await Eventually.HoldsAsync(() => Finished.Contains(output.Id), "the run is drained");
        return TaggedLog.Read(Path.GetDirectoryName(output.LogPath)!);
    }

    public void Grew(RunId id, int segment, long length) => Growth.Enqueue((id, segment, length));

    public void Trouble(RunId id, string? problem) => Troubles.Enqueue((id, problem));

    public void Drained(RunId id) => Finished.Enqueue(id);

    public async ValueTask DisposeAsync()
    {
        await Pump.DisposeAsync();
        Page.Dispose();
        _folder.Dispose();
    }
}
