using Baton.Processes.Guardian.Wire;
using Baton.Processes.Hosting;

namespace Baton.Processes.Tests.Guardian;

public sealed class WireTests
{
    private static readonly RunId Id = new("front-end.1", 7);

    private static ProcessCommand[] Commands =>
    [
        new ProcessCommand.Spawn(Id, new Launch
        {
            Command = ["/bin/sh", "-c", "echo ü \n"],
            WorkingDirectory = "/tmp/ein Ordner",
            Environment = new Dictionary<string, string> { ["A"] = "", ["B"] = "1\n2" },
            Credentials = new Credentials(new Identity("www", 4_000_000_000, 33, HasGroupsOfUser: true), -5, 0b111),
            Log = new LogPolicy(0, 1000, FullDiskPolicy.Block) { RotateAge = TimeSpan.FromDays(1), Compress = true, KeepRuns = 3, StaysOpen = true },
        }),
        new ProcessCommand.Spawn(Id, new Launch { Limits = new ResourceLimits { OpenFiles = 20, Core = 0, Memory = 1L << 40, Cpu = 0.5, IsRequired = true }, Command = ["x"], WorkingDirectory = "/", Environment = new Dictionary<string, string>(), Credentials = new Credentials(), UsesShell = false }),
        new ProcessCommand.Terminate(Id, 15),
        new ProcessCommand.Kill(Id),
        new ProcessCommand.WatchOutput("a", IsWatched: true),
        new ProcessCommand.TellDrained(Id),
        new ProcessCommand.FindPortHolder(Id, 8080),
        new ProcessCommand.Sample(),
        new ProcessCommand.CountOutput(),
    ];

    private static ToGuardian[] Questions =>
    [
        new ToGuardian.Open(1, "/srv/studio/.baton", UseCgroups: true),
        new ToGuardian.Register(["a", "b"]),
        new ToGuardian.FindLeftovers(),
        new ToGuardian.Adopt([Id, new RunId("a", 1)]),
        new ToGuardian.EndLeftovers(),
        new ToGuardian.Hold("lock"),
        new ToGuardian.LetGo("lock"),
        new ToGuardian.Close(),
        new ToGuardian.Leave(),
        new ToGuardian.Replace("/opt/baton/baton"),
        new ToGuardian.Ready(),
        new ToGuardian.TakenOver(),
        new ToGuardian.Pong(),
    ];

    private static ProcessEvent[] News =>
    [
        new ProcessEvent.Spawned(Id, 4711),
        new ProcessEvent.SpawnFailed(Id, "its folder is gone"),
        new ProcessEvent.SpawnFailed(Id, "no such file") { Errno = 2 },
        new ProcessEvent.Exited(Id, new ExitStatus(3, null), IsTreeGone: true),
        new ProcessEvent.Exited(Id, new ExitStatus(null, 9), IsTreeGone: false),
        new ProcessEvent.Exited(Id, ExitStatus.Unknown, IsTreeGone: false),
        new ProcessEvent.TreeGone(Id),
        new ProcessEvent.TreeStuck(Id, [1, 2, 3]),
        new ProcessEvent.OutputGrew(Id, 2, 1L << 40),
        new ProcessEvent.OutOfMemory(Id),
        new ProcessEvent.OutputTrouble(Id, "disk full"),
        new ProcessEvent.OutputTrouble(Id, null),
        new ProcessEvent.PortHolderFound(Id, 80, new PortHolder("nginx", 12, 33, new RunId("web", 1)) { IsOwnUser = true }),
        new ProcessEvent.PortHolderFound(Id, 80, null),
        new ProcessEvent.OutputDrained(Id),
        new ProcessEvent.LogsNotCompressed("a", "why"),
        new ProcessEvent.Sampled([new RunFigures(Id, TimeSpan.FromSeconds(1.5), 1 << 20, 3, [80, 443])]),
        new ProcessEvent.OutputCounted([new OutputFigures("front-end.1", new StreamFigures(1L << 40, 2, 3, 4), new StreamFigures(5, 6, 7, 8))]),
    ];

    private static ToDaemon[] Answers =>
    [
        new ToDaemon.Welcome(1, 12, 3, "signal SIGKILL", "/srv/.baton", ["lock", "api"]),
        new ToDaemon.Welcome(1, 12, 1, null, null, []),
        new ToDaemon.Opened(ulong.MaxValue, [new KnownRun(Id, 4, DateTimeOffset.FromUnixTimeMilliseconds(1_800_000_000_123), new ExitStatus(0, null), IsTreeGone: false, IsSpawned: true)], ["no cgroups"]),
        new ToDaemon.Refused("HeldByAnother", "pid 3"),
        new ToDaemon.Registered([(0, 1), (-1, 0)]),
        new ToDaemon.DegradedBy("less"),
        new ToDaemon.LeftoversEnded([new EndedLeftover(new RunId("?3", 0), 4, "sleep", LeftoverOutcome.Killed)]),
        new ToDaemon.Closed(),
        new ToDaemon.Ping(),
        new ToDaemon.LeftoversFound([new KnownRun(Id, 0, DateTimeOffset.UnixEpoch, null, IsTreeGone: true, IsSpawned: false)]),
        new ToDaemon.Adopted([]),
    ];

    private static IEnumerable<ToGuardian> AllToGuardian => Questions.Concat(Commands.Select(command => new ToGuardian.Command(command)));

