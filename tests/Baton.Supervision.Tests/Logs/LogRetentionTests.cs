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
        var expired = new LogRetention(20, 1000).Expired(files, new HashSet<RunId>());
        Assert.Equal([1, 2, 3, 4, 5], expired.Select(f => f.Run).Order());
    }

    [Fact]
    public void The_oldest_go_until_the_rest_fits()
    {
        List<(LogFileName, long)> files = [(Name("api", 3), 50), (Name("web", 1), 60), (Name("api", 2, segment: 0), 30), (Name("api", 2), 30)];
        var expired = new LogRetention(20, 120).Expired(files, new HashSet<RunId>());
        Assert.Equal([Name("web", 1)], expired);
        Assert.Equal([Name("web", 1), Name("api", 2, segment: 0)], new LogRetention(20, 80).Expired(files, new HashSet<RunId>()));
    }

    [Fact]
    public void Files_of_live_runs_stay_whatever_their_size()
    {
        List<(LogFileName, long)> files = [(Name("api", 1), 500), (Name("api", 2), 500)];
        Assert.Equal([Name("api", 2)], new LogRetention(1, 10).Expired(files, new HashSet<RunId> { new("api", 1) }));
    }

    [Fact]
    [Trait("Defect", "A9-8")]
    public async Task A_service_that_keeps_crashing_does_not_fill_its_folder_with_files()
    {
        using var folder = new TemporaryFolder();
        for (var run = 1; run <= 6; run++) folder.Write($"api/{Name("api", run)}", "x");
        folder.Write("api/notes.txt", "mine");
        using var sweeper = new LogSweeper(folder.Path, new LogRetention(2, 1000), () => [], Assert.Fail, TimeProvider.System, e => Assert.Fail(e.Message));
        sweeper.RunBegan(new RunId("api", 6));
        await Eventually.HoldsAsync(() => Directory.GetFiles(folder["api"]).Length == 3, "old files to be deleted");
        Assert.True(File.Exists(folder[$"api/{Name("api", 6)}"]));
        Assert.True(File.Exists(folder["api/notes.txt"]));
    }

    private static LogFileName Name(string service, int run, int? segment = null) => new(service, Start.AddMinutes(run), run, segment);
}
