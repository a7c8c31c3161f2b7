using System.Collections.Concurrent;
using Baton.Core.Actors;
using Baton.Processes;
using Baton.Supervision.Logs.Links;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Logs;

public sealed class LogLinksTests : IDisposable
{
    private const string First = "web-20260101-000000-r1.log", Second = "web-20260101-000500-r2.log";
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<(string Service, string Problem)> _told = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_watchdogs_service_has_a_link_to_its_folder_that_can_be_moved_with_the_project()
    {
        _folder.Write($".baton/logs/web/{First}", "x");
        Links(LogLinkStyle.FolderOfService).RunBegan(new RunId("web", 1));
        await Eventually.HoldsAsync(() => File.Exists(_folder[$"orchestrator/logs/web/{First}"]), "the link");
        Assert.Equal("../../.baton/logs/web", new FileInfo(_folder["orchestrator/logs/web"]).LinkTarget);
    }

    [Fact]
    public async Task A_robots_service_has_a_link_to_the_file_of_its_newest_run()
    {
        var links = Links(LogLinkStyle.NewestFile);
        _folder.Write($".baton/logs/web/{First}", "first");
        _folder.Write(".baton/logs/web/web-20260101-000000-r1.0.log", "earlier");
        links.RunBegan(new RunId("web", 1));
        await Eventually.HoldsAsync(() => Linked() == "first", "the first link");
        // Its old file may be gone: the link leads to nothing then, and is Baton's all the same.
        File.Delete(_folder[$".baton/logs/web/{First}"]);
        _folder.Write($".baton/logs/web/{Second}", "second");
        links.RunBegan(new RunId("web", 2));
        await Eventually.HoldsAsync(() => Linked() == "second", "the second link");
        Assert.Equal($"../../.baton/logs/web/{Second}", new FileInfo(_folder["omega_services/logs/web.log"]).LinkTarget);
        Assert.Single(Directory.GetFileSystemEntries(_folder["omega_services/logs"]));
        Assert.Empty(_told);
    }

    [Theory]
    [InlineData("file")]
    [InlineData("folder")]
    [InlineData("link")]
    [InlineData("dangling")]
    public async Task What_is_not_Batons_link_stays_as_it_is_and_is_told_once(string what)
    {
        _folder.Write($".baton/logs/web/{First}", "x");
        Directory.CreateDirectory(_folder["omega_services/logs"]);
        var path = _folder["omega_services/logs/web.log"];
        if (what == "file") File.WriteAllText(path, "mine");
        if (what == "folder") Directory.CreateDirectory(path);
        if (what == "link") File.CreateSymbolicLink(path, "/etc/hostname");
        if (what == "dangling") File.CreateSymbolicLink(path, "/nowhere/at/all");
        var before = new FileInfo(path).LinkTarget;
        var links = Links(LogLinkStyle.NewestFile);
        links.RunBegan(new RunId("web", 1));
        links.RunBegan(new RunId("web", 1));
        _folder.Write(".baton/logs/last/last-20260101-000000-r1.log", "x");
        links.RunBegan(new RunId("last", 1));
        await Eventually.HoldsAsync(() => File.Exists(_folder["omega_services/logs/last.log"]), "the link of another");
        Assert.Equal("web", Assert.Single(_told).Service);
        Assert.Equal(before, new FileInfo(path).LinkTarget);
        if (what == "file") Assert.Equal("mine", File.ReadAllText(path));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_told_once_and_no_failure()
    {
        _folder.Write(".baton/logs/web/x", "x");
        _folder.Write("orchestrator", "a file in the way");
        var links = Links(LogLinkStyle.FolderOfService);
        links.RunBegan(new RunId("web", 1));
        links.RunBegan(new RunId("web", 2));
        // One after the other: when this one was told, nothing is under way any more.
        _folder.Write(".baton/logs/last/x", "x");
        links.RunBegan(new RunId("last", 1));
        await Eventually.HoldsAsync(() => _told.Any(told => told.Service == "last"), "the last one is told");
        Assert.Equal(["web", "last"], _told.Select(told => told.Service));
    }

    private string? Linked()
    {
        try
        {
            return File.ReadAllText(_folder["omega_services/logs/web.log"]);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private LogLinks Links(LogLinkStyle style) => new(
        _folder.Path, _folder[".baton/logs"], style, (service, problem) => _told.Enqueue((service, problem)), ActorScheduler.ThreadPool, e => Assert.Fail(e.ToString()));
}
