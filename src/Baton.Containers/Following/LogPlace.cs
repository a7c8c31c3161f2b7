using System.Globalization;
using System.Text;
using Baton.Processes;

namespace Baton.Containers.Following;

/// <summary>
/// How far what a container wrote has been copied, by the engine's own time stamps. By it nothing is lost or doubled when the engine has been away, or another
/// follower goes on.
/// </summary>
internal sealed class LogPlace : IDisposable
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>How much later than a piece of one stream one of the other may have been written down that is stamped before it.</summary>
    private const long MostDisorder = 60 * NanosecondsPerSecond;

    /// <summary>How long a place that is new is not kept at most. Little output comes to no distance from the last that was kept.</summary>
    private static readonly TimeSpan KeptAfter = TimeSpan.FromSeconds(1);

    private readonly StreamPlace[] _streams = [new(), new()];
    private readonly PlaceFile? _file;
    private readonly TimeProvider _time;
    private long _from;
    private long? _newSince;

    /// <summary>Begins with a container's log, or goes on with it.</summary>
    /// <param name="path">Where the place is kept; null: nowhere.</param>
    /// <param name="written">What of it was written by another follower; null: nothing.</param>
    /// <param name="time">The clock; null: this machine's.</param>
    public LogPlace(string? path = null, OutputTotals? written = null, TimeProvider? time = null)
    {
        _time = time ?? TimeProvider.System;
        if (path is null) return;
        IReadOnlyList<StreamCheckpoint?> known = [];
        if (written is { } totals)
        {
            known = PlaceFile.Read(path, [totals.Stdout, totals.Stderr]);
            _streams[0].GoOn(known[0] ?? default, totals.Stdout);
            _streams[1].GoOn(known[1] ?? default, totals.Stderr);
            // Where nothing was written, or it is not known where that was, the engine tells all of it.
            _from = Math.Min(_streams[0].Last.Stamp, _streams[1].Last.Stamp);
        }

        _file = PlaceFile.Begin(path, known);
    }

    /// <summary>From when on the engine is to tell, in seconds; <c>0</c> is from the begin.</summary>
    public string Since => _from == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{_from / NanosecondsPerSecond}.{_from % NanosecondsPerSecond:000000000}");

    /// <summary>The engine has no more what this goes on after.</summary>
    public bool HasGap => _streams[0].HasGap || _streams[1].HasGap;

    /// <summary>The engine tells again from <see cref="Since"/> on.</summary>
    public void Rewind()
    {
        foreach (var stream in _streams) stream.Rewind();
    }

    /// <summary>Takes one piece: what of it is to be written; empty when it has been already.</summary>
    public ReadOnlyMemory<byte> Take(bool isError, ReadOnlyMemory<byte> piece)
    {
        var (index, stream) = isError ? (1, _streams[1]) : (0, _streams[0]);
        var space = piece.Span.IndexOf((byte)' ');
        if (space < 0 || StampOf(piece.Span[..space]) is not { } stamp) return piece;
        var before = stream.Last;
        var bytes = stream.Take(stamp, piece[(space + 1)..]);
        if (bytes.Length == 0) return bytes;
        _file?.Note(index, before);
        _newSince ??= _time.GetTimestamp();
        // What the other stream still has to tell was stamped a little earlier at most.
        var (first, second) = (_streams[0].Last.Stamp, _streams[1].Last.Stamp);
        _from = Math.Max(_from, Math.Max(Math.Min(first, second), Math.Max(first, second) - MostDisorder));
        return bytes;
    }

    /// <summary>How long the newest place may still be unkept, zero or less when it is to be kept now; null when it is kept, or cannot be.</summary>
    public TimeSpan? UntilKept => _file is not null && _newSince is { } since ? KeptAfter - _time.GetElapsedTime(since) : null;

    /// <summary>Keeps the newest place of both streams.</summary>
    public void Keep()
    {
        _newSince = null;
        for (var i = 0; i < _streams.Length; i++) _file?.KeepNewest(i, _streams[i].Last);
    }

    /// <summary>Words of the follower's own are about to go into the stream of errors.</summary>
    public void Note(int length) => _file?.Keep(1, _streams[1].Note(length));

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    /// <summary>Nanoseconds since 1970; null when that is no time.</summary>
    private static long? StampOf(ReadOnlySpan<byte> bytes)
    {
        var stamp = Encoding.ASCII.GetString(bytes);
        if (!DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return null;
        var dot = stamp.IndexOf('.', StringComparison.Ordinal);
        var length = dot < 0 ? 0 : stamp.AsSpan(dot + 1).IndexOfAnyExceptInRange('0', '9') is var end && end >= 0 ? end : stamp.Length - dot - 1;
        var fraction = length is 0 or > 9 ? 0 : long.Parse(stamp.AsSpan(dot + 1, length).ToString().PadRight(9, '0'), CultureInfo.InvariantCulture);
        return (time.ToUnixTimeSeconds() * NanosecondsPerSecond) + fraction;
    }
}
