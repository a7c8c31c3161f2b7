using System.Globalization;
using System.Text;

namespace Baton.Containers.Following;

/// <summary>
/// How far what a container wrote has been copied: the time of the last piece, as the engine tells it, and how many pieces of that very time. By it nothing is
/// lost or doubled when the engine has been away.
/// </summary>
internal sealed class LogPlace
{
    private string _last = "";
    private int _ofLast;
    private int _toSkip;

    /// <summary>From when on the engine is to tell, in seconds; <c>0</c> is from the begin.</summary>
    public string Since { get; private set; } = "0";

    /// <summary>The engine tells again from <see cref="Since"/> on.</summary>
    public void Rewind() => _toSkip = _ofLast;

    /// <summary>Takes one piece: what of it is to be written; empty when it has been already.</summary>
    public ReadOnlyMemory<byte> Take(ReadOnlyMemory<byte> piece)
    {
        var space = piece.Span.IndexOf((byte)' ');
        if (space < 0) return piece;
        var stamp = Encoding.ASCII.GetString(piece.Span[..space]);
        var order = string.CompareOrdinal(stamp, _last);
        if (order < 0 && _toSkip > 0) return default;
        if (order == 0)
        {
            if (_toSkip > 0)
            {
                _toSkip--;
                return default;
            }

            _ofLast++;
        }
        else if (SecondsOf(stamp) is { } seconds)
        {
            (_last, _ofLast, _toSkip, Since) = (stamp, 1, 0, seconds);
        }

        return piece[(space + 1)..];
    }

    /// <summary>Seconds since 1970 with all the digits that were given; null when that is no time.</summary>
    private static string? SecondsOf(string stamp)
    {
        var dot = stamp.IndexOf('.', StringComparison.Ordinal);
        var end = stamp.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        if (!DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return null;
        var fraction = dot < 0 || end < dot ? "0" : stamp[(dot + 1)..end];
        return string.Create(CultureInfo.InvariantCulture, $"{time.ToUnixTimeSeconds()}.{fraction}");
    }
}
