using Baton.Processes;

namespace Baton.Simulation.World;

/// <summary>The simulated machine: processes in trees, with pids that are used again soon, and what they do by themselves.</summary>
internal sealed class Machine(SimClock clock, Dice dice)
{
    private const int FirstPid = 100, Pids = 60, MostFreed = 20;

    private readonly Dictionary<int, SimProcess> _alive = [];
    private readonly Dictionary<RunId, RunLife> _lives = [];
    private readonly Dictionary<string, RunLife> _newest = [];
    private readonly Queue<int> _freed = new();
    private int _next;

    /// <summary>Told of each death of a process.</summary>
    public Action<SimProcess> Died { get; set; } = _ => { };

    /// <summary>Told of each first process of a run, before anything else happens.</summary>
    public Action<RunLife> Forked { get; set; } = _ => { };

    /// <summary>Told when a process was signalled.</summary>
    public Action<SimProcess> Signalled { get; set; } = _ => { };

    /// <summary>Programs do what they should.</summary>
    public bool IsCalm { get; private set; }

    public IReadOnlyCollection<SimProcess> Alive => _alive.Values;

    public RunLife? LifeOf(RunId id) => _lives.GetValueOrDefault(id);

    /// <summary>The last run of a service that had a process.</summary>
    public RunLife? NewestOf(string service) => _newest.GetValueOrDefault(service);

    /// <summary>The runs of a service of which something lives.</summary>
    public IEnumerable<RunLife> LivingOf(string service) => _alive.Values.Where(p => p.Run?.Service == service).Select(p => _lives[p.Run!]).Distinct();

    public SimProcess? Find(int pid) => _alive.GetValueOrDefault(pid);

    /// <summary>The first process of a run begins, with a character of its own.</summary>
    public RunLife Fork(RunId id)
    {
        var character = dice.For("character", id.Service, id.Run);
        var isGood = IsCalm;
        var first = Begin(id, isFirst: true, isDeaf: character.Is(0.15) && !isGood, character.Seconds(0, 1.5));
        var life = new RunLife(id, first) { ReadyAt = clock.Now + character.OneOf(TimeSpan.Zero, character.Seconds(0, 4), character.Seconds(0, isGood ? 4 : 60)) };
        // Hooks of a run that was never spawned may have left something under its number.
        if (_lives.TryGetValue(id, out var hooks)) life.Members.AddRange(hooks.Members.Where(member => member.IsAlive));
        _lives[id] = life;
        Forked(life);
        _newest[id.Service] = life;
        if (character.Is(0.2)) life.Members.Add(Begin(id, isFirst: false, character.Is(0.3), character.Seconds(0, 2)));
        // What does one thing and ends is not calm until it has.
        if (IsOneShot(id.Service)) clock.After(character.Seconds(0.1, 5), () => End(life, new ExitStatus(IsCalm || character.Is(0.7) ? 0 : 1, null), leavesOthers: false));
        else if (!isGood && character.Is(0.35)) clock.After(character.Seconds(0, 80), () => EndByItself(life, character));
        return life;
    }

    /// <summary>From now on programs do what they should, those that run too.</summary>
    public void CalmDown()
    {
        IsCalm = true;
        foreach (var life in _lives.Values.Where(life => life.IsAlive))
        {
            (life.IsHung, life.UnreadyUntil) = (false, TimeSpan.Zero);
            if (life.ReadyAt > clock.Now) life.ReadyAt = clock.Now + TimeSpan.FromSeconds(2);
        }
    }

    /// <summary>A process that has nothing to do with Baton.</summary>
    public void AddStranger() => Begin(null, isFirst: false, isDeaf: false, TimeSpan.Zero);

    /// <summary>A hook, which carries the mark of its run, outlives its daemon.</summary>
    public SimProcess AddHook(RunId id)
    {
        var member = Begin(id, isFirst: false, isDeaf: false, TimeSpan.FromSeconds(1), isHook: true);
        if (_lives.TryGetValue(id, out var life)) life.Members.Add(member);
        else _lives.Add(id, new RunLife(id, member) { Exit = ExitStatus.Unknown });
        return member;
    }

    /// <summary>The first process ends, and perhaps what it started does not.</summary>
    public void End(RunLife life, ExitStatus status, bool leavesOthers)
    {
        if (!life.First.IsAlive) return;
        if (leavesOthers && !life.Members.Exists(m => m.IsAlive && !m.IsFirst)) life.Members.Add(Begin(life.Id, isFirst: false, isDeaf: true, TimeSpan.Zero));
        if (!leavesOthers) foreach (var other in life.Members.Where(m => m.IsAlive && !m.IsFirst).ToList()) Die(other, null);
        Die(life.First, status);
    }

    /// <summary>Asks all processes of a run to end.</summary>
    public void Terminate(RunId id, int signal)
    {
        foreach (var process in MembersOf(id))
        {
            Signalled(process);
            if (!process.IsDeaf && !_lives[id].IsHung) clock.After(process.EndsWithin, () => Die(process, new ExitStatus(null, signal)));
        }
    }

    /// <summary>Kills all processes of a run.</summary>
    public void Kill(RunId id)
    {
        foreach (var process in MembersOf(id)) Kill(process);
    }

    public void Kill(SimProcess process)
    {
        Signalled(process);
        process.IsKilled = true;
        if (!process.IsStuck) Die(process, new ExitStatus(null, 9));
    }

    /// <summary>The kernel lets go of a process again.</summary>
    public void Release(SimProcess process)
    {
        process.IsStuck = false;
        if (process.IsKilled) Die(process, new ExitStatus(null, 9));
        else if (process.Owed is { } owed) Die(process, owed);
    }

    public void Die(SimProcess process, ExitStatus? status)
    {
        if (process.IsStuck) process.Owed ??= status ?? new ExitStatus(0, null);
        if (!process.IsAlive || process.IsStuck) return;
        process.IsAlive = false;
        _alive.Remove(process.Pid);
        if (process.IsFirst) _freed.Enqueue(process.Pid);
        if (_freed.Count > MostFreed) _freed.Dequeue();
        if (process is { Run: { } id } && _lives[id] is var life && life.First == process && life.Exit is null)
        {
            life.Exit = status ?? new ExitStatus(0, null);
            life.EndedAt = clock.Now;
        }

        Died(process);
    }

    /// <summary>The program of this service does one thing and ends.</summary>
    public static bool IsOneShot(string service) => service.StartsWith("job", StringComparison.Ordinal);

    private List<SimProcess> MembersOf(RunId id) => [.. _alive.Values.Where(p => p.Run == id)];

    private void EndByItself(RunLife life, Dice character)
    {
        if (IsCalm || life.IsHung) return;
        var status = character.OneOf(new ExitStatus(1, null), new ExitStatus(0, null), new ExitStatus(null, 11), new ExitStatus(1, null));
        End(life, status, character.Is(0.25));
    }

    private SimProcess Begin(RunId? run, bool isFirst, bool isDeaf, TimeSpan endsWithin, bool isHook = false)
    {
        // Strangers get the pids of runs that ended lately, where that hurts most.
        var pid = run is null && _freed.TryDequeue(out var freed) ? freed : FirstPid + (_next++ % Pids);
        while (_alive.ContainsKey(pid)) pid = FirstPid + (_next++ % Pids);
        var process = new SimProcess(pid, clock.GetTimestamp() / 100_000, run, isFirst) { IsDeaf = isDeaf, EndsWithin = endsWithin, IsHook = isHook };
        _alive.Add(pid, process);
        return process;
    }
}
