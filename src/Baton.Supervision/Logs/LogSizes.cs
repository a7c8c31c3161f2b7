namespace Baton.Supervision.Logs;

/// <summary>
/// How much disk the logs of services take. Looked at when somebody asks, at most once in half a minute: a look reads every folder, on a thread of its
/// own, and all who ask meanwhile wait for the same one.
/// </summary>
/// <param name="logs">The folder with one folder per service.</param>
/// <param name="time">The clock.</param>
public sealed class LogSizes(string logs, TimeProvider time)
{
    private const int StackBytes = 256 * 1024;
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private Task<IReadOnlyDictionary<string, long>>? _look;
    private long _lookedAt;

    /// <summary>Bytes by service, none of them more than half a minute old when the look began.</summary>
    /// <param name="services">Whose.</param>
    public Task<IReadOnlyDictionary<string, long>> OfAsync(IReadOnlyList<string> services)
    {
        lock (_gate)
        {
            if (_look is { } look && (!look.IsCompleted || time.GetElapsedTime(_lookedAt) < Kept)) return look;
            _lookedAt = time.GetTimestamp();
            var done = new TaskCompletionSource<IReadOnlyDictionary<string, long>>(TaskCreationOptions.RunContinuationsAsynchronously);
            new Thread(() => Look(services, done), StackBytes) { IsBackground = true, Name = "baton log sizes" }.Start();
            return _look = done.Task;
        }
    }

    private void Look(IReadOnlyList<string> services, TaskCompletionSource<IReadOnlyDictionary<string, long>> done)
    {
        try
        {
            var sizes = new Dictionary<string, long>(services.Count);
            foreach (var service in services)
            {
                if (BytesIn(Path.Combine(logs, service)) is { } bytes) sizes[service] = bytes;
            }

            done.SetResult(sizes);
        }
        catch (Exception e)
        {
            // The top of a thread: whoever waits for it gets it.
            done.SetException(e);
        }
    }

    /// <summary>Null where there is no folder, or none that can be read: nothing is known then.</summary>
    private static long? BytesIn(string folder)
    {
        try
        {
            return new DirectoryInfo(folder).EnumerateFiles().Sum(static file => file.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
