// Stands in for the output pump until it is merged; this whole file goes then.
#pragma warning disable
using System.Runtime.InteropServices;
using Baton.Processes.Native;
namespace Baton.Processes.Output;

internal sealed record RunOutputSpec(RunId Id, DateTimeOffset StartedAt, string RunDirectory, string LogDirectory, LogPolicy Policy, int Slot);
internal interface IOutputEvents { void Grew(RunId id, int segment, long length); void Trouble(RunId id, string? problem); void Drained(RunId id); }
internal enum PumpPoint { }
internal sealed record SlotEntry(int Slot, RunId Id, DateTimeOffset StartedAt, LogPolicy Policy)
{
    public RunOutputSpec ToSpec(string runDirectory, string logDirectory) => new(Id, StartedAt, runDirectory, logDirectory, Policy, Slot);
}
internal sealed class StatePage : IDisposable
{
    public static StatePage Open(string path) => new();
    public IReadOnlyList<SlotEntry> InUse() => [];
    public void Dispose() { }
}
internal sealed class RunOutput
{
    public required RunId Id; public required string StdoutFifo, StderrFifo, LogPath; internal int Slot, Out, Err;
}
internal sealed unsafe partial class OutputPump(TimeProvider time, StatePage page, IOutputEvents events, Action<PumpPoint>? hook = null) : IAsyncDisposable
{
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)] private static partial int mkfifo(string path, int mode);
    public RunOutput Open(RunOutputSpec spec)
    {
        var stem = $"{spec.RunDirectory}/{spec.Id.Service}.{spec.Id.Run}";
        var log = $"{spec.LogDirectory}/{spec.Id.Service}/{new LogFileName(spec.Id.Service, spec.StartedAt, spec.Id.Run)}";
        Directory.CreateDirectory(Path.GetDirectoryName(log)!);
        mkfifo(stem + ".out", 384); mkfifo(stem + ".err", 384);
        return new RunOutput { Id = spec.Id, StdoutFifo = stem + ".out", StderrFifo = stem + ".err", LogPath = log, Slot = spec.Slot,
            Out = Libc.open(stem + ".out", 0x80800, 0), Err = Libc.open(stem + ".err", 0x80800, 0) };
    }
    public RunOutput Recover(RunOutputSpec spec) => Open(spec);
    public void Watch(RunOutput output, bool isWatched) { }
    public void Finish(RunOutput output)
    {
        using (var log = File.Create(output.LogPath))
            foreach (var fd in new[] { output.Out, output.Err })
            {
                var buffer = new byte[65536]; nint n;
                fixed (byte* b = buffer) while ((n = Libc.read(fd, b, 65536)) > 0) log.Write(buffer, 0, (int)n);
                Libc.close(fd);
            }
        File.Delete(output.StdoutFifo); File.Delete(output.StderrFifo);
        events.Drained(output.Id);
    }
    public ValueTask DisposeAsync() => default;
}
