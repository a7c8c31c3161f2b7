using Baton.Daemon.Manifests;
using Baton.Processes;
using Baton.Supervision.Services;

namespace Baton.Daemon.Tests.Manifests;

/// <summary>What is said of limits that cannot be held.</summary>
public sealed class LimitWarningsTests
{
    private static readonly ControllerReach NoMemoryAndPids = new(["memory", "pids"], "they are away", "call somebody");

    [Fact]
    public void All_services_that_run_without_a_limit_are_in_one_sentence_and_those_that_do_not_start_in_another()
    {
        var said = LimitWarnings.Of(
            [
                Service("a", new ResourceLimits { Memory = 1 << 20 }), Service("b", new ResourceLimits { Memory = 1 << 20, Pids = 3, Cpu = 1 }),
                Service("c", new ResourceLimits { Pids = 3, IsRequired = true }), Service("d", new ResourceLimits { Cpu = 2 }), Service("e", limits: null),
            ],
            NoMemoryAndPids);
        Assert.Equal(
            [
                "limits.memory and limits.pids of \"a\", \"b\" cannot be held here, since they are away: the services run without; call somebody",
                "limits.pids of \"c\" cannot be held here, since they are away: it is required, so the service does not start; call somebody",
            ], said);
    }

    [Fact]
    public void Nothing_is_said_where_all_can_be_held_and_many_are_counted()
    {
        Assert.Empty(LimitWarnings.Of([Service("a", new ResourceLimits { Memory = 1 << 20 })], ControllerReach.Whole));
        var said = Assert.Single(LimitWarnings.Of([.. Enumerable.Range(0, 9).Select(i => Service($"s{i}", new ResourceLimits { Pids = 5 }))], NoMemoryAndPids));
        Assert.Contains("\"s4\" and 4 more", said, StringComparison.Ordinal);
    }

    private static ServiceDefinition Service(string name, ResourceLimits? limits) => new()
    {
        Name = name,
        Launch = new Launch { Command = ["true"], WorkingDirectory = "/", Environment = new Dictionary<string, string>(), Limits = limits },
    };
}
