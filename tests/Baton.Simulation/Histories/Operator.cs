using Baton.Core;
using Baton.Simulation.Daemon;
using Baton.Supervision.Reload;
using Baton.Supervision.Services;

namespace Baton.Simulation.Histories;

/// <summary>What somebody wants of a service, as far as Baton has acknowledged it.</summary>
internal enum Want
{
    /// <summary>Something is asked and not acknowledged, or others decide.</summary>
    Unknown,

    /// <summary>To run.</summary>
    Run,

    /// <summary>To rest.</summary>
    Rest,
}

/// <summary>Somebody who starts, stops and reloads at random, and remembers what was acknowledged.</summary>
internal sealed class Operator(History history)
{
    private sealed record Request(PendingAct Act, ActKind Kind, IReadOnlyList<string> Named, Dictionary<string, int> Stamps);

    private readonly List<Request> _open = [];
    private readonly Dictionary<string, Want> _wants = [];
    private readonly Dictionary<string, int> _stamps = [];
    private readonly HashSet<string> _stopped = [];
    private readonly HashSet<string> _stoppedAlone = [];
    private Task<ReloadBegun>? _reload;
    private ServiceSet? _uncommitted;
    private bool _isDownAsked;

    /// <summary>The stop of everything was taken note of: it holds until the next <c>up</c>.</summary>
    public bool IsDownTaken { get; private set; }

    /// <summary>Somebody lost patience: everything may be killed.</summary>
    public bool IsKillAsked { get; private set; }

    /// <summary>Requests that are not done.</summary>
    public IEnumerable<string> Open => _open.Select(request => $"{request.Kind} {string.Join(' ', request.Named)}");

    public Want WantOf(string service) => _wants.GetValueOrDefault(service);

    /// <summary>Its stop was acknowledged, and nothing was asked since that may start it.</summary>
    public bool IsStopped(string service) => _stopped.Contains(service);

    /// <summary>What was asked of it last is a stop that does not wait for what depends on it.</summary>
    public bool IsStoppedAlone(string service) => _stoppedAlone.Contains(service);

    /// <summary>One act of a person.</summary>
    public void Act(Happening happening, string name)
    {
        if (happening.Kind == HappeningKind.Reload) history.File = Rosters.Edit(history.File, history.Dice.For("edit", "", happening.Number));
        // Who scales asks the daemon; there is nothing that could be edited for it.
        if (happening.Kind == HappeningKind.Scale && _reload is null && history.Daemon is { IsAlive: true, IsReady: true, Supervisor.IsShuttingDown: false })
            history.File = Rosters.Scale(history.File, history.Dice, happening.On % (Rosters.Replicas.Length + 1));
        if (history.Daemon is not { IsAlive: true, IsReady: true, Supervisor: { IsShuttingDown: false } supervisor }) return;
        try
        {
            Ask(happening.Kind, name, supervisor);
        }
        catch (BatonException)
        {
            // Such as a service that a reload has removed: then nothing was asked.
        }
    }

    /// <summary>A daemon answers.</summary>
    public void Began(SimDaemon daemon)
    {
        var supervisor = daemon.Supervisor!;
        if (_isDownAsked && !IsDownTaken && !supervisor.IsShuttingDown) supervisor.ShutDown(isKill: false, new ActCause("somebody"));
        if (supervisor.IsRecovered || IsDownTaken) return;
        var set = supervisor.InForce;
        var started = set.Services.Where(service => set.Starts(service, history.Enabled.TryGetValue(service.Name, out var isEnabled) ? isEnabled : null)).Select(service => service.Name);
        foreach (var name in Rosters.WithDependencies(set, started)) _wants[name] = Want.Run;
    }

    /// <summary>Somebody begins everything anew.</summary>
    public void Upped()
    {
        _open.Clear();
        _wants.Clear();
        _stopped.Clear();
        (_reload, _uncommitted) = (null, null);
        (_isDownAsked, IsDownTaken, IsKillAsked) = (false, false, false);
    }

    /// <summary>The daemon died: nobody answers what is open.</summary>
    public void Lost()
    {
        foreach (var request in _open) foreach (var name in request.Stamps.Keys) _wants[name] = Want.Unknown;
        _open.Clear();
        if (_uncommitted is null) return;
        // Which manifest is in force is nobody's knowledge.
        (_reload, _uncommitted) = (null, null);
        _wants.Clear();
        _stopped.Clear();
    }

    /// <summary>Baton has lost what was wanted of a service, which it has said.</summary>
    public void Forget(string service)
    {
        _wants[service] = Want.Unknown;
        _stopped.Remove(service);
    }

