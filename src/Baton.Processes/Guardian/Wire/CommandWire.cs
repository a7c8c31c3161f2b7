using System.Diagnostics;

namespace Baton.Processes.Guardian.Wire;

/// <summary>Commands to the process host as bytes.</summary>
internal static class CommandWire
{
    public static void Write(WireWriter to, ProcessCommand command)
    {
        to.Begin(KindOf(command));
        switch (command)
        {
            case ProcessCommand.Spawn x: to.Id(x.Id); LaunchWire.Write(to, x.What); break;
            case ProcessCommand.Terminate x: to.Id(x.Id); to.Int(x.Signal); break;
            case ProcessCommand.Kill x: to.Id(x.Id); break;
            case ProcessCommand.WatchOutput x: to.Text(x.Service); to.Bool(x.IsWatched); break;
            case ProcessCommand.TellDrained x: to.Id(x.Id); break;
            case ProcessCommand.FindPortHolder x: to.Id(x.Id); to.Int(x.Port); break;
        }
    }

    /// <summary>The command in a frame of this kind; null when the kind is none of a command.</summary>
    public static ProcessCommand? Read(WireKind kind, ref WireReader from) => kind switch
    {
        WireKind.Spawn => new ProcessCommand.Spawn(from.Id(), LaunchWire.Read(ref from)),
        WireKind.Terminate => new ProcessCommand.Terminate(from.Id(), from.Int()),
        WireKind.Kill => new ProcessCommand.Kill(from.Id()),
        WireKind.WatchOutput => new ProcessCommand.WatchOutput(from.Text(), from.Bool()),
        WireKind.TellDrained => new ProcessCommand.TellDrained(from.Id()),
        WireKind.FindPortHolder => new ProcessCommand.FindPortHolder(from.Id(), from.Int()),
        WireKind.Sample => new ProcessCommand.Sample(),
        WireKind.CountOutput => new ProcessCommand.CountOutput(),
        _ => null,
    };

    private static WireKind KindOf(ProcessCommand command) => command switch
    {
        ProcessCommand.Spawn => WireKind.Spawn,
        ProcessCommand.Terminate => WireKind.Terminate,
        ProcessCommand.Kill => WireKind.Kill,
        ProcessCommand.WatchOutput => WireKind.WatchOutput,
        ProcessCommand.TellDrained => WireKind.TellDrained,
        ProcessCommand.FindPortHolder => WireKind.FindPortHolder,
        ProcessCommand.Sample => WireKind.Sample,
        ProcessCommand.CountOutput => WireKind.CountOutput,
        _ => throw new UnreachableException($"command {command}"),
    };
}
