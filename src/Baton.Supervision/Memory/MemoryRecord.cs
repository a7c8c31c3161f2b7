using System.Runtime.InteropServices;
using Baton.Processes;
using Baton.Supervision.Hooks;
using Baton.Supervision.Services;

namespace Baton.Supervision.Memory;

/// <summary>The bytes of one service's state, 1,024. Absent times are <see cref="long.MinValue"/>, absent numbers -1, no process is 0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct MemoryRecord
{
    /// <summary>How many recent restarts are kept, the newest: as many as <see cref="ServicePolicy.MostRestarts"/> lets count.</summary>
    public const int MostRestarts = ServicePolicy.MostRestarts;

    private const int ComplaintBytes = 144, SpawnErrorBytes = 192, AskedByBytes = 64;
    private const int Desired = 1, Stable = 2, ProbedReady = 4, DeviceAway = 8, TreeGone = 16, HasExit = 32, StartWaiting = 64;

    private int _phase, _next, _hook, _flags, _run, _epoch, _failures, _restarts, _pid, _exitCode, _exitSignal, _recentCount;
    private long _launchedAt, _since, _startedAt, _spawnedAt, _timerDue;

    /// <summary>The notice that the next change follows from; written by itself, too.</summary>
    public long Cause;

    private int _complaintLength, _spawnErrorLength, _askedByLength;

    /// <summary>1: those bound to it have not been told that its run has left; written by itself, too.</summary>
    public int LeaveToTell;

    private fixed long _recent[MostRestarts];
    private fixed byte _complaint[ComplaintBytes];
    private fixed byte _spawnError[SpawnErrorBytes];
    private fixed byte _askedBy[AskedByBytes];

    /// <summary>Writes all of it; allocates nothing.</summary>
    public void Write(Service s, in SlotFacts facts)
    {
        (_phase, _next, _hook) = ((int)s.Phase, (int)s.Next, s.Hook is { } hook ? (int)hook : -1);
        _flags = (s.IsDesired ? Desired : 0) | (s.IsStable ? Stable : 0) | (s.IsProbedReady ? ProbedReady : 0) | (s.IsDeviceAway ? DeviceAway : 0)
            | (s.IsTreeGone ? TreeGone : 0) | (s.LastExit is null ? 0 : HasExit) | (facts.IsStartWaiting ? StartWaiting : 0);
        (_run, _epoch, _failures, _restarts, _pid) = (s.Run, s.Epoch, s.Failures, s.Restarts, s.Pid ?? 0);
        (_exitCode, _exitSignal) = (s.LastExit?.Code ?? -1, s.LastExit?.Signal ?? -1);
        (_launchedAt, _since, _startedAt) = (s.LaunchedAt.Ticks, facts.Since.UtcTicks, facts.StartedAt?.UtcTicks ?? long.MinValue);
        (_spawnedAt, _timerDue) = (facts.SpawnedAt ?? long.MinValue, facts.TimerDue?.Ticks ?? long.MinValue);
        (Cause, LeaveToTell) = (facts.Cause ?? -1, facts.HasLeaveToTell ? 1 : 0);
        WriteRestarts(s.RecentRestarts);
        fixed (byte* complaint = _complaint, spawnError = _spawnError, askedBy = _askedBy)
        {
            _complaintLength = MemoryText.Write(s.Complaint, new Span<byte>(complaint, ComplaintBytes));
            _spawnErrorLength = MemoryText.Write(s.SpawnError, new Span<byte>(spawnError, SpawnErrorBytes));
            _askedByLength = MemoryText.Write(facts.StopAskedBy, new Span<byte>(askedBy, AskedByBytes));
        }
    }

    /// <summary>What was written; null when it makes no sense.</summary>
    public (Service State, SlotFacts Facts)? Read()
    {
        if (!HasSense()) return null;
        var recent = new TimeSpan[_recentCount];
        for (var i = 0; i < recent.Length; i++) recent[i] = new TimeSpan(_recent[i]);
        fixed (byte* complaint = _complaint, spawnError = _spawnError, askedBy = _askedBy)
        {
            var state = new Service((Phase)_phase, _run, _epoch)
            {
                IsDesired = Is(Desired),
                IsStable = Is(Stable),
                IsProbedReady = Is(ProbedReady),
                IsDeviceAway = Is(DeviceAway),
                IsTreeGone = Is(TreeGone),
                Failures = _failures,
                Restarts = _restarts,
                LaunchedAt = new TimeSpan(_launchedAt),
                RecentRestarts = recent,
                Pid = _pid == 0 ? null : _pid,
                LastExit = Is(HasExit) ? new ExitStatus(OrNull(_exitCode), OrNull(_exitSignal)) : null,
                Complaint = MemoryText.Read(_complaintLength, new ReadOnlySpan<byte>(complaint, ComplaintBytes)),
                SpawnError = MemoryText.Read(_spawnErrorLength, new ReadOnlySpan<byte>(spawnError, SpawnErrorBytes)),
                Next = (AfterStop)_next,
                Hook = _hook < 0 ? null : (HookKind)_hook,
            };
            var facts = new SlotFacts(new DateTimeOffset(_since, TimeSpan.Zero), _startedAt == long.MinValue ? null : new DateTimeOffset(_startedAt, TimeSpan.Zero),
                OrNull(_spawnedAt), OrNull(_timerDue) is { } due ? new TimeSpan(due) : null, Cause < 0 ? null : Cause,
                MemoryText.Read(_askedByLength, new ReadOnlySpan<byte>(askedBy, AskedByBytes)), LeaveToTell == 1)
            {
                IsStartWaiting = Is(StartWaiting),
            };
            return (state, facts);
        }
    }

    private void WriteRestarts(IReadOnlyList<TimeSpan> recent)
    {
        _recentCount = Math.Min(recent.Count, MostRestarts);
        for (var i = 0; i < _recentCount; i++) _recent[i] = recent[recent.Count - _recentCount + i].Ticks;
    }

    private readonly bool HasSense() =>
        _phase is >= 0 and <= (int)Phase.Completed && _next is >= 0 and <= (int)AfterStop.RestAtOnce && _hook is >= -1 and <= (int)HookKind.EndRemains
        && _run >= 0 && _failures >= 0 && _restarts >= 0 && _pid >= 0 && _exitCode is >= -1 and <= 255 && _exitSignal is >= -1 and <= 64
        && _recentCount is >= 0 and <= MostRestarts && LeaveToTell is 0 or 1 && _launchedAt >= 0 && IsTime(_since) && (_startedAt == long.MinValue || IsTime(_startedAt))
        && _complaintLength is >= -1 and <= ComplaintBytes && _spawnErrorLength is >= -1 and <= SpawnErrorBytes && _askedByLength is >= -1 and <= AskedByBytes;

    private readonly bool Is(int flag) => (_flags & flag) != 0;

    private static bool IsTime(long ticks) => ticks >= 0 && ticks <= DateTime.MaxValue.Ticks;

    private static int? OrNull(int number) => number < 0 ? null : number;

    private static long? OrNull(long number) => number == long.MinValue ? null : number;
}
