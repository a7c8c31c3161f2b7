using System.Collections.Concurrent;

namespace Baton.Processes.Hosting;

/// <summary>
/// The end of each service's last run until somebody says that he has seen it, so that a daemon which was not there learns of it. One per
/// service, which bounds it: a service has no next run before the end of the one before was seen.
/// </summary>
internal sealed class EndedRuns
{
    private readonly ConcurrentDictionary<string, KnownRun> _byService = new();

    /// <summary>Keeps the end of a run, in place of that of an earlier run of its service.</summary>
    public void Add(KnownRun ended) => _byService.AddOrUpdate(
        ended.Id.Service, static (_, now) => now, static (_, before, now) => before.Id.Run > now.Id.Run ? before : now, ended);

    /// <summary>Forgets it; nothing when it is not there.</summary>
    public void Acknowledge(RunId id)
    {
        if (_byService.TryGetValue(id.Service, out var ended) && ended.Id == id)
            _byService.TryRemove(KeyValuePair.Create(id.Service, ended));
    }

    /// <summary>Puts them over what <paramref name="known"/> says of the same runs.</summary>
    public void CopyTo(Dictionary<RunId, KnownRun> known)
    {
        foreach (var (_, ended) in _byService) known[ended.Id] = ended;
    }
}
