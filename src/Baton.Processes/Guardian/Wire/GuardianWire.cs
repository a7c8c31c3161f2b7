using Baton.Processes.Hosting;

namespace Baton.Processes.Guardian.Wire;

/// <summary>
/// The protocol between guardian and daemon, both ways: frames over a socket pair, descriptors beside them. It has one number, and both ends
/// must speak it; a daemon of a later build that knows an older number may speak that.
/// </summary>
internal static class GuardianWire
{
    /// <summary>
    /// The protocol spoken here. Since 2 a guardian counts output, and is asked for it, and a launch says whether its log stays open; since 3 a launch says
    /// whether the shell may take it, and a spawn that failed has the system's number.
    /// </summary>
    public const int Protocol = 3;

    /// <summary>The oldest protocol that is still spoken, with an end that knows no later one.</summary>
    public const int Oldest = 1;

    /// <summary>The first protocol in which the guardian knows <see cref="ProcessCommand.CountOutput"/>.</summary>
    public const int CountsOutput = 2;

    /// <summary>The first protocol in which a launch says whether its log stays open.</summary>
    public const int KeepsLogsOpen = 2;

    /// <summary>The first protocol in which a spawn that failed has the system's number, and a launch says whether the shell may take it.</summary>
    public const int TellsErrors = 3;

    /// <summary>Descriptors that one guardian holds, and that come with one message, at most.</summary>
    public const int MostDescriptors = 128;

    /// <summary>Puts a message into a frame.</summary>
    /// <exception cref="WireException">It is too long.</exception>
    public static void Write(WireWriter to, ToGuardian message)
    {
        if (message is ToGuardian.Command command) CommandWire.Write(to, command.What);
        else WriteOther(to, message);
        to.End();
    }

    /// <summary>Puts a message into a frame.</summary>
    /// <exception cref="WireException">It is too long.</exception>
    public static void Write(WireWriter to, ToDaemon message)
    {
        if (message is ToDaemon.News news) EventWire.Write(to, news.What);
        else WriteOther(to, message);
        to.End();
    }

    /// <summary>Takes a message out of a frame, its length taken off.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="protocol">What the daemon speaks.</param>
    /// <exception cref="WireException">It is none.</exception>
    public static ToGuardian ReadToGuardian(ReadOnlySpan<byte> frame, int protocol = Protocol)
    {
        var from = new WireReader(frame, protocol);
        var kind = (WireKind)from.Byte();
        ToGuardian message = CommandWire.Read(kind, ref from) is { } command ? new ToGuardian.Command(command) : ReadToGuardian(kind, ref from);
        from.End();
        return message;
    }

    /// <summary>Takes a message out of a frame, its length taken off.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="protocol">What the guardian writes to us.</param>
    /// <exception cref="WireException">It is none.</exception>
    public static ToDaemon ReadToDaemon(ReadOnlySpan<byte> frame, int protocol = Protocol)
    {
        var from = new WireReader(frame, protocol);
        var kind = (WireKind)from.Byte();
        ToDaemon message = EventWire.Read(kind, ref from) is { } news ? new ToDaemon.News(news) : ReadToDaemon(kind, ref from);
        from.End();
        return message;
    }

