using Baton.Processes.Figures;
using Baton.Processes.Records;

namespace Baton.Processes.Hosting;

/// <summary>
/// Answers who holds a port, on a thread of the pool: whatever is asked while one look is under way is answered by the next, so that
/// many services that fail together cost one look. It holds nothing while nobody asks.
/// </summary>
internal sealed class PortDesk(StateId state, LiveRuns runs, IProcessEvents events, TimeProvider time) : IThreadPoolWorkItem
{
    private readonly Lock _gate = new();
    private List<ProcessCommand.FindPortHolder> _asked = [];
    private bool _isLooking;

    /// <summary>Asks; the number of services bounds what waits, since each asks once for a run that ended.</summary>
    public void Ask(ProcessCommand.FindPortHolder question)
    {
        lock (_gate)
        {
            _asked.Add(question);
            if (_isLooking) return;
            _isLooking = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    /// <summary>One turn on the pool: looks until nobody asks any more.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        while (Take() is { } questions)
        {
            var found = Look([.. questions.Select(question => question.Port)]);
            foreach (var question in questions)
            {
                var holder = found.GetValueOrDefault(question.Port);
                // Its own next run, or what the run that ended is about to take with it.
                var isOther = holder?.Run?.Service != question.Id.Service;
                events.On(new ProcessEvent.PortHolderFound(question.Id, question.Port, isOther ? holder : null));
            }
        }
    }

    private IReadOnlyDictionary<int, PortHolder?> Look(IReadOnlyCollection<int> ports)
    {
        try
        {
            using var holders = new PortHolders(state, runs, time);
            return holders.Find(ports);
        }
        catch (Exception e) when (e is Core.BatonException or IOException or UnauthorizedAccessException)
        {
            // No /proc to look at, or no descriptor left to look with: who holds them is not known this time.
            return new Dictionary<int, PortHolder?>();
        }
    }

    private List<ProcessCommand.FindPortHolder>? Take()
    {
        lock (_gate)
        {
            _isLooking = _asked.Count > 0;
            if (!_isLooking) return null;
            var taken = _asked;
            _asked = [];
            return taken;
        }
    }
}
