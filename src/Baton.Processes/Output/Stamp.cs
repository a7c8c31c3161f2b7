using System.Globalization;

namespace Baton.Processes.Output;

/// <summary>The time of day as log lines begin with it, formatted at most once per millisecond. Not thread-safe.</summary>
internal sealed class Stamp(TimeProvider time)
{
    /// <summary>Bytes of a stamp, the blank after it counted.</summary>
    public const int Length = 25;

    private readonly byte[] _text = new byte[Length];
    private long _millisecond = long.MinValue;

    /// <summary>The present time, UTC: <c>2026-11-20T12:03:07.123Z </c>. Valid until the next call.</summary>
    public ReadOnlySpan<byte> Now()
    {
        var now = time.GetUtcNow();
        var millisecond = now.ToUnixTimeMilliseconds();
        if (millisecond != _millisecond)
        {
            now.UtcDateTime.TryFormat(_text, out _, "yyyy-MM-dd'T'HH:mm:ss.fff'Z '", CultureInfo.InvariantCulture);
            _millisecond = millisecond;
        }

        return _text;
    }
}
