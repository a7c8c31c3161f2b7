using Baton.Supervision.Hooks;

namespace Baton.Supervision.Tests.Services;

/// <summary>Hooks whose programs live on as orphans when the daemon dies, until what is left of them is ended.</summary>
/// <param name="does">Begins one, or lets the daemon die of it.</param>
internal sealed class OrphanedHooks(Action<Action> does) : IHooks
{
    private readonly Dictionary<string, Action<HookOutcome>> _live = [];
    private readonly HashSet<string> _programs = [];
    private readonly HashSet<string> _orphans = [];

    public int Orphans { get; private set; }

    public IHook Begin(HookOrder order, Action<HookOutcome> ended)
    {
        does(() =>
        {
            var service = order.Id.Service;
            if (order.What is null) _orphans.Remove(service);
            else _programs.Add(service);
            CheckNone(service, isBegun: order.What is not null);
            _live.Add(service, ended);
        });
        return new Deaf();
    }

    /// <summary>Nothing that was run for the service lives.</summary>
    public void CheckNone(string service, bool isBegun = false)
    {
        Assert.False(_live.ContainsKey(service), $"a hook of {service} lives");
        Assert.False(_orphans.Contains(service), $"an orphan of a hook of {service} lives{(isBegun ? ", and the next begins" : "")}");
    }

    /// <summary>The daemon is dead.</summary>
    public void Orphan()
    {
        _orphans.UnionWith(_programs);
        Orphans += _programs.Count;
        _programs.Clear();
        _live.Clear();
    }

    public void EndOrphan(string service) => _orphans.Remove(service);

    /// <summary>One hook ends; false when there is none.</summary>
    public bool TryEndOne()
    {
        if (_live.Count == 0) return false;
        var (service, ended) = _live.First();
        _live.Remove(service);
        _programs.Remove(service);
        ended(new HookOutcome(Problem: null, TimeSpan.Zero, ""));
        return true;
    }

    private sealed class Deaf : IHook
    {
        public void Terminate()
        {
            // It ends when time goes on.
        }

        public void Kill()
        {
            // The same.
        }
    }
}
