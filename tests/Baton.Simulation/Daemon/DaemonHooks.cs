using Baton.Simulation.World;
using Baton.Supervision.Hooks;

namespace Baton.Simulation.Daemon;

/// <summary>
/// Programs before, after and to the stop of runs. They are children of the daemon: when it dies some of them live on for a while, as
/// processes with the mark of their run.
/// </summary>
internal sealed class DaemonHooks(SimDaemon daemon, Machine machine, SimClock clock, Dice dice) : IHooks
{
    private readonly List<Hook> _running = [];
    private int _begun;

    /// <inheritdoc/>
    public IHook Begin(HookOrder order, Action<HookOutcome> ended)
    {
        var hook = new Hook(this, order, ended);
        daemon.Do(() => _running.Add(hook));
        var luck = dice.For("hook", order.Id.Service, (order.Id.Run * 64) + _begun++);
        var takes = order.What is null ? luck.Seconds(0, 0.3) : luck.Is(0.1) && !machine.IsCalm ? order.Limit : luck.Seconds(0, 3);
        clock.After(takes, () => hook.End(luck.Is(0.12) && order.What is not null && !machine.IsCalm ? "exit code 1" : null));
        return hook;
    }

    /// <summary>The daemon has died.</summary>
    public void Orphan()
    {
        foreach (var hook in _running.Where(hook => hook.Order.What is not null && dice.Is(0.5)))
        {
            var orphan = machine.AddHook(hook.Order.Id);
            clock.After(dice.Seconds(0, 15), () => machine.Die(orphan, null));
        }

        _running.Clear();
    }

    private void Soon(int milliseconds, Action act) => clock.After(TimeSpan.FromMilliseconds(milliseconds), act);

    private void Over(Hook hook, string? problem, Action<HookOutcome> ended)
    {
        if (!daemon.IsAlive || !_running.Remove(hook)) return;
        // What carries the mark and belongs to no run that lives is ended with it.
        if (hook.Order.EndsRemains == HookRemains.Ended || (hook.Order.EndsRemains == HookRemains.EndedOnFailure && problem is not null)) machine.Kill(hook.Order.Id);
        // What is to stop the run tells its process to end.
        if (hook.Order is { EndsRemains: HookRemains.Kept, What: not null } && problem is null) machine.Terminate(hook.Order.Id, 15);
        ended(new HookOutcome(problem, TimeSpan.FromSeconds(1), ""));
    }

    private sealed class Hook(DaemonHooks hooks, HookOrder order, Action<HookOutcome> ended) : IHook
    {
        public HookOrder Order => order;

        public void End(string? problem) => hooks.Over(this, problem, ended);

        public void Terminate() => hooks.Soon(200, () => End("it was asked to end"));

        public void Kill() => hooks.Soon(5, () => End("it was killed"));
    }
}
