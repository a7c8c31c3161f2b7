using Baton.Runtime.Instances;
using Baton.Runtime.Tests.Kit;
using Baton.TestKit;
using static Baton.Runtime.Tests.Kit.TestInstances;

namespace Baton.Runtime.Tests.Instances;

/// <summary>What instances ask of each other: the privileged only, one text for an answer.</summary>
public class InstanceControlTests
{
    [Fact]
    public async Task One_without_privileges_is_refused_whatever_it_asks()
    {
        await using var world = await BegunAsync();

        world.Orchestrator.StartAsked(Id(Second), Id(First), null);
        world.Orchestrator.StopAsked(Id(Second), Id(Third));

        await AssertAnswersAsync(world, $"{Second} start no control privileges", $"{Second} stop no control privileges");
        Assert.False(world.Processes.IsRunning(Id(First)));
    }

    [Fact]
    public async Task A_privileged_one_starts_and_stops_others_and_itself()
    {
        await using var world = await BegunAsync();

        world.Orchestrator.StartAsked(Id(First), Id(Second), InstancePriority.Low);
        world.Orchestrator.StopAsked(Id(First), Id(Second));
        world.Orchestrator.StartAsked(Id(First), Id(First), null);
        world.Orchestrator.StopAsked(Id(First), Id(First));

        await AssertAnswersAsync(world, $"{First} start done", $"{First} stop done", $"{First} start done", $"{First} stop done");
        Assert.Contains($"start Low {Second}", world.Processes.Calls);
    }

    [Fact]
    public async Task A_refusal_is_the_second_text_of_the_chain_alone()
    {
        await using var world = await BegunAsync();
        world.Processes.Failures["start"] = new RefusedException("starting runtime process '/p'", "No such file or directory (os error 2)");

        world.Orchestrator.StartAsked(Id(First), Id(Third), null);
        world.Orchestrator.StopAsked(Id(First), Id(Third));
        world.Orchestrator.StopAsked(Id(First), Id(Second));
        world.Orchestrator.StartAsked(Id(First), Id(Second), null);
        await AssertAnswersAsync(
            world,
            $"{First} start instance id {Third} was not registered",
            $"{First} stop instance id {Third} was not registered",
            $"{First} stop instance id {Second} is not running",
            $"{First} start starting runtime process '/p'");

        world.Processes.Failures.Clear();
        await world.Orchestrator.StartAsync(Id(Second), null);
        world.Orchestrator.StartAsked(Id(First), Id(Second), null);
        await Eventually.HoldsAsync(() => world.Router.Answers.Contains($"{First} start instance id {Second} is already running"), "the refusal");
    }

    [Fact]
    public async Task One_that_is_gone_is_not_answered()
    {
        await using var world = await BegunAsync();

        world.Orchestrator.StartAsked(Id(Third), Id(First), null);
        world.Orchestrator.StartAsked(Id(Second), Id(First), null);

        await AssertAnswersAsync(world, $"{Second} start no control privileges");
    }

    [Fact]
    public async Task Instances_wait_their_turn_with_clients()
    {
        await using var world = await BegunAsync();
        await world.Orchestrator.StartAsync(Id(Second), null);
        var gate = new TaskCompletionSource();
        world.Processes.StopGate = gate.Task;
        var stop = world.Orchestrator.StopAsync(Id(Second));
        await world.Processes.StopBegan.Task;

        world.Orchestrator.StartAsked(Id(First), Id(Second), null);
        Assert.Empty(world.Router.Answers);
        gate.SetResult();

        await stop;
        await AssertAnswersAsync(world, $"{First} start done");
    }

    /// <summary>The first is privileged, the second is not, the third is not there.</summary>
    private static async Task<RuntimeWorld> BegunAsync()
    {
        var world = await RuntimeWorld.BeginAsync();
        await world.Orchestrator.AddAsync(Id(First), "/p", true);
        await world.Orchestrator.AddAsync(Id(Second), "/p", false);
        return world;
    }

    private static async Task AssertAnswersAsync(RuntimeWorld world, params string[] expected)
    {
        await Eventually.HoldsAsync(() => world.Router.Answers.Count >= expected.Length, () => $"{expected.Length} answers, there are {string.Join(", ", world.Router.Answers)}");
        Assert.Equal(expected, world.Router.Answers);
    }
}
