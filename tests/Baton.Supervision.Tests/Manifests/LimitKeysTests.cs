using Baton.Processes;

namespace Baton.Supervision.Tests.Manifests;

/// <summary>How much a service may take.</summary>
public sealed class LimitKeysTests : IDisposable
{
    private readonly ManifestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Limits_are_of_the_service_and_not_of_what_is_run_around_it()
    {
        var service = _folder.Native("services.a = { command = [\"a\"], pre_start = [\"b\"], limits = { memory = \"512 MB\", cpu = 1.5, pids = 100, nofile = 4096, core = 0, required = true } }").Single();
        Assert.Equal(new ResourceLimits { Memory = 512_000_000, Cpu = 1.5, Pids = 100, OpenFiles = 4096, Core = 0, IsRequired = true }, service.Launch.Limits);
        Assert.Null(service.Hooks.PreStart!.Limits);
    }

    [Fact]
    public void A_wrong_limit_is_told()
    {
        var problems = _folder.NativeProblems("services.a = { command = [\"a\"], limits = { nofile = 0, memory = \"1KB\", cpus = 2, required = true } }");
        Assert.Equal(4, problems.Count);
        Assert.Contains(problems, problem => problem.Contains("\"nofile\" must be 16 to 1048576, found 0", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("\"memory\" must be 1MiB to", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("unknown key \"cpus\"", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.Contains("\"required\" is about", StringComparison.Ordinal) || problem.Contains("none of them is there", StringComparison.Ordinal));
    }
}
