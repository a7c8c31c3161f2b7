using System.Globalization;
using Baton.Core.Notices;

namespace Baton.Control.Access;

/// <summary>Tells people of wrong tokens: at most one notice in ten seconds, which counts those since the one before.</summary>
/// <param name="notices">Where it is told.</param>
/// <param name="time">The clock.</param>
internal sealed class RefusalNotices(NoticeBoard notices, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private long? _toldAt;
    private long _untold;

    /// <summary>Somebody showed a wrong token.</summary>
    /// <param name="who">Whence.</param>
    public void Tell(string who)
    {
        long others;
        lock (_gate)
        {
            if (_toldAt is { } last && time.GetElapsedTime(last) < Pause)
            {
                _untold++;
                return;
            }

            (others, _untold, _toldAt) = (_untold, 0, time.GetTimestamp());
        }

        var more = others == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; {others} more since the last time this was told");
        notices.Publish("daemon", "access_refused", cause: null, $"wrong token from {who}{more}");
    }
}