    /// <summary>Looks, after a turn, what has been acknowledged.</summary>
    public void Look(SimDaemon daemon)
    {
        if (daemon.Supervisor is not { } supervisor) return;
        if (_isDownAsked && supervisor.IsShuttingDown) IsDownTaken = true;
        if (_reload is { IsCompleted: true }) Reloaded(daemon);
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            var request = _open[i];
            if (!request.Act.Done.IsCompleted) continue;
            _open.RemoveAt(i);
            if (request.Act.Done.IsCompletedSuccessfully) Acknowledged(request);
        }
    }

    private void Acknowledged(Request request)
    {
        history.Trace.Add("operator", $"{request.Kind} {string.Join(' ', request.Named)} is acknowledged");
        IEnumerable<string> concerned = request.Kind == ActKind.Stop
            ? request.Named.Concat(request.Act.Also.Select(slot => slot.Definition.Name))
            : request.Stamps.Keys;
        foreach (var name in concerned.Where(name => request.Stamps.TryGetValue(name, out var stamp) && _stamps[name] == stamp))
        {
            _wants[name] = request.Kind == ActKind.Stop ? Want.Rest : Want.Run;
            if (request.Kind == ActKind.Stop) _stopped.Add(name);
        }
    }

    private void Ask(HappeningKind kind, string name, Supervisor supervisor)
    {
        var set = supervisor.InForce;
        var cause = new ActCause("somebody");
        switch (kind)
        {
            case HappeningKind.Start: Ask(ActKind.Start, name, Rosters.WithDependencies(set, [name]), isAlone: false); break;
            case HappeningKind.Restart: Ask(ActKind.Restart, name, Rosters.WithDependencies(set, [name]), isAlone: true); break;
            case HappeningKind.Stop: Ask(ActKind.Stop, name, Rosters.WithDependents(set, [name]), isAlone: false); break;
            case HappeningKind.StopOnly: Ask(ActKind.Stop, name, [name], isAlone: true); break;
            case HappeningKind.Enable or HappeningKind.Disable:
                history.Enabled[name] = kind == HappeningKind.Enable;
                _ = supervisor.Ask(kind == HappeningKind.Enable ? ActKind.Enable : ActKind.Disable, [name], isAlone: true, cause);
                break;
            case HappeningKind.Reload: Reload(supervisor, cause, null); break;
            case HappeningKind.Scale: Reload(supervisor, cause, new HashSet<string> { "pool" }); break;
            case HappeningKind.Down or HappeningKind.DownAndKill:
                _isDownAsked = true;
                IsKillAsked |= kind == HappeningKind.DownAndKill;
                _wants.Clear();
                if (history.Bug.StopsAlone) _ = supervisor.Ask(ActKind.Stop, [], isAlone: true, cause);
                supervisor.ShutDown(kind == HappeningKind.DownAndKill, cause);
                break;
        }

        void Ask(ActKind act, string named, HashSet<string> touched, bool isAlone)
        {
            var pending = supervisor.Ask(act, [named], isAlone || (act == ActKind.Stop && history.Bug.StopsAlone), cause);
            foreach (var one in touched)
            {
                if (act == ActKind.Stop && isAlone) _stoppedAlone.Add(one);
                else _stoppedAlone.Remove(one);
                _stamps[one] = _stamps.GetValueOrDefault(one) + 1;
                _wants[one] = Want.Unknown;
                if (act != ActKind.Stop) _stopped.Remove(one);
            }

            _open.Add(new Request(pending, act, [named], touched.ToDictionary(one => one, one => _stamps[one])));
        }
    }

    private void Reload(Supervisor supervisor, ActCause cause, HashSet<string>? scaled)
    {
        if (_reload is not null) return;
        _uncommitted = history.File;
        var before = supervisor.InForce.Services.ToDictionary(service => service.Name);
        foreach (var service in history.File.Services)
        {
            if (!before.ContainsKey(service.Name)) _stopped.Remove(service.Name);
            if (_wants.GetValueOrDefault(service.Name) == Want.Run) _wants[service.Name] = Want.Unknown;
            if (!_stopped.Contains(service.Name)) _wants[service.Name] = Want.Unknown;
            _stamps[service.Name] = _stamps.GetValueOrDefault(service.Name) + 1;
        }

        _reload = supervisor.ReloadAsync(history.File, cause, scaled);
    }

    private void Reloaded(SimDaemon daemon)
    {
        var isInForce = _reload!.IsCompletedSuccessfully;
        var set = _uncommitted!;
        _reload = null;
        if (!isInForce) _uncommitted = null;
        else history.Clock.After(TimeSpan.FromMilliseconds(3), () =>
        {
            // From here on a daemon that comes after this one goes by it.
            if (!daemon.IsAlive || !ReferenceEquals(_uncommitted, set)) return;
            history.Kept = set;
            _uncommitted = null;
            history.Bug.Reloaded(daemon);
        });
    }
}
