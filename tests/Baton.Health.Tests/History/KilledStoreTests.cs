using System.Globalization;
using Baton.Core.Actors;
using Baton.Health.History.Series;
using Baton.Health.History.Store;
using Baton.TestKit;

namespace Baton.Health.Tests.History;

/// <summary>Daemons that are killed while they save, and a disk that is full for a while.</summary>
public sealed class KilledStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_daemon_that_is_killed_while_it_saves_has_saved_what_it_told_of_and_the_file_is_whole()
    {
        var file = _folder["health.db"];
        long told = 0;
        for (var life = 0; life < 3; life++)
        {
            await using var writer = RunningProgram.Start(TestPrograms.SqliteProcess, ["history", file], "/");
            await Eventually.HoldsAsync(() => writer.Output.Split('\n').Length > 20 + (life * 13), () => $"it saves: {writer.Output}{writer.Errors}");
            writer.Signal(9);
            await writer.ExitAsync();
            Assert.DoesNotContain("notice", writer.Output, StringComparison.Ordinal);
            told += long.Parse(writer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1], CultureInfo.InvariantCulture);
        }

        var notices = new List<StoreNotice>();
        using var store = HealthStore.Open(file, HealthStoreOptions.Default, TimeProvider.System, ActorScheduler.ThreadPool, notices.Add, _ => { });
        var now = TimeProvider.System.GetUtcNow();
        foreach (var step in (TimeSpan[])[TimeSpan.FromMinutes(5), TimeSpan.FromHours(1), TimeSpan.FromDays(1)])
        {
            var series = await store.Watch("api").SeriesAsync(SeriesPlan.Of(now.AddHours(-3), now.AddHours(1), step, now));
            // Each life may have saved twenty more than it could tell of.
            Assert.InRange(series.Points.Sum(point => point.Successes), told, told + 60);
        }

        Assert.Equal(60, store.Watch("api").Recent.Count);
        await store.CloseAsync();
        Assert.Empty(notices);
    }

    /// <summary>On a tmpfs of 1 MiB in a mount namespace of the program: real "no space left", no root needed where user namespaces are allowed.</summary>
    [Fact]
    public async Task A_full_disk_is_told_and_costs_no_count()
    {
        var script = $"mount -t tmpfs -o size=1m tmpfs '{_folder.Path}' && exec '{TestPrograms.SqliteProcess}' history-full '{_folder.Path}'";
        var (exitCode, output, errors) = await RunningProgram.RunAsync("/usr/bin/env", ["unshare", "-rm", "/bin/sh", "-c", script], "/");
        Assert.True(exitCode == 0, output + errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("cannot save the history of the monitors: ", lines[0], StringComparison.Ordinal);
        Assert.Equal("the history of the monitors is saved again", lines[1]);
        var counts = lines[2].Split(' ');
        Assert.Equal(counts[0], counts[1]);
    }
}