    private static void WriteOther(WireWriter to, ToGuardian message)
    {
        switch (message)
        {
            case ToGuardian.Open x: to.Begin(WireKind.Open); to.Int(x.Protocol); to.Text(x.StateDirectory); to.Bool(x.UseCgroups); break;
            case ToGuardian.Register x: to.Begin(WireKind.Register); to.Texts(x.Services); break;
            case ToGuardian.FindLeftovers: to.Begin(WireKind.FindLeftovers); break;
            case ToGuardian.Adopt x: WriteIds(to, x.Runs); break;
            case ToGuardian.EndLeftovers: to.Begin(WireKind.EndLeftovers); break;
            case ToGuardian.Hold x: to.Begin(WireKind.Hold); to.Text(x.Name); break;
            case ToGuardian.LetGo x: to.Begin(WireKind.LetGo); to.Text(x.Name); break;
            case ToGuardian.Close: to.Begin(WireKind.Close); break;
            case ToGuardian.Leave: to.Begin(WireKind.Leave); break;
            case ToGuardian.Replace x: to.Begin(WireKind.Replace); to.Text(x.Program); break;
            case ToGuardian.Ready: to.Begin(WireKind.Ready); break;
            case ToGuardian.TakenOver: to.Begin(WireKind.TakenOver); break;
            case ToGuardian.Pong: to.Begin(WireKind.Pong); break;
            default: throw new System.Diagnostics.UnreachableException($"message {message}");
        }
    }

    private static ToGuardian ReadToGuardian(WireKind kind, ref WireReader from) => kind switch
    {
        WireKind.Open => new ToGuardian.Open(from.Int(), from.Text(), from.Bool()),
        WireKind.Register => new ToGuardian.Register(from.Texts()),
        WireKind.FindLeftovers => new ToGuardian.FindLeftovers(),
        WireKind.Adopt => ReadIds(ref from),
        WireKind.EndLeftovers => new ToGuardian.EndLeftovers(),
        WireKind.Hold => new ToGuardian.Hold(from.Text()),
        WireKind.LetGo => new ToGuardian.LetGo(from.Text()),
        WireKind.Close => new ToGuardian.Close(),
        WireKind.Leave => new ToGuardian.Leave(),
        WireKind.Replace => new ToGuardian.Replace(from.Text()),
        WireKind.Ready => new ToGuardian.Ready(),
        WireKind.TakenOver => new ToGuardian.TakenOver(),
        WireKind.Pong => new ToGuardian.Pong(),
        _ => throw new WireException($"a daemon sends no message of kind {(byte)kind}"),
    };

    private static void WriteOther(WireWriter to, ToDaemon message)
    {
        switch (message)
        {
            case ToDaemon.Welcome x: to.Begin(WireKind.Welcome); to.Int(x.Protocol); to.Int(x.Pid); to.Int(x.Start); to.Text(x.LastEnd); to.Text(x.StateDirectory); to.Texts(x.Held); break;
            case ToDaemon.Opened x: to.Begin(WireKind.Opened); to.Long(unchecked((long)x.StateId)); WriteRuns(to, x.Runs); to.Texts(x.Degraded); break;
            case ToDaemon.Refused x: to.Begin(WireKind.Refused); to.Text(x.Code); to.Text(x.Message); break;
            case ToDaemon.Registered x: WriteRegistered(to, x); break;
            case ToDaemon.DegradedBy x: to.Begin(WireKind.Degraded); to.Text(x.Sentence); break;
            case ToDaemon.LeftoversFound x: to.Begin(WireKind.LeftoversFound); WriteRuns(to, x.Runs); break;
            case ToDaemon.Adopted x: to.Begin(WireKind.Adopted); WriteRuns(to, x.Runs); break;
            case ToDaemon.LeftoversEnded x: WriteLeftovers(to, x); break;
            case ToDaemon.Closed: to.Begin(WireKind.Closed); break;
            case ToDaemon.Ping: to.Begin(WireKind.Ping); break;
            default: throw new System.Diagnostics.UnreachableException($"message {message}");
        }
    }

