namespace Baton.Processes.Output;

/// <summary>Whether a run's log can be written, and when to try again while it cannot: after 50 ms, then twice as long, up to 1 s.</summary>
internal sealed class WriteTrouble
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50), Limit = TimeSpan.FromSeconds(1);

    private TimeSpan _wait;
    private long _since;

    /// <summary>errno of the last failure; 0 while all is well.</summary>
    public int Errno { get; private set; }

    /// <summary>The last write failed.</summary>
    public bool IsOn => Errno != 0;

    /// <summary>Time until the next attempt; 0 when it is due.</summary>
    public TimeSpan Remaining(TimeProvider time)
    {
        var left = _wait - time.GetElapsedTime(_since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>A write failed; returns true when that is news.</summary>
    public bool Failed(int errno, TimeProvider time)
    {
        var isNews = errno != Errno;
        _wait = !IsOn ? First : _wait * 2 < Limit ? _wait * 2 : Limit;
        _since = time.GetTimestamp();
        Errno = errno;
        return isNews;
    }

    /// <summary>A write succeeded; returns true when that is news.</summary>
    public bool Succeeded()
    {
        if (!IsOn) return false;
        Errno = 0;
        return true;
    }
}
