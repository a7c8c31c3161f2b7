using Baton.Control.Routing;

namespace Baton.Control.StatusPages;

/// <summary>
/// What everybody sees, made at most once a second however many look, and read from the disk at most once a minute, by the one who finds it old. Safe to use from
/// all threads.
/// </summary>
/// <param name="time">The clock.</param>
internal sealed class StatusBoard(TimeProvider time)
{
    /// <summary>A picture is shown for so long.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    /// <summary>What was before is read anew after this.</summary>
    public static readonly TimeSpan PastFresh = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private Past _past = new([], ReadFor: null, At: 0);
    private (StatusPicture Picture, long At)? _drawn;
    private int _isReading;

    /// <summary>The picture; null where the manifest in force says that there is no page.</summary>
    public async ValueTask<StatusPicture?> LookAsync(ControlRequest request)
    {
        // What a reload has switched off or made private is gone with the next look.
        if (request.Sources.Health().Status is null) return null;
        await ReadPastAsync(request);
        // Asked for once more: it may be another one by now.
        var section = request.Sources.Health();
        if (section.Status is not { } page) return null;
        lock (_gate)
        {
            if (_drawn is { } drawn && ReferenceEquals(drawn.Picture.Page, page) && time.GetElapsedTime(drawn.At) < Fresh) return drawn.Picture;
            var reading = new PresentReading(request, section, _past.ByName);
            var picture = new StatusPicture(page, [.. section.Monitors.Where(monitor => monitor.IsPublic).Select(reading.Of)], time.GetUtcNow());
            _drawn = (picture, time.GetTimestamp());
            return picture;
        }
    }

    /// <summary>One at a time; who comes meanwhile sees what was read before.</summary>
    private async Task ReadPastAsync(ControlRequest request)
    {
        var section = request.Sources.Health();
        var known = Volatile.Read(ref _past);
        if (ReferenceEquals(known.ReadFor, section.Status) && time.GetElapsedTime(known.At) < PastFresh) return;
        if (Interlocked.Exchange(ref _isReading, 1) != 0) return;
        try
        {
            var read = await PastReading.ReadAsync(request, [.. section.Monitors.Where(monitor => monitor.IsPublic)], known.ByName);
            Volatile.Write(ref _past, new Past(read, section.Status, time.GetTimestamp()));
        }
        finally
        {
            Volatile.Write(ref _isReading, 0);
        }
    }

    private sealed record Past(Dictionary<string, PublicPast> ByName, object? ReadFor, long At);
}
