using Baton.Core;
using Baton.Supervision.Logs.Following;
using Baton.Supervision.Logs.Reading;

namespace Baton.Supervision.Logs;

/// <summary>
/// Follows the logs of any number of services: what is there, then what is written, over rotations and into later runs, by one reader
/// that sleeps until it is woken. Lines of one batch are in order of time over all services; those of one service always are in the
/// order of the file. For one caller at a time.
/// </summary>
/// <remarks>
/// A line whose newline has not come yet is held back for <see cref="PartialLineDelay"/>, so that lines written in two steps stay
/// whole, and then given as far as it goes: a prompt or a progress bar would never be seen otherwise. Its rest comes as continued.
/// </remarks>
public sealed class LogFollower : IDisposable
{
    /// <summary>How long a line without its newline is held back.</summary>
    public static readonly TimeSpan PartialLineDelay = TimeSpan.FromMilliseconds(200);

    // A search through much is done in pieces, between which others have their turn.
    private const long ScanBytes = 8 * 1024 * 1024;

    // Some 10 to 20 characters each.
    private const int ShortCursorServices = 64;

    private readonly LogReader _reader;
    private readonly LogActivity _activity;
    private readonly CheckedQuery _query;
    private readonly List<IDisposable> _watches = [];
    private readonly ITimer _partialTimer;
    private readonly List<(int Index, int OldestRun)> _woken = [];
    private readonly HashSet<int> _heldBack = [];
    private LogPlaces _places = new([]);
    private LogWakes _wakes = new(0);
    private volatile int _someHeldBack;
    private volatile bool _isPartialDue;
    private bool _isTimerArmed;

