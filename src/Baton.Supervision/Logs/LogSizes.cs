namespace Baton.Supervision.Logs;

/// <summary>How much disk the logs of services take. Looked at when somebody asks, at most once in half a minute: a look reads every folder.</summary>
/// <param name="logs">The folder with one folder per service.</param>
/// <param name="time">The clock.</param>
public sealed class LogSizes(string logs, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private Dictionary<string, long> _sizes = [];
    private long? _lookedAt;

    /// <summary>Bytes by service, none of them more than half a minute old.</summary>
    /// <param name="services">Whose.</param>
    public IReadOnlyDictionary<string, long> Of(IReadOnlyList<string> services)
    {
        lock (_gate)
        {
            if (_lookedAt is { } then && time.GetElapsedTime(then) < Kept) return _sizes;
            var sizes = new Dictionary<string, long>(services.Count);
            foreach (var service in services)
            {
                if (BytesIn(Path.Combine(logs, service)) is { } bytes) sizes[service] = bytes;
            }

            (_sizes, _lookedAt) = (sizes, time.GetTimestamp());
            return sizes;
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
