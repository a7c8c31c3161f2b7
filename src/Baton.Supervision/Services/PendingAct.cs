namespace Baton.Supervision.Services;

/// <summary>A start, stop or restart that somebody waits for, or a state.</summary>
/// <param name="kind">What was asked.</param>
/// <param name="services">What was asked for, in the order asked.</param>
/// <param name="also">What had to be touched besides.</param>
internal sealed class PendingAct(ActKind kind, IReadOnlyList<ServiceSlot> services, IReadOnlyList<ServiceSlot> also)
{
    private readonly Dictionary<ServiceSlot, int> _runBefore = [];

    // Continuations run elsewhere: the actor must not execute its callers' code.
    private readonly TaskCompletionSource<ServicesChange> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ActKind Kind => kind;

    /// <summary>For <see cref="ActKind.Wait"/>: the state.</summary>
    public WaitGoal Goal { get; init; }

    public IReadOnlyList<ServiceSlot> Services { get; private set; } = services;

    /// <summary>What had to be touched besides.</summary>
    public IReadOnlyList<ServiceSlot> Also { get; set; } = also;

    public Task<ServicesChange> Done => _done.Task;

    /// <summary>Goes on without services that go.</summary>
    /// <returns>One of them when nothing is left of what was asked for, though something was; else null.</returns>
    public ServiceSlot? TakeOut(IReadOnlySet<ServiceSlot> gone)
    {
        var last = Services.FirstOrDefault(gone.Contains);
        if (last is not null) Services = [.. Services.Where(slot => !gone.Contains(slot))];
        Also = [.. Also.Where(slot => !gone.Contains(slot))];
        return Services.Count == 0 ? last : null;
    }

    /// <summary>Remembers which runs a restart must leave behind.</summary>
    public void Note(ServiceSlot slot) => _runBefore[slot] = slot.State.Run;

    /// <summary>True when this service is where the act wants it, or will not get there by itself.</summary>
    public bool IsDoneFor(ServiceSlot slot)
    {
        var s = slot.State;
        var isBeingExamined = slot.Finding is { Awaited: > 0 };
        var hasOutcome = s.Phase is Phase.Running or Phase.Completed or Phase.WaitingDevices || (s.Phase is Phase.Failed or Phase.Backoff && !isBeingExamined) || slot.WaitsInVain;
        var wasCalledOff = !s.IsDesired && !s.IsLive;
        return kind switch
        {
            ActKind.Start => (hasOutcome && s.IsDesired) || wasCalledOff,
            ActKind.Restart => (hasOutcome && s.IsDesired && (s.Run > _runBefore[slot] || s.Phase == Phase.WaitingDevices || slot.WaitsInVain)) || wasCalledOff,
            ActKind.Wait => Goal switch
            {
                WaitGoal.Ready => slot.IsReady || s.Phase is Phase.Completed || (s.Phase == Phase.Failed && !isBeingExamined) || wasCalledOff,
                // Both are at an end when nothing runs and nothing is to come by itself soon; who asked sees in which.
                WaitGoal.Completed or WaitGoal.Stopped => s.Phase is Phase.Completed || (s.Phase == Phase.Failed && !isBeingExamined) || wasCalledOff,
                _ => throw new System.Diagnostics.UnreachableException(),
            },
            ActKind.Enable or ActKind.Disable => true,
            // A start that came after the stop has called it off.
            _ => slot.IsAtRestOrStuck || s.IsDesired,
        };
    }

    public void Complete() =>
        _done.TrySetResult(new ServicesChange([.. Services.Select(slot => slot.View)], [.. Also.Select(slot => slot.View)]));

    public void Refuse(Exception reason) => _done.TrySetException(reason);
}

/// <summary>What can be asked for.</summary>
internal enum ActKind
{
    /// <summary>To run.</summary>
    Start,

    /// <summary>To stop.</summary>
    Stop,

    /// <summary>To run as a new process.</summary>
    Restart,

    /// <summary>Nothing: to be told when it is in a state.</summary>
    Wait,

    /// <summary>To be started by <c>up</c>.</summary>
    Enable,

    /// <summary>Not to be started by <c>up</c>.</summary>
    Disable,
}
