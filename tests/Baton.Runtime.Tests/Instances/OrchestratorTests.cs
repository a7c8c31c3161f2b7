using Baton.Core;
using Baton.Runtime.Instances;
using Baton.Runtime.Links;
using Baton.Runtime.Tests.Kit;
using Baton.TestKit;
using static Baton.Runtime.Tests.Kit.TestInstances;

namespace Baton.Runtime.Tests.Instances;

public class OrchestratorTests
{
    private static readonly Link ToFirst = new("T", new LinkTarget.Local(Id(First)));

    [Fact]
    public async Task A_removed_number_is_free_at_once_and_links_that_name_it_go_with_it()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        var orchestrator = world.Orchestrator;
        await orchestrator.AddAsync(Id(First), "/p", false);
        await orchestrator.AddAsync(Id(Second), "/p", false);
        var other = new Link("T", new LinkTarget.Local(Id(Second)));
        await orchestrator.LinkAsync(ToFirst);
        await orchestrator.LinkAsync(other);
        await orchestrator.LinkAsync(other with { From = Id(First) });

        await orchestrator.RemoveAsync(Id(First));
        Assert.Equal([other], world.Router.Links);
        Assert.Equal([Id(Second)], world.Router.Sockets.Keys);

        await orchestrator.AddAsync(Id(First), "/q", true);
        Assert.Equal([other], orchestrator.Info().Links);
        Assert.Equal("/q", orchestrator.Find(Id(First))!.Path);
    }

    [Fact]
    public async Task A_process_that_dies_is_seen_at_once()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        await world.Orchestrator.AddAsync(Id(First), "/p", false);
        await world.Orchestrator.StartAsync(Id(First), null);
        Assert.True(Assert.Single(world.Orchestrator.Info().Instances).IsRunning);

        world.Processes.Die(Id(First));

        Assert.False(Assert.Single(world.Orchestrator.Info().Instances).IsRunning);
    }

    [Theory]
    [InlineData("processes")]
    [InlineData("socket")]
    public async Task A_failed_add_leaves_nothing(string where)
    {
        await using var world = await RuntimeWorld.BeginAsync();
        if (where == "processes") world.Processes.Failures["add"] = new BatonException(ErrorCode.Unavailable, "no room");
        else world.Router.Failure = new Core.BatonException(Core.ErrorCode.Unavailable, "no room");

        var refused = await Assert.ThrowsAsync<RefusedException>(() => world.Orchestrator.AddAsync(Id(First), "/p", false));
        Assert.Equal(["adding instance", "no room"], refused.Causes);
        Assert.Empty(world.Router.Sockets);
        Assert.Empty(world.Orchestrator.Info().Instances);
        Assert.True(world.Orchestrator.Removed(Id(First)).IsCancellationRequested);

        world.Processes.Failures.Clear();
        world.Router.Failure = null;
        await world.Orchestrator.AddAsync(Id(First), "/p", false);
        Assert.Single(world.Router.Sockets);
    }

    [Fact]
    public async Task Questions_and_links_do_not_wait_for_a_stop_while_lifecycle_acts_do()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        var orchestrator = world.Orchestrator;
        await orchestrator.AddAsync(Id(First), "/p", false);
        await orchestrator.StartAsync(Id(First), null);
        var gate = new TaskCompletionSource();
        world.Processes.StopGate = gate.Task;

        var stop = orchestrator.StopAsync(Id(First));
        await world.Processes.StopBegan.Task;
        var add = orchestrator.AddAsync(Id(Second), "/p", false);
        await orchestrator.LinkAsync(ToFirst);
        await orchestrator.UnlinkAsync(ToFirst.TypeName, ToFirst.To, null);
        Assert.Equal("""{"Ok":"0.1.0"}""", await world.AskAsync("\"Version\""));
        Assert.Contains("\"running\":true", await world.AskAsync("\"Info\""), StringComparison.Ordinal);
        Assert.False(stop.IsCompleted);
        Assert.False(add.IsCompleted);
        Assert.DoesNotContain($"add {Second}", world.Processes.Calls);

        gate.SetResult();
        await Task.WhenAll(stop, add);
    }

    [Fact]
    public async Task A_change_is_answered_when_the_router_goes_by_it()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        await world.Orchestrator.AddAsync(Id(First), "/p", false);
        var gate = new TaskCompletionSource();
        world.Router.Gate = gate.Task;

        var link = world.Orchestrator.LinkAsync(ToFirst);
        await Eventually.HoldsAsync(() => File.ReadAllText(world["instances.json"]).Contains("type_name", StringComparison.Ordinal), "the link is written");
        Assert.Equal("""{"Ok":"0.1.0"}""", await world.AskAsync("\"Version\""));
        Assert.False(link.IsCompleted);

        gate.SetResult();
        await link;
    }

    [Fact]
    public async Task A_clear_stops_all_at_the_same_time()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        foreach (var id in new[] { First, Second, Third }) await world.Orchestrator.AddAsync(Id(id), "/p", false);
        foreach (var id in new[] { First, Third }) await world.Orchestrator.StartAsync(Id(id), null);
        await world.Orchestrator.LinkAsync(ToFirst);
        var gate = new TaskCompletionSource();
        world.Processes.StopGate = gate.Task;

        var clear = world.Orchestrator.ClearAsync();
        await Eventually.HoldsAsync(() => world.Processes.MostStopsAtOnce == 2, "both are being stopped");
        gate.SetResult();
        await clear;

        Assert.Empty(world.Orchestrator.Info().Instances);
        Assert.Empty(world.Router.Links);
        Assert.Empty(world.Router.Sockets);
        Assert.Empty(world.Processes.Known);
    }

    [Fact]
    public async Task A_clear_tells_of_what_it_cannot_stop_and_goes_on()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        await world.Orchestrator.AddAsync(Id(First), "/p", false);
        await world.Orchestrator.StartAsync(Id(First), null);
        world.Processes.Failures["stop"] = new RefusedException("waiting for child to be killed");

        await world.Orchestrator.ClearAsync();

        Assert.Empty(world.Orchestrator.Info().Instances);
        Assert.Equal($"cannot stop instance \"{First}\": waiting for child to be killed", Assert.Single(world.Notices));
    }

    [Fact]
    public async Task Sockets_lie_in_a_folder_that_is_the_owners_alone_and_have_the_same_path_each_time()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        await world.Orchestrator.AddAsync(Id(First), "/p", false);
        var socket = world.Router.Sockets[Id(First)];
        await world.Orchestrator.RemoveAsync(Id(First));
        await world.Orchestrator.AddAsync(Id(First), "/p", false);

        Assert.Equal(socket, world.Router.Sockets[Id(First)]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(socket)!));
    }

    [Fact]
    public void A_folder_whose_path_is_too_long_for_sockets_is_refused_with_the_reason()
    {
        using var folder = new TemporaryFolder();
        var longest = Path.Combine(folder.Path, new string('f', IpcFolder.LongestFolder - folder.Path.Length - 1));
        Assert.Equal(IpcFolder.LongestPath, new IpcFolder(longest).SocketOf(Id(First)).Length);

        var error = Assert.Throws<BatonException>(() => new IpcFolder(longest + "f"));

        Assert.Contains("its path has 75 bytes, and more than 74", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_others_may_read_is_closed_and_a_link_is_refused()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["open"], (UnixFileMode)0b111_111_111);
        Directory.CreateSymbolicLink(folder["link"], folder["open"]);

        _ = new IpcFolder(folder["open"]);

        Assert.Equal((UnixFileMode)0b111_000_000, File.GetUnixFileMode(folder["open"]));
        Assert.Throws<BatonException>(() => new IpcFolder(folder["link"]));
    }

    [Fact]
    public async Task After_the_end_everything_is_refused_and_processes_go_on()
    {
        var world = await RuntimeWorld.BeginAsync();
        var orchestrator = world.Orchestrator;
        await orchestrator.AddAsync(Id(First), "/p", false);
        await orchestrator.StartAsync(Id(First), null);

        await world.DisposeAsync();

        Assert.Equal(["stopping instance", "the orchestrator is ending"], (await Assert.ThrowsAsync<RefusedException>(() => orchestrator.StopAsync(Id(First)))).Causes);
        Assert.Equal(["linking instances", "the orchestrator is ending"], (await Assert.ThrowsAsync<RefusedException>(() => orchestrator.LinkAsync(ToFirst))).Causes);
        Assert.True(world.Processes.IsRunning(Id(First)));
    }

    [Fact]
    public async Task The_end_waits_for_what_has_begun_and_refuses_what_waits()
    {
        var world = await RuntimeWorld.BeginAsync();
        await world.Orchestrator.AddAsync(Id(First), "/p", false);
        await world.Orchestrator.StartAsync(Id(First), null);
        var gate = new TaskCompletionSource();
        world.Processes.StopGate = gate.Task;
        var stop = world.Orchestrator.StopAsync(Id(First));
        await world.Processes.StopBegan.Task;
        var add = world.Orchestrator.AddAsync(Id(Second), "/p", false);

        var end = world.DisposeAsync();
        await Assert.ThrowsAsync<RefusedException>(() => add);
        Assert.False(stop.IsCompleted);
        gate.SetResult();

        await stop;
        await end;
    }

    [Fact]
    public async Task A_bug_in_an_act_is_told_loudly()
    {
        var world = await RuntimeWorld.BeginAsync();
        world.Processes.Failures["add"] = new InvalidCastException("a bug");

        _ = world.Orchestrator.AddAsync(Id(First), "/p", false);

        await Eventually.HoldsAsync(() => !world.Bugs.IsEmpty, "the bug is told");
        Assert.True(world.Bugs.TryDequeue(out var bug));
        Assert.IsType<InvalidCastException>(bug.InnerException);
        await world.DisposeAsync();
    }
}
