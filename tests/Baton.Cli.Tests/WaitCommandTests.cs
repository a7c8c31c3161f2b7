using Baton.Cli.Tests.Support;
using Baton.Contracts;
using Baton.TestKit;

namespace Baton.Cli.Tests;

public sealed class WaitCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_asks_for_ready_unless_told_otherwise_and_says_nothing_when_all_are()
    {
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/services/wait", Samples.Result([Samples.Service("web")], []));
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("wait", "web", "--timeout", "5"));

        Assert.Equal(("", ""), (screen.Text, screen.Errors));
        Assert.Equal(["""POST /api/v1/services/wait {"names":["web"],"for":"ready","timeout_seconds":5}"""], daemon.Requests);
    }

    [Theory]
    [InlineData("ready", ServiceStates.Failed, 1)]
    [InlineData("completed", ServiceStates.Completed, 0)]
    [InlineData("completed", ServiceStates.Stopped, 1)]
    [InlineData("stopped", ServiceStates.Failed, 0)]
    public async Task Whether_it_got_there_is_the_exit_code(string goal, string state, int exitCode)
    {
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/services/wait", Samples.Result([Samples.Service("web", state) with { Reason = "why" }], []));
        var screen = new Screen(_folder.Path);

        Assert.Equal(exitCode, await screen.RunAsync("wait", "--for", goal));

        Assert.Equal(exitCode == 0 ? "" : $"baton: service \"web\" is {state}, not {goal}: why\n", screen.Errors);
    }

    [Fact]
    public async Task The_last_words_of_one_that_failed_are_shown()
    {
        var failed = Samples.Service("web", ServiceStates.Failed) with { Reason = "why", LastOutput = ["cannot bind"] };
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/services/wait", Samples.Result([failed], []));
        var screen = new Screen(_folder.Path);

        Assert.Equal(1, await screen.RunAsync("wait"));

        Assert.Equal("baton: service \"web\" is failed, not ready: why\n  | cannot bind\n", screen.Errors);
    }

    [Fact]
    public async Task Another_state_is_a_usage_error()
    {
        var screen = new Screen(_folder.Path);
        Assert.Equal(2, await screen.RunAsync("wait", "--for", "redy"));
        Assert.Contains("not \"redy\"", screen.Errors, StringComparison.Ordinal);
    }
}
