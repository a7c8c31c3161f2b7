using Baton.Runtime.Instances;
using Baton.Supervision.Logs;

namespace Baton.Daemon.Wiring;

/// <summary>Hands the log of an instance to a client of the control socket, line by line as it was written.</summary>
internal sealed class InstanceOutput(LogReader reader, LogActivity activity, TimeProvider time)
{
    private const int LinesAtOnce = 256;

    /// <summary>Follows it from now on, until it is cancelled.</summary>
    public async Task FollowAsync(InstanceId id, Stream to, CancellationToken ct)
    {
        using var follower = await LogFollower.StartAsync(reader, activity, new LogQuery { Services = [id.ToString()], Tail = 0 }, time, ct);
        var batch = new LogBatch(LinesAtOnce);
        var bytes = new MemoryStream();
        while (true)
        {
            await follower.ReadAsync(batch, ct);
            bytes.SetLength(0);
            foreach (var entry in batch.Entries) Write(batch, entry, bytes);
            await to.WriteAsync(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), ct);
        }
    }

    private static void Write(LogBatch batch, in LogEntry entry, MemoryStream to)
    {
        // Notes are of Baton's, not of the instance.
        if (entry.Stream is not (LogStreamKind.Stdout or LogStreamKind.Stderr)) return;
        to.Write(batch.TextOf(entry));
        if (entry.EndsLine) to.WriteByte((byte)'\n');
    }
}
