using System.Globalization;
using Baton.Core;

namespace Baton.Processes.Output;

/// <summary>
/// Names of log files: <c>SERVICE-YYYYMMDD-HHMMSS-rRUN.log</c> is the file a run writes to, <c>SERVICE-YYYYMMDD-HHMMSS-rRUN.K.log</c> the
/// K-th it wrote before (from 0), all in <c>logs/SERVICE/</c>. The time is the start of the run, in UTC.
/// A compressed file has <c>.gz</c> behind its name.
/// </summary>
/// <param name="Service">The service.</param>
/// <param name="StartedAt">Start of the run, to the second.</param>
/// <param name="Run">Number of the run.</param>
/// <param name="Segment">Which file of the run, from 0; null for the one being written, or written last.</param>
public sealed record LogFileName(string Service, DateTimeOffset StartedAt, int Run, int? Segment = null)
{
    /// <summary>What stands behind the name of a compressed file.</summary>
    public const string CompressedEnding = ".gz";

    private const string TimeFormat = "yyyyMMdd-HHmmss";

    /// <summary>It is the compressed form (<see cref="Compression.LogMember"/>).</summary>
    public bool IsCompressed { get; init; }

    /// <summary>The file's name.</summary>
    public override string ToString()
    {
        var started = StartedAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
        var segment = Segment is { } k ? string.Create(CultureInfo.InvariantCulture, $".{k}") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Service}-{started}-r{Run}{segment}.log{(IsCompressed ? CompressedEnding : "")}");
    }

    /// <summary>Reads a name back; null for files that are not a service's log.</summary>
    public static LogFileName? Parse(string fileName)
    {
        var isCompressed = fileName.EndsWith(CompressedEnding, StringComparison.Ordinal);
        if (isCompressed) fileName = fileName[..^CompressedEnding.Length];
        if (!fileName.EndsWith(".log", StringComparison.Ordinal)) return null;
        var stem = fileName[..^4];
        int? segment = null;
        if (Number(stem, stem.LastIndexOf('.') + 1) is { } k && LastMark(stem[..stem.LastIndexOf('.')]) > 0)
        {
            segment = k;
            stem = stem[..stem.LastIndexOf('.')];
        }

        var mark = LastMark(stem);
        if (mark < TimeFormat.Length + 2 || Number(stem, mark + 2) is not { } run || stem[mark - TimeFormat.Length - 1] != '-') return null;
        var service = stem[..(mark - TimeFormat.Length - 1)];
        var time = stem.AsSpan(mark - TimeFormat.Length, TimeFormat.Length);
        var isTime = DateTime.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var started);
        return isTime && Names.IsValid(service)
            ? new LogFileName(service, new DateTimeOffset(started, TimeSpan.Zero), run, segment) { IsCompressed = isCompressed }
            : null;
    }

    private static int LastMark(string stem) => stem.LastIndexOf("-r", StringComparison.Ordinal);

    private static int? Number(string text, int from) =>
        from > 0 && int.TryParse(text.AsSpan(from), NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : null;
}
