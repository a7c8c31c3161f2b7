using System.Diagnostics;

namespace Baton.Processes.Guardian.Wire;

/// <summary>News of processes as bytes.</summary>
internal static class EventWire
{
    public static void Write(WireWriter to, ProcessEvent news)
    {
        to.Begin(KindOf(news));
        switch (news)
        {
            case ProcessEvent.Spawned x: to.Id(x.Id); to.Int(x.Pid); break;
            case ProcessEvent.SpawnFailed x: Write(to, x); break;
            case ProcessEvent.Exited x: to.Id(x.Id); Write(to, x.Status); to.Bool(x.IsTreeGone); break;
            case ProcessEvent.TreeGone x: to.Id(x.Id); break;
            case ProcessEvent.OutOfMemory x: to.Id(x.Id); break;
            case ProcessEvent.TreeStuck x: to.Id(x.Id); WriteInts(to, x.Pids); break;
            case ProcessEvent.OutputGrew x: to.Id(x.Id); to.Int(x.Segment); to.Long(x.Length); break;
            case ProcessEvent.OutputTrouble x: to.Id(x.Id); to.Text(x.Problem); break;
            case ProcessEvent.PortHolderFound x: to.Id(x.Id); to.Int(x.Port); Write(to, x.Holder); break;
            case ProcessEvent.OutputDrained x: to.Id(x.Id); break;
            case ProcessEvent.LogsNotCompressed x: to.Text(x.Service); to.Text(x.Problem); break;
            case ProcessEvent.Sampled x: Write(to, x.Figures); break;
            case ProcessEvent.OutputCounted x: OutputWire.Write(to, x.Figures); break;
        }
    }

    /// <summary>The news in a frame of this kind; null when the kind is none of news.</summary>
    public static ProcessEvent? Read(WireKind kind, ref WireReader from) => kind switch
    {
        WireKind.Spawned => new ProcessEvent.Spawned(from.Id(), from.Int()),
        WireKind.SpawnFailed => new ProcessEvent.SpawnFailed(from.Id(), from.Text()) { Errno = from.Protocol >= GuardianWire.TellsErrors ? from.OptionalInt() : null },
        WireKind.Exited => new ProcessEvent.Exited(from.Id(), ReadStatus(ref from), from.Bool()),
        WireKind.OutOfMemory => new ProcessEvent.OutOfMemory(from.Id()),
        WireKind.TreeGone => new ProcessEvent.TreeGone(from.Id()),
        WireKind.TreeStuck => new ProcessEvent.TreeStuck(from.Id(), ReadInts(ref from)),
        WireKind.OutputGrew => new ProcessEvent.OutputGrew(from.Id(), from.Int(), from.Long()),
        WireKind.OutputTrouble => new ProcessEvent.OutputTrouble(from.Id(), from.OptionalText()),
        WireKind.PortHolderFound => new ProcessEvent.PortHolderFound(from.Id(), from.Int(), ReadHolder(ref from)),
        WireKind.OutputDrained => new ProcessEvent.OutputDrained(from.Id()),
        WireKind.LogsNotCompressed => new ProcessEvent.LogsNotCompressed(from.Text(), from.Text()),
        WireKind.Sampled => new ProcessEvent.Sampled(ReadFigures(ref from)),
        WireKind.OutputCounted => new ProcessEvent.OutputCounted(OutputWire.Read(ref from)),
        _ => null,
    };

    private static void Write(WireWriter to, ProcessEvent.SpawnFailed failed)
    {
        to.Id(failed.Id);
        to.Text(failed.Reason);
        if (to.Protocol >= GuardianWire.TellsErrors) to.OptionalInt(failed.Errno);
    }

    public static void Write(WireWriter to, ExitStatus status)
    {
        to.OptionalInt(status.Code);
        to.OptionalInt(status.Signal);
    }

    public static ExitStatus ReadStatus(ref WireReader from) => new(from.OptionalInt(), from.OptionalInt());

    private static void Write(WireWriter to, PortHolder? holder)
    {
        to.Bool(holder is not null);
        if (holder is null) return;
        to.Text(holder.Program);
        to.OptionalInt(holder.Pid);
        to.Int(holder.Uid);
        to.Bool(holder.Run is not null);
        if (holder.Run is { } run) to.Id(run);
        to.Bool(holder.IsOwnUser);
    }

    private static PortHolder? ReadHolder(ref WireReader from)
    {
        if (!from.Bool()) return null;
        var (program, pid, uid) = (from.OptionalText(), from.OptionalInt(), from.Int());
        RunId? run = from.Bool() ? from.Id() : null;
        return new PortHolder(program, pid, uid, run) { IsOwnUser = from.Bool() };
    }

    private static void Write(WireWriter to, IReadOnlyList<RunFigures> figures)
    {
        to.Int(figures.Count);
        foreach (var one in figures)
        {
            to.Id(one.Id);
            to.Long(one.Cpu.Ticks);
            to.Long(one.MemoryBytes);
            to.Int(one.Processes);
            WriteInts(to, one.Ports);
        }
    }

    private static RunFigures[] ReadFigures(ref WireReader from)
    {
        var figures = new RunFigures[from.Count(32)];
        for (var i = 0; i < figures.Length; i++)
            figures[i] = new RunFigures(from.Id(), TimeSpan.FromTicks(from.Long()), from.Long(), from.Int(), ReadInts(ref from));
        return figures;
    }

    private static void WriteInts(WireWriter to, IReadOnlyList<int> numbers)
    {
        to.Int(numbers.Count);
        foreach (var number in numbers) to.Int(number);
    }

    private static int[] ReadInts(ref WireReader from)
    {
        var numbers = new int[from.Count(4)];
        for (var i = 0; i < numbers.Length; i++) numbers[i] = from.Int();
        return numbers;
    }

    private static WireKind KindOf(ProcessEvent news) => news switch
    {
        ProcessEvent.Spawned => WireKind.Spawned,
        ProcessEvent.SpawnFailed => WireKind.SpawnFailed,
        ProcessEvent.Exited => WireKind.Exited,
        ProcessEvent.OutOfMemory => WireKind.OutOfMemory,
        ProcessEvent.TreeGone => WireKind.TreeGone,
        ProcessEvent.TreeStuck => WireKind.TreeStuck,
        ProcessEvent.OutputGrew => WireKind.OutputGrew,
        ProcessEvent.OutputTrouble => WireKind.OutputTrouble,
        ProcessEvent.PortHolderFound => WireKind.PortHolderFound,
        ProcessEvent.OutputDrained => WireKind.OutputDrained,
        ProcessEvent.LogsNotCompressed => WireKind.LogsNotCompressed,
        ProcessEvent.Sampled => WireKind.Sampled,
        ProcessEvent.OutputCounted => WireKind.OutputCounted,
        _ => throw new UnreachableException($"news {news}"),
    };
}
