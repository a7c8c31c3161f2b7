namespace Baton.Control.Causes;

/// <summary>
/// How many segments of the journal, of 1 MB each, one request may read. It reads them on a thread that others wait for, and what it looks for may be
/// anywhere or nowhere.
/// </summary>
/// <param name="most">So many.</param>
/// <param name="gone">Whoever asked has gone.</param>
internal sealed class Readings(int most, CancellationToken gone)
{
    /// <summary>For one service: twice as many as a whole journal has.</summary>
    public const int MostOfOne = 128;

    /// <summary>For a chain of services, of which most are found in the same few segments.</summary>
    public const int MostOfChain = 256;

    private int _left = most;

    /// <summary>No more is read.</summary>
    public bool AreUsedUp => _left == 0;

    /// <summary>True when one more may be read.</summary>
    /// <exception cref="OperationCanceledException">Nobody wants it any more.</exception>
    public bool TryTake()
    {
        gone.ThrowIfCancellationRequested();
        if (_left == 0) return false;
        _left--;
        return true;
    }
}