    private static ToDaemon ReadToDaemon(WireKind kind, ref WireReader from) => kind switch
    {
        WireKind.Welcome => new ToDaemon.Welcome(from.Int(), from.Int(), from.Int(), from.OptionalText(), from.OptionalText(), from.Texts()),
        WireKind.Opened => new ToDaemon.Opened(unchecked((ulong)from.Long()), ReadRuns(ref from), from.Texts()),
        WireKind.Refused => new ToDaemon.Refused(from.Text(), from.Text()),
        WireKind.Registered => ReadRegistered(ref from),
        WireKind.Degraded => new ToDaemon.DegradedBy(from.Text()),
        WireKind.LeftoversFound => new ToDaemon.LeftoversFound(ReadRuns(ref from)),
        WireKind.Adopted => new ToDaemon.Adopted(ReadRuns(ref from)),
        WireKind.LeftoversEnded => ReadLeftovers(ref from),
        WireKind.Closed => new ToDaemon.Closed(),
        WireKind.Ping => new ToDaemon.Ping(),
        _ => throw new WireException($"a guardian sends no message of kind {(byte)kind}"),
    };

    private static void WriteRuns(WireWriter to, IReadOnlyList<KnownRun> runs)
    {
        to.Int(runs.Count);
        foreach (var run in runs)
        {
            to.Id(run.Id);
            to.Int(run.Pid);
            // The least time there is says that it is not known.
            to.Long(Math.Max(0, run.StartedAt.ToUnixTimeMilliseconds()));
            to.Bool(run.Exit is not null);
            if (run.Exit is { } exit) EventWire.Write(to, exit);
            to.Bool(run.IsTreeGone);
            to.Bool(run.IsSpawned);
        }
    }

    private static KnownRun[] ReadRuns(ref WireReader from)
    {
        var runs = new KnownRun[from.Count(24)];
        for (var i = 0; i < runs.Length; i++)
        {
            var (id, pid, at) = (from.Id(), from.Int(), from.Time());
            ExitStatus? exit = from.Bool() ? EventWire.ReadStatus(ref from) : null;
            runs[i] = new KnownRun(id, pid, at, exit, from.Bool(), from.Bool());
        }

        return runs;
    }

    private static void WriteIds(WireWriter to, IReadOnlyList<RunId> ids)
    {
        to.Begin(WireKind.Adopt);
        to.Int(ids.Count);
        foreach (var id in ids) to.Id(id);
    }

    private static ToGuardian.Adopt ReadIds(ref WireReader from)
    {
        var ids = new RunId[from.Count(9)];
        for (var i = 0; i < ids.Length; i++) ids[i] = from.Id();
        return new ToGuardian.Adopt(ids);
    }

    private static void WriteRegistered(WireWriter to, ToDaemon.Registered message)
    {
        to.Begin(WireKind.Registered);
        to.Int(message.Services.Count);
        foreach (var (slot, lastRun) in message.Services)
        {
            to.Int(slot);
            to.Int(lastRun);
        }
    }

    private static ToDaemon.Registered ReadRegistered(ref WireReader from)
    {
        var services = new (int, int)[from.Count(8)];
        for (var i = 0; i < services.Length; i++) services[i] = (from.Int(), from.Int());
        return new ToDaemon.Registered(services);
    }

    private static void WriteLeftovers(WireWriter to, ToDaemon.LeftoversEnded message)
    {
        to.Begin(WireKind.LeftoversEnded);
        to.Int(message.Ended.Count);
        foreach (var one in message.Ended)
        {
            // The service may have no name any more, so this is no name that could be checked.
            to.Text(one.Id.Service);
            to.Int(one.Id.Run);
            to.Int(one.Pid);
            to.Text(one.Program);
            to.Byte((byte)one.Outcome);
        }
    }

    private static ToDaemon.LeftoversEnded ReadLeftovers(ref WireReader from)
    {
        var ended = new EndedLeftover[from.Count(17)];
        for (var i = 0; i < ended.Length; i++)
        {
            var (service, run, pid, program, outcome) = (from.Text(), from.Int(), from.Int(), from.Text(), from.Byte());
            if (outcome > (byte)LeftoverOutcome.Stuck) throw new WireException("an outcome is none");
            ended[i] = new EndedLeftover(new RunId(service, run), pid, program, (LeftoverOutcome)outcome);
        }

        return new ToDaemon.LeftoversEnded(ended);
    }
}
