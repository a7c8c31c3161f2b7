using Baton.Processes;
using Baton.Processes.Output;
using Baton.Supervision.Logs.Retention;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Logs;

public class LogRetentionTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Runs_beyond_the_newest_few_are_let_go()
    {
        var files = Enumerable.Range(1, 25).Select(run => (Name("api", run), 10L)).ToList();
        var expired = Expired(new LogRetention(1000), files, 20);
        Assert.Equal([1, 2, 3, 4, 5], expired.Select(f => f.Run).Order());
    }

    [Fact]
    public void The_oldest_go_until_the_rest_fits()
    {
        List<(LogFileName, long)> files = [(Name("api", 3), 50), (Name("web", 1), 60), (Name("api", 2, segment: 0), 30), (Name("api", 2), 30)];
        var expired = Expired(new LogRetention(120), files, 20);
        Assert.Equal([Name("web", 1)], expired);
        Assert.Equal([Name("web", 1), Name("api", 2, segment: 0)], Expired(new LogRetention(80), files, 20));
    }

    /// <summary>The time in a name is one of whole seconds, and a folder lists its files in any order.</summary>
    [Fact]
    public void Of_runs_of_one_second_the_earlier_go_first()
    {
        var second = Name("api", 2) with { StartedAt = Start };
        var first = Name("api", 1) with { StartedAt = Start };
        Assert.Equal([first], Expired(new LogRetention(100), [(second, 0), (first, 500)], 20));
        Assert.Equal([first], Expired(new LogRetention(100), [(first, 500), (second, 0)], 20));
    }

    [Fact]
    public void Files_of_live_runs_stay_whatever_their_size()
    {
        List<(LogFileName, long)> files = [(Name("api", 1), 500), (Name("api", 2), 500)];
        Assert.Equal([Name("api", 2)], Expired(new LogRetention(10), files, 1, new RunId("api", 1)));
    }

    [Fact]
    [Trait("Defect", "A9-8")]
    public async Task A_service_that_keeps_crashing_does_not_fill_its_folder_with_files()
    {
        using var folder = new TemporaryFolder();
        for (var run = 1; run <= 6; run++) folder.Write($"api/{Name("api", run)}", "x");
        folder.Write("api/notes.txt", "mine");
        using var sweeper = new LogSweeper(folder.Path, () => new LogRetention(1000), _ => 2, () => [], Assert.Fail, TimeProvider.System, e => Assert.Fail(e.Message));
        sweeper.RunBegan(new RunId("api", 6));
        await Eventually.HoldsAsync(() => Directory.GetFiles(folder["api"]).Length == 3, "old files to be deleted");
        Assert.True(File.Exists(folder[$"api/{Name("api", 6)}"]));
        Assert.True(File.Exists(folder["api/notes.txt"]));
    }

    [Fact]
    public void Files_that_nothing_was_written_to_for_too_long_go_unless_their_run_lives()
    {
        var retention = new LogRetention(1000, TimeSpan.FromDays(3));
        var now = Start.UtcDateTime.AddDays(10);
        List<KeptLog> files = [new(Name("api", 1), 1, now.AddDays(-4)), new(Name("api", 2), 1, now.AddDays(-2)), new(Name("web", 1), 1, now.AddDays(-9))];
        Assert.Equal([Name("api", 1)], retention.Expired(files, _ => 20, new HashSet<RunId> { new("web", 1) }, now));
        Assert.Empty((retention with { Age = default }).Expired(files, _ => 20, new HashSet<RunId>(), now));
    }

    [Fact]
    public void Each_service_keeps_as_many_runs_as_it_says_and_compressed_files_count_as_theirs()
    {
        List<KeptLog> files = [.. new[] { Name("api", 1), Name("api", 2) with { IsCompressed = true }, Name("api", 3), Name("web", 1), Name("web", 2) }.Select(name => new KeptLog(name, 1, default))];
        var expired = new LogRetention(1000).Expired(files, service => service == "api" ? 1 : 5, new HashSet<RunId>(), default);
        Assert.Equal([Name("api", 1), Name("api", 2) with { IsCompressed = true }], expired);
    }

    private static IReadOnlyList<LogFileName> Expired(LogRetention retention, IEnumerable<(LogFileName Name, long Bytes)> files, int runs, params RunId[] live) =>
        retention.Expired([.. files.Select(file => new KeptLog(file.Name, file.Bytes, default))], _ => runs, live.ToHashSet(), Start.UtcDateTime);

    private static LogFileName Name(string service, int run, int? segment = null) => new(service, Start.AddMinutes(run), run, segment);
}
