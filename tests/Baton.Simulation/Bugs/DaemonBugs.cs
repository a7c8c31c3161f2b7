using Baton.Probes;
using Baton.Probes.Specs;
using Baton.Processes;
using Baton.Processes.Devices;
using Baton.Simulation.Daemon;
using Baton.Simulation.Histories;
using Baton.Supervision.Probing;
using Baton.Supervision.Reload;
using Baton.Supervision.Services;

namespace Baton.Simulation.Bugs;

/// <summary>A timer that was disarmed fires in place of the next one, with that one's epoch.</summary>
internal sealed class OldTimersFire : PlantedBug
{
    public override TimeProvider Time(TimeProvider time, History history) => new Clock(time, history);

    private sealed class Clock(TimeProvider time, History history) : TimeProvider
    {
        private TimeSpan? _disarmed;

        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var left = _disarmed - history.Clock.Now;
            _disarmed = null;
            var wait = left > TimeSpan.Zero && left < dueTime ? left.Value : dueTime;
            return new Armed(time.CreateTimer(callback, state, wait, period), () => _disarmed = history.Clock.Now + wait);
        }

        private sealed class Armed(ITimer timer, Action disarmed) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                disarmed();
                timer.Dispose();
            }

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }
}

/// <summary>Timers are never given back.</summary>
internal sealed class TimersLeak : PlantedBug
{
    public override TimeProvider Time(TimeProvider time, History history) => new Clock(time);

    private sealed class Clock(TimeProvider time) : TimeProvider
    {
        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Leaking(time.CreateTimer(callback, state, dueTime, period), time);

        private sealed class Leaking(ITimer timer, TimeProvider time) : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

            public void Dispose()
            {
                timer.Dispose();
                _ = time.CreateTimer(_ => { }, null, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan);
            }

            public ValueTask DisposeAsync() => timer.DisposeAsync();
        }
    }
}

/// <summary>Spans are measured by the wall clock.</summary>
internal sealed class SpansByWallClock : PlantedBug
{
    public override TimeProvider Time(TimeProvider time, History history) => new Clock(time);

    private sealed class Clock(TimeProvider time) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => time.GetUtcNow().Ticks - new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => time.CreateTimer(callback, state, dueTime, period);
    }
}

/// <summary>A new run is taken to be ready since the one before it was.</summary>
internal sealed class OldReadinessAccepted : PlantedBug
{
    public override IProbing Probing(IProbing probing, History history) => new Believing(probing, history);

    private sealed class Believing(IProbing probing, History history) : IProbing
    {
        public IDisposable Begin(RunId run, ServiceProbe probe, Action<ProbeResult> told)
        {
            var wasReady = history.Machine.LifeOf(run with { Run = run.Run - 1 }) is { WasReady: true };
            if (wasReady && probe.Spec is ProbeSpec.Tcp { Port: DaemonProbing.ReadinessPort }) told(new ProbeResult(true, TimeSpan.Zero, "connected"));
            return probing.Begin(run, probe, told);
        }

        public IDisposable Begin(IProbe check, ProbeTiming timing, Action<ProbeResult> told) => probing.Begin(check, timing, told);
    }
}

/// <summary>A daemon in place of a dead one does not look at dependencies.</summary>
internal sealed class DependenciesForgottenOnRecovery : PlantedBug
{
    public override ServiceSet Set(ServiceSet set, bool isFirst) => isFirst
        ? set
        : new ServiceSet([.. set.Services.Select(service => service with { DependsOn = [], RestartWith = [] })], set.Chosen);
}

/// <summary>A loss of a device is not seen while something starts.</summary>
internal sealed class LossDuringStartIgnored : PlantedBug
{
    public override IDevices Devices(IDevices devices, History history) => new Blind(devices, history);

    private sealed class Blind(IDevices devices, History history) : IDevices
    {
        public IDisposable Watch(IReadOnlyList<string> paths, Action<DeviceSighting> changed) => devices.Watch(paths, seen =>
        {
            var isStarting = history.Daemon?.Supervisor?.Services.Any(view => view.State is Phase.Starting or Phase.Backoff) == true;
            if (seen.AreAllPresent || !isStarting) changed(seen);
        });
    }
}

/// <summary>The return of a device is not seen.</summary>
internal sealed class ReturnNotSeen : PlantedBug
{
    public override IDevices Devices(IDevices devices, History history) => new Blind(devices);

    private sealed class Blind(IDevices devices) : IDevices
    {
        public IDisposable Watch(IReadOnlyList<string> paths, Action<DeviceSighting> changed)
        {
            var hasLost = false;
            return devices.Watch(paths, seen =>
            {
                hasLost |= !seen.AreAllPresent;
                if (!hasLost || !seen.AreAllPresent) changed(seen);
            });
        }
    }
}

/// <summary>Stops do not wait for what depends on what is stopped.</summary>
internal sealed class StopsDoNotWait : PlantedBug
{
    public override bool StopsAlone => true;
}

/// <summary>A probe throws when it is begun.</summary>
internal sealed class ProbingThrows : PlantedBug
{
    public override IProbing Probing(IProbing probing, History history) => new Throwing();

    private sealed class Throwing : IProbing
    {
        public IDisposable Begin(RunId run, ServiceProbe probe, Action<ProbeResult> told) => throw new InvalidOperationException("a bug");

        public IDisposable Begin(IProbe check, ProbeTiming timing, Action<ProbeResult> told) => throw new InvalidOperationException("a bug");
    }
}

/// <summary>Timers of more than a second fire after half their time.</summary>
internal sealed class TimersRunFast : PlantedBug
{
    public override TimeProvider Time(TimeProvider time, History history) => new Clock(time);

    private sealed class Clock(TimeProvider time) : TimeProvider
    {
        public override long TimestampFrequency => time.TimestampFrequency;

        public override long GetTimestamp() => time.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            time.CreateTimer(callback, state, dueTime > TimeSpan.FromSeconds(1) ? dueTime / 2 : dueTime, period);
    }
}

/// <summary>A reload starts what somebody has stopped.</summary>
internal sealed class ReloadForgetsStops : PlantedBug
{
    public override void Reloaded(SimDaemon daemon)
    {
        var supervisor = daemon.Supervisor!;
        if (!supervisor.IsShuttingDown) _ = supervisor.Ask(ActKind.Start, [.. supervisor.InForce.Services.Select(service => service.Name)], isAlone: false, new ActCause("a bug"));
    }
}
