using Baton.Runtime.Instances;
using Baton.Runtime.Links;
using Baton.Runtime.Tests.Kit;
using static Baton.Runtime.Tests.Kit.TestInstances;

namespace Baton.Runtime.Tests.Instances;

/// <summary>How much there may be of what clients add.</summary>
public class RuntimeLimitsTests
{
    [Fact]
    public async Task There_are_at_most_4096_instances()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        await AllAsync(RuntimeLimits.Instances, i => world.Orchestrator.AddAsync(new InstanceId(new Guid(i, 0, 0, new byte[8])), "/p", false));

        Assert.Equal(
            ["adding instance", "there are 4096 instances already, the most there may be"],
            (await Assert.ThrowsAsync<RefusedException>(() => world.Orchestrator.AddAsync(Id(First), "/p", false))).Causes);
        Assert.Equal(RuntimeLimits.Instances, world.Orchestrator.Info().Instances.Count);

        await world.Orchestrator.RemoveAsync(default);
        await world.Orchestrator.AddAsync(Id(First), "/p", false);
    }

    [Fact]
    public async Task There_are_at_most_16384_links()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        await world.Orchestrator.AddAsync(Id(First), "/p", false);
        var link = new Link("T", new LinkTarget.Local(Id(First)));
        await AllAsync(RuntimeLimits.Links, _ => world.Orchestrator.LinkAsync(link));

        Assert.Equal(
            ["linking instances", "there are 16384 links already, the most there may be"], (await Assert.ThrowsAsync<RefusedException>(() => world.Orchestrator.LinkAsync(link))).Causes);

        await world.Orchestrator.UnlinkAsync("T", link.To, null);
        await world.Orchestrator.LinkAsync(link);
    }

    [Fact]
    public async Task Paths_and_type_names_have_a_limit_together()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        await world.Orchestrator.AddAsync(Id(First), new string('p', RuntimeLimits.Characters - 1), false);

        await world.Orchestrator.LinkAsync(new Link("T", new LinkTarget.Local(Id(First))));
        const string reason = "paths and type names would have more than 16777216 characters together, the most there may be";
        Assert.Equal(reason, (await Assert.ThrowsAsync<RefusedException>(() => world.Orchestrator.LinkAsync(new Link("T", new LinkTarget.Local(Id(First)))))).Causes[1]);
        Assert.Equal(reason, (await Assert.ThrowsAsync<RefusedException>(() => world.Orchestrator.AddAsync(Id(Second), "p", false))).Causes[1]);
        await world.Orchestrator.LinkAsync(new Link("", new LinkTarget.Local(Id(First))));
    }

    [Fact]
    public async Task At_most_1024_commands_of_clients_wait()
    {
        await using var world = await RuntimeWorld.BeginAsync();
        await world.Orchestrator.AddAsync(Id(First), "/p", true);
        await world.Orchestrator.StartAsync(Id(First), null);
        var gate = new TaskCompletionSource();
        world.Processes.StopGate = gate.Task;
        var stop = world.Orchestrator.StopAsync(Id(First));
        await world.Processes.StopBegan.Task;
        var waiting = Enumerable.Range(0, RuntimeLimits.Waiting).Select(_ => world.Orchestrator.StartAsync(Id(Second), null)).ToList();

        Assert.Equal(
            ["starting instance", "1024 commands wait already, the most there may be"],
            (await Assert.ThrowsAsync<RefusedException>(() => world.Orchestrator.StartAsync(Id(Second), null))).Causes);
        world.Orchestrator.StartAsked(Id(First), Id(First), null);
        gate.SetResult();

        await stop;
        foreach (var one in waiting) Assert.EndsWith("was not registered", (await Assert.ThrowsAsync<RefusedException>(() => one)).Causes[1], StringComparison.Ordinal);
        // The instance's own request has waited all the same.
        await Baton.TestKit.Eventually.HoldsAsync(() => world.Router.Answers.Contains($"{First} start done"), "the instance is answered");
    }

    /// <summary>Some hundred at a time, as many clients would.</summary>
    private static async Task AllAsync(int count, Func<int, Task> act)
    {
        for (var i = 0; i < count; i += 512) await Task.WhenAll(Enumerable.Range(i, Math.Min(512, count - i)).Select(act));
    }
}
