using Baton.Core;
using Baton.Supervision.Logs.Files;
using Baton.Supervision.Logs.Reading;

namespace Baton.Supervision.Logs;

/// <summary>
/// Reads what services wrote from their log files: forwards from a place, or from some lines before the end. Memory and open files are
/// bounded by few readings at a time, whoever asks for them.
/// </summary>
/// <param name="logsDirectory">Absolute path of <c>logs/</c> in the state directory.</param>
/// <param name="services">The services there are, in order; asked at each query.</param>
public sealed class LogReader(string logsDirectory, Func<IReadOnlyList<string>> services) : IDisposable
{
    private const int ReadingsAtOnce = 4, SearchesAtOnce = 2;
    private const string ThreadName = "baton logs";

    private readonly SemaphoreSlim _turns = new(ReadingsAtOnce);
    // Searches take as long as logs are large: they wait for each other, and no reading waits for them.
    private readonly SemaphoreSlim _searches = new(SearchesAtOnce);
    private long _bytesRead;

    /// <summary>Bytes read from log files so far, for measurements.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    /// <summary>Fills <paramref name="into"/>, which is emptied first, with the next lines of a query.</summary>
    /// <exception cref="BatonException">
    /// A name, run or cursor is not known or not valid (<see cref="ErrorCode.NotFound"/>, <see cref="ErrorCode.InvalidRequest"/>), or a
    /// file cannot be read (<see cref="ErrorCode.Unavailable"/>).
    /// </exception>
    public async Task<LogPage> ReadAsync(LogQuery query, LogBatch into, CancellationToken ct)
    {
        var places = await OpenAsync(Check(query), ct);
        // A rare line may be far away.
        return query.Grep is null
            ? await InTurnAsync(_turns, () => Task.FromResult(ReadPage(places, query, into, ct)), ct)
            : await InTurnAsync(_searches, () => OwnThread.RunAsync(() => ReadPage(places, query, into, ct), ThreadName), ct);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _turns.Dispose();
        _searches.Dispose();
    }

    /// <summary>Checks of a query what can be told without looking into a log.</summary>
    /// <exception cref="BatonException">A name, run or cursor is not known or not valid (<see cref="ErrorCode.NotFound"/>, <see cref="ErrorCode.InvalidRequest"/>).</exception>
    internal CheckedQuery Check(LogQuery query)
    {
        var names = LogNames.Check(query, services());
        var cursor = query.Cursor is null ? null : LogCursor.Read(query.Cursor);
        if (cursor is null && query.Run is not null) _ = LogStart.OfRun(new LogFolder(logsDirectory, names[0]), query.Run);
        return new CheckedQuery(query, names, cursor);
    }

    /// <summary>Finds where a query begins.</summary>
    internal Task<LogPlaces> OpenAsync(CheckedQuery query, CancellationToken ct)
    {
        var folders = query.Names.Select(name => new LogFolder(logsDirectory, name)).ToList();
        if (query.Cursor is { } cursor) return Task.FromResult(Places(folders, folders.ConvertAll(folder => cursor.GetValueOrDefault(folder.Service)), query.Query));
        // Looking back from the end for lines of a kind may mean looking through all there is.
        var isSearch = query.Query is { Tail: not null, Grep: not null } or { Tail: not null, Stream: not null };
        return InTurnAsync(isSearch ? _searches : _turns, () => OwnThread.RunAsync(() => Find(folders, query.Query, ct), ThreadName), ct);
    }

    /// <summary>Fills <paramref name="into"/> from <paramref name="some"/> places of a query, and moves those on.</summary>
    /// <param name="some">The places.</param>
    /// <param name="query">The query.</param>
    /// <param name="givesPartial">A line without its newline is given.</param>
    /// <param name="maxScanBytes">It reads at most about so much.</param>
    /// <param name="into">What is filled.</param>
    /// <param name="ct">Ends it.</param>
    internal Task<LogProgress> ReadAsync(IReadOnlyList<LogPlace> some, LogQuery query, bool givesPartial, long maxScanBytes, LogBatch into, CancellationToken ct) =>
        InTurnAsync(_turns, () => Task.FromResult(Read(some, LogScope.Of(query, query.Run, givesPartial), maxScanBytes, into, ct)), ct);

    private LogPage ReadPage(LogPlaces places, LogQuery query, LogBatch into, CancellationToken ct)
    {
        into.Clear();
        var progress = Read(places.All, LogScope.Of(query, query.Run, givesPartial: true), LogMerge.MaxScanBytes, into, ct);
        if (!progress.HasMore) return new LogPage(null);
        return new LogPage(places.ToCursor() ?? throw new BatonException(
            ErrorCode.InvalidRequest, "there are too many services for pages of all their logs; name some of them with \"service\", or follow the stream"));
    }

    private LogProgress Read(IReadOnlyList<LogPlace> places, LogScope scope, long maxScanBytes, LogBatch into, CancellationToken ct)
    {
        var budget = new BlockBudget(places.Count);
        var sources = places.Select(place => new LogSource(
            place.Folder, place.Position, scope with { Run = place.OnlyRun ?? scope.Run }, budget)).ToList();
        using var merge = new LogMerge(sources);
        var before = into.Entries.Count;
        try
        {
            merge.Fill(into, maxScanBytes, ct);
        }
        catch
        {
            // The places stay where they are: what was given of them would be given again.
            into.CutTo(before);
            throw;
        }

        for (var i = 0; i < sources.Count; i++)
        {
            places[i].MoveTo(sources[i]);
            Interlocked.Add(ref _bytesRead, sources[i].BytesRead);
        }

        return new LogProgress(merge.HasMore);
    }

    private LogPlaces Find(List<LogFolder> folders, LogQuery query, CancellationToken ct)
    {
        var scopes = folders.ConvertAll(folder => LogScope.Of(query, query.Previous ? LogStart.Previous(folder, isAlone: folders.Count == 1) : query.Run, givesPartial: true));
        // Also when the tail of a run is asked for: one that is not kept must be told, not shown as empty.
        if (query.Tail is null || query.Run is not null)
        {
            var beginnings = folders.Select((folder, i) => LogStart.Of(folder, scopes[i], ct)).ToList();
            if (query.Tail is null) return Places(folders, beginnings, query);
        }

        var starts = LogStart.OfTail(folders.Zip(scopes).ToList(), query.Tail ?? 0, ct, out var read);
        Interlocked.Add(ref _bytesRead, read);
        return Places(folders, starts, query);
    }

    /// <summary>With the run before the newest the places tell which that is: one that begins meanwhile changes nothing.</summary>
    private static LogPlaces Places(List<LogFolder> folders, IReadOnlyList<LogPosition> at, LogQuery query) =>
        new(folders.Select((folder, i) => new LogPlace(folder, at[i]) { OnlyRun = query.Previous ? at[i].Run : null }).ToList());

    private static async Task<T> InTurnAsync<T>(SemaphoreSlim turns, Func<Task<T>> act, CancellationToken ct)
    {
        await turns.WaitAsync(ct);
        try
        {
            return await act();
        }
        finally
        {
            turns.Release();
        }
    }
}
