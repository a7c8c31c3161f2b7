using Baton.TestKit;

namespace Baton.Processes.Output.Tests;

/// <summary>The pump is killed with SIGKILL under full load, and its successor neither loses nor doubles a byte.</summary>
public sealed class SuddenDeathTests
{
    private const int Length = 60;

    private static bool IsLong => Environment.GetEnvironmentVariable("BATON_CAMPAIGN") == "long";

    public static TheoryData<string, int> Points()
    {
        var points = new TheoryData<string, int>();
        foreach (var point in Enum.GetNames<PumpPoint>())
        {
            if (point is nameof(PumpPoint.AfterClaim) or nameof(PumpPoint.AfterCreate) or nameof(PumpPoint.AfterRotationCut)) continue;
            points.Add(point, 1);
            if (!point.StartsWith("AfterDrain", StringComparison.Ordinal) && point != nameof(PumpPoint.AfterRetire)) points.Add(point, 7);
        }

        return points;
    }

    [Fact]
    public async Task A_pump_killed_again_and_again_at_full_speed_loses_and_doubles_no_line()
    {
        using var folder = new TemporaryFolder();
        using var pump = new HostedPump(folder.Path, "rotate=9000000");
        Assert.True(await pump.StartAsync());
        var random = new Random(20261120);
        var lines = IsLong ? 10_000_000 : 1_500_000;
        using var hold = new FifoHolder(pump);
        using var writer = Child.Write(pump.Stdout, pump.Stderr, "flood", "both", $"{lines}", $"{Length}");
        var kills = 0;
        while (kills < (IsLong ? 200 : 12) && !writer.HasExited)
        {
            // The instant is drawn by how far the log has come since the start, not by a clock.
            var goal = Written(folder) + random.Next(1, 8_000_000);
            await Eventually.HoldsAsync(() => Written(folder) >= goal || writer.HasExited, "the log grows");
            await pump.KillAsync();
            Assert.True(await pump.StartAsync());
            kills++;
        }

        Assert.True(kills >= 5, $"only {kills} kills before the flood was over");
        Assert.Equal(0, await writer.ExitAsync());
        Assert.True(await pump.FinishAsync());
        AssertComplete(folder, lines);
    }

    [Theory]
    [MemberData(nameof(Points))]
    public async Task A_pump_killed_at_a_named_point_loses_and_doubles_no_line(string point, int nth)
    {
        const int lines = 120_000;
        using var folder = new TemporaryFolder();
        using var pump = new HostedPump(folder.Path, "rotate=200000");
        Assert.True(await pump.StartAsync($"crash={point}:{nth}"));
        using var hold = new FifoHolder(pump);
        using var writer = Child.Write(pump.Stdout, pump.Stderr, "flood", "both", $"{lines}", $"{Length}");
        if (point is nameof(PumpPoint.AfterDrain) or nameof(PumpPoint.AfterRetire))
        {
            await writer.ExitAsync();
            Assert.False(await pump.FinishAsync(), "it should have died there");
        }

        Assert.Equal(137, await pump.ExitAsync());
        Assert.True(await pump.StartAsync());
        Assert.Equal(0, await writer.ExitAsync());
        Assert.True(await pump.FinishAsync());
        AssertComplete(folder, lines);
    }

    [Theory]
    [InlineData(nameof(PumpPoint.AfterRotationCut), 3)]
    [InlineData(nameof(PumpPoint.AfterRotationRename), 3)]
    [InlineData(nameof(PumpPoint.AfterRotationCreate), 3)]
    [InlineData(nameof(PumpPoint.AfterRotationPublish), 3)]
    public async Task A_pump_killed_while_a_rotation_cuts_a_line_keeps_the_line_whole(string point, int nth)
    {
        const int bytes = 2_000_000;
        using var folder = new TemporaryFolder();
        using var pump = new HostedPump(folder.Path, "rotate=100000");
        Assert.True(await pump.StartAsync($"crash={point}:{nth}"));
        using var hold = new FifoHolder(pump);
        using var writer = Child.Write(pump.Stdout, pump.Stderr, "long-line", $"{bytes}");
        Assert.Equal(137, await pump.ExitAsync());
        Assert.True(await pump.StartAsync());
        Assert.Equal(0, await writer.ExitAsync());
        Assert.True(await pump.FinishAsync());
        LongLine.AssertWhole(TaggedLog.Read(folder["logs/svc"]).Stdout, bytes);
    }

    [Theory]
    [InlineData(nameof(PumpPoint.AfterClaim))]
    [InlineData(nameof(PumpPoint.AfterCreate))]
    public async Task A_pump_killed_while_it_opens_leaves_a_run_that_can_be_opened_and_finished(string point)
    {
        using var folder = new TemporaryFolder();
        using var pump = new HostedPump(folder.Path);
        Assert.False(await pump.StartAsync($"crash={point}:1"));
        Assert.True(await pump.StartAsync());
        Assert.True(await pump.FinishAsync());
        Assert.Empty(Directory.GetFiles(folder["run"]).Select(Path.GetFileName).Except(["output", "3.out", "3.err"]));
    }

    private static long Written(TemporaryFolder folder) =>
        Directory.GetFiles(folder["logs/svc"]).Sum(file => new FileInfo(file) is { Exists: true } info ? info.Length : 0);

    private static void AssertComplete(TemporaryFolder folder, long lines)
    {
        var log = TaggedLog.Read(folder["logs/svc"]);
        Numbered.AssertComplete(log.Stdout, lines, Length);
        Numbered.AssertComplete(log.Stderr, lines, Length);
        Assert.Empty(log.Notes);
        Assert.Empty(Directory.GetFiles(folder["run"]).Select(Path.GetFileName).Except(["output", "3.out", "3.err"]));
    }
}
