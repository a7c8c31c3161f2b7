using Baton.Processes;
using Baton.Simulation.World;

namespace Baton.Simulation.Histories;

/// <summary>Lets happenings happen.</summary>
internal sealed class Executor(History history)
{
    /// <summary>From now on nothing goes wrong, and what went wrong is mended.</summary>
    public void CalmDown()
    {
        history.Trace.Add("history", "calms down");
        history.SlowDown(TimeSpan.Zero);
        history.Memory.IsFull = false;
        history.Machine.CalmDown();
        foreach (var service in history.File.Services.Concat(history.Kept.Services)) history.FailSpawns(service.Name, TimeSpan.Zero);
        foreach (var process in history.Machine.Alive.Where(p => p.IsStuck).ToList()) history.Machine.Release(process);
        history.Devices.ReturnAll();
        history.Daemon?.DieAt(int.MaxValue, isBefore: false);
    }

    /// <summary>Lets one happen, where there is something for it to happen to.</summary>
    public void Execute(Happening happening)
    {
        history.Count(happening.Kind.ToString());
        history.Trace.Add("happens", $"{happening.Kind} #{happening.On}");
        var dice = history.Dice.For("happening", "", happening.Number);
        var services = history.File.Services;
        var name = services[happening.On % services.Count].Name;
        if (happening.Kind <= HappeningKind.DownAndKill) history.Operator.Act(happening, name);
        else if (happening.Kind <= HappeningKind.Stuck) ToService(happening.Kind, name, dice);
        else if (happening.Kind <= HappeningKind.DeviceFlaps) ToDevice(happening.Kind, Rosters.Devices[happening.On % Rosters.Devices.Length], dice);
        else ToMachine(happening, name, dice);
    }

    private void ToService(HappeningKind kind, string name, Dice dice)
    {
        var machine = history.Machine;
        var now = history.Clock.Now;
        if (kind == HappeningKind.SpawnsFail)
        {
            history.FailSpawns(name, now + dice.Seconds(1, 30));
            return;
        }

        if (machine.NewestOf(name) is not { First.IsAlive: true } life) return;
        switch (kind)
        {
            case HappeningKind.Crash or HappeningKind.CrashLeavingOthers:
                machine.End(life, dice.OneOf(new ExitStatus(1, null), new ExitStatus(null, 11), new ExitStatus(null, 9), new ExitStatus(0, null)), kind == HappeningKind.CrashLeavingOthers);
                break;
            case HappeningKind.Hang: life.IsHung = true; break;
            case HappeningKind.Unready: life.UnreadyUntil = now + dice.Seconds(1, 40); break;
            case HappeningKind.Stuck:
                var process = life.First;
                process.IsStuck = true;
                history.Clock.After(dice.Seconds(0.5, 20), () => machine.Release(process));
                break;
        }
    }

    private void ToDevice(HappeningKind kind, string device, Dice dice)
    {
        var devices = history.Devices;
        devices.Lose(device);
        var away = kind switch
        {
            HappeningKind.DeviceLost => dice.Seconds(0.2, 40),
            HappeningKind.DeviceReplaced => dice.Seconds(0, 0.3),
            _ => dice.Seconds(0.05, 0.2),
        };
        history.Clock.After(away, () => devices.Return(device));
        if (kind != HappeningKind.DeviceFlaps) return;
        for (var i = 1; i < 20; i++)
        {
            var (gone, back) = (dice.Seconds(0, 6), dice.Seconds(0, 0.3));
            history.Clock.After(gone, () => devices.Lose(device));
            history.Clock.After(gone + back, () => devices.Return(device));
        }

        history.Clock.After(TimeSpan.FromSeconds(7), () => devices.Return(device));
    }

    private void ToMachine(Happening happening, string name, Dice dice)
    {
        switch (happening.Kind)
        {
            case HappeningKind.WallClockJumps: history.Clock.Jump(dice.OneOf(TimeSpan.FromHours(1), TimeSpan.FromHours(-1), TimeSpan.FromSeconds(dice.Below(60) - 30), TimeSpan.FromDays(-300))); break;
            case HappeningKind.DiskFull:
                history.Memory.IsFull = true;
                history.Clock.After(dice.Seconds(1, 60), () => history.Memory.IsFull = false);
                break;
            case HappeningKind.OutputTrouble:
                if (history.Machine.NewestOf(name) is { } life) history.Daemon?.Hear(new ProcessEvent.OutputTrouble(life.Id, dice.Is(0.5) ? "no space left on device" : null));
                break;
            case HappeningKind.DaemonKilled:
                if (history.Daemon is { IsAlive: true } daemon)
                {
                    history.Count("daemon killed");
                    daemon.Die("it was killed");
                }

                break;
            case HappeningKind.DaemonKilledAt: history.Daemon?.DieAt(1 + (happening.On % 40), isBefore: dice.Is(0.5)); break;
            case HappeningKind.GuardianKilled: history.KillGuardian(); break;
            case HappeningKind.SlowWire: history.SlowDown(history.Clock.Now + dice.Seconds(1, 15)); break;
            case HappeningKind.Strangers:
                for (var i = 0; i < 10 && history.Machine.Alive.Count < 45; i++) history.Machine.AddStranger();
                break;
        }
    }
}