    /// <summary>One that is to be opened. It looks into no log yet.</summary>
    /// <exception cref="BatonException">A name, run or cursor is not known or not valid (<see cref="ErrorCode.NotFound"/>, <see cref="ErrorCode.InvalidRequest"/>).</exception>
    public LogFollower(LogReader reader, LogActivity activity, LogQuery query, TimeProvider time)
    {
        if (query.Previous || query.Until is not null)
            throw new BatonException(ErrorCode.InvalidRequest, "\"previous\" and \"until\" speak of what is over: they do not go with a stream of what is written");
        (_reader, _activity, _query) = (reader, activity, reader.Check(query));
        _partialTimer = time.CreateTimer(_ => OnPartialDue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>
    /// Where another follower or a page can go on: behind the last batch. Null when there are too many services for a cursor.
    /// </summary>
    public string? Cursor => _places.ToCursor();

    /// <summary><see cref="Cursor"/> takes about as much as a few lines, so that it can go with each batch.</summary>
    public bool HasShortCursor => _places.All.Count <= ShortCursorServices;

    /// <summary>Begins to follow: the constructor and <see cref="OpenAsync"/> in one.</summary>
    /// <exception cref="BatonException">As <see cref="LogReader.ReadAsync(LogQuery, LogBatch, CancellationToken)"/>.</exception>
    public static async Task<LogFollower> StartAsync(LogReader reader, LogActivity activity, LogQuery query, TimeProvider time, CancellationToken ct)
    {
        var follower = new LogFollower(reader, activity, query, time);
        try
        {
            await follower.OpenAsync(ct);
            return follower;
        }
        catch
        {
            follower.Dispose();
            throw;
        }
    }

    /// <summary>Finds where the lines begin, which takes as long as the logs are large; before anything is read, and once.</summary>
    /// <exception cref="BatonException">What is asked for is not kept any more (<see cref="ErrorCode.NotFound"/>), or a file cannot be read (<see cref="ErrorCode.Unavailable"/>).</exception>
    public async Task OpenAsync(CancellationToken ct)
    {
        var places = _places = await _reader.OpenAsync(_query, ct);
        var wakes = _wakes = new LogWakes(places.All.Count);
        for (var i = 0; i < places.All.Count; i++)
        {
            var index = i;
            _watches.Add(_activity.Watch(places.All[i].Folder.Service, run => wakes.Wake(index, run)));
            // Watched first, read afterwards: what is written in between is seen by one or the other.
            wakes.Wake(i, int.MaxValue);
        }
    }

    /// <summary>Waits until there are new lines and fills <paramref name="into"/>, which is emptied first.</summary>
    public async Task ReadAsync(LogBatch into, CancellationToken ct)
    {
        into.Clear();
        while (true)
        {
            _woken.Clear();
            await _wakes.TakeAsync(_woken, ct);
            await ReadTakenAsync(into, ct);
            if (into.Entries.Count > 0) return;
            // Whoever waits for this is to see that it takes its time, also where each piece of it is there at once.
            await Task.Yield();
        }
    }

    /// <summary>
    /// Fills <paramref name="into"/>, which is emptied first, with what there is now, without waiting; empty when that was all. For the
    /// last words before a stream is closed.
    /// </summary>
    public async Task ReadRestAsync(LogBatch into, CancellationToken ct)
    {
        into.Clear();
        _woken.Clear();
        for (var i = 0; i < _places.All.Count; i++) _woken.Add((i, 0));
        _isPartialDue = true;
        await ReadLeftAsync(into, ct);
        await ReadWokenAsync(into, ct);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var watch in _watches) watch.Dispose();
        _partialTimer.Dispose();
    }

    /// <summary>On the timer's thread: only takes note.</summary>
    private void OnPartialDue()
    {
        _isPartialDue = true;
        _wakes.Wake(_someHeldBack, int.MaxValue);
    }

    private async Task ReadTakenAsync(LogBatch into, CancellationToken ct)
    {
        try
        {
            await ReadLeftAsync(into, ct);
            await ReadWokenAsync(into, ct);
        }
        catch
        {
            // Cancelled or not readable just now: what was noted is not read yet, and must not be forgotten.
            foreach (var (index, oldestRun) in _woken) _wakes.Wake(index, oldestRun);
            throw;
        }
    }

    /// <summary>Last words of runs that were left already.</summary>
    private async Task ReadLeftAsync(LogBatch into, CancellationToken ct)
    {
        var left = _woken.Where(woken => _places.All[woken.Index].Left is { } place && woken.OldestRun <= place.Position.Run).ToList();
        if (left.Count == 0) return;
        var progress = await _reader.ReadAsync(left.ConvertAll(woken => _places.All[woken.Index].Left!), _query.Query, givesPartial: true, ScanBytes, into, ct);
        if (!progress.HasMore) return;
        foreach (var (index, oldestRun) in left) _wakes.Wake(index, oldestRun);
    }

    private async Task ReadWokenAsync(LogBatch into, CancellationToken ct)
    {
        var givesPartial = _isPartialDue;
        if (givesPartial) AddHeldBack();
        var progress = await _reader.ReadAsync(_woken.ConvertAll(woken => _places.All[woken.Index]), _query.Query, givesPartial, ScanBytes, into, ct);
        foreach (var (index, oldestRun) in _woken)
        {
            // Whoever had more to say than fits is asked again, and with it all that were asked together, so that the order stays.
            if (progress.HasMore) _wakes.Wake(index, oldestRun);
            if (_places.All[index].HoldsBack) _heldBack.Add(index);
            else _heldBack.Remove(index);
        }

        if (_heldBack.Count == 0 || _isTimerArmed) return;
        _isTimerArmed = true;
        _someHeldBack = _heldBack.First();
        _partialTimer.Change(PartialLineDelay, Timeout.InfiniteTimeSpan);
    }

    private void AddHeldBack()
    {
        (_isPartialDue, _isTimerArmed) = (false, false);
        _heldBack.ExceptWith(_woken.Select(woken => woken.Index));
        _woken.AddRange(_heldBack.Select(index => (index, int.MaxValue)));
        _woken.Sort();
    }
}