    private static IEnumerable<ToDaemon> AllToDaemon => Answers.Concat(News.Select(news => new ToDaemon.News(news)));

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public void A_launch_in_an_earlier_protocol_has_the_form_that_it_had_then(int protocol, int shorter)
    {
        var launch = new Launch { Command = ["true"], WorkingDirectory = "/", Environment = new Dictionary<string, string>(), Log = new LogPolicy(1, 1, FullDiskPolicy.Drop) { StaysOpen = true }, UsesShell = false };
        var message = new ToGuardian.Command(new ProcessCommand.Spawn(Id, launch));
        WireWriter before = new() { Protocol = protocol }, now = new();
        GuardianWire.Write(before, message);
        GuardianWire.Write(now, message);
        Assert.Equal(before.Frame.Length + shorter, now.Frame.Length);
        var read = Assert.IsType<ToGuardian.Command>(GuardianWire.ReadToGuardian(before.Frame[4..], protocol));
        var what = Assert.IsType<ProcessCommand.Spawn>(read.What).What;
        Assert.Equal((protocol == 2, true), (what.Log.StaysOpen, what.UsesShell));
    }

    [Fact]
    public void A_failed_spawn_has_no_number_in_an_earlier_protocol()
    {
        var before = new WireWriter { Protocol = 2 };
        GuardianWire.Write(before, new ToDaemon.News(new ProcessEvent.SpawnFailed(Id, "no such file") { Errno = 2 }));
        var read = Assert.IsType<ToDaemon.News>(GuardianWire.ReadToDaemon(before.Frame[4..], 2));
        Assert.Equal(new ProcessEvent.SpawnFailed(Id, "no such file"), read.What);
    }

    [Fact]
    public void Every_message_is_the_same_on_the_other_side()
    {
        foreach (var message in AllToGuardian) Assert.Equal(BytesOf(message), BytesOf(GuardianWire.ReadToGuardian(BytesOf(message).AsSpan(4))));
        foreach (var message in AllToDaemon) Assert.Equal(BytesOf(message), BytesOf(GuardianWire.ReadToDaemon(BytesOf(message).AsSpan(4))));
        Assert.Equivalent(Commands[0], Assert.IsType<ToGuardian.Command>(GuardianWire.ReadToGuardian(BytesOf(new ToGuardian.Command(Commands[0])).AsSpan(4))).What);
    }

    [Fact]
    public void There_is_a_message_of_every_kind_here()
    {
        var kinds = AllToGuardian.Select(message => (WireKind)BytesOf(message)[4]).Concat(AllToDaemon.Select(message => (WireKind)BytesOf(message)[4])).ToHashSet();
        Assert.Equal(Enum.GetValues<WireKind>().ToHashSet(), kinds);
    }

    [Fact]
    public void A_message_that_is_cut_anywhere_is_refused()
    {
        foreach (var message in AllToGuardian)
        {
            var bytes = BytesOf(message);
            for (var length = 0; length < bytes.Length - 4; length++) Assert.Throws<WireException>(() => GuardianWire.ReadToGuardian(bytes.AsSpan(4, length)));
            Assert.Throws<WireException>(() => GuardianWire.ReadToGuardian([.. bytes.AsSpan(4), 0]));
        }

        foreach (var message in AllToDaemon)
        {
            var bytes = BytesOf(message);
            for (var length = 0; length < bytes.Length - 4; length++) Assert.Throws<WireException>(() => GuardianWire.ReadToDaemon(bytes.AsSpan(4, length)));
        }
    }

    /// <summary>Fuzz: bytes changed at random make another message or a <see cref="WireException"/>, never anything else, and never cost much memory.</summary>
    [Fact]
    public void Damaged_messages_do_no_harm()
    {
        var seed = Environment.TickCount;
        var random = new Random(seed);
        var rounds = Environment.GetEnvironmentVariable("BATON_CAMPAIGN") == "long" ? 20_000 : 300;
        var frames = AllToGuardian.Select(BytesOf).Concat(AllToDaemon.Select(BytesOf)).Select(bytes => bytes[4..]).ToList();
        var before = GC.GetAllocatedBytesForCurrentThread();
        long read = 0;
        for (var round = 0; round < rounds; round++)
        {
            foreach (var frame in frames)
            {
                var damaged = frame.ToArray();
                for (var i = 0; i <= random.Next(4); i++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
                read += damaged.Length;
                Attempt(() => GuardianWire.ReadToGuardian(damaged), seed);
                Attempt(() => GuardianWire.ReadToDaemon(damaged), seed);
            }
        }

        // Exceptions, closures and the copies themselves included.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, (read * 100) + (frames.Count * rounds * 10_000L));
    }

    private static void Attempt(Action read, int seed)
    {
        try
        {
            read();
        }
        catch (WireException)
        {
            // As it should be.
        }
        catch (Exception e)
        {
            Assert.Fail($"seed {seed}: {e}");
        }
    }

    private static byte[] BytesOf(ToGuardian message)
    {
        var writer = new WireWriter();
        GuardianWire.Write(writer, message);
        return writer.Frame.ToArray();
    }

    private static byte[] BytesOf(ToDaemon message)
    {
        var writer = new WireWriter();
        GuardianWire.Write(writer, message);
        return writer.Frame.ToArray();
    }
}
