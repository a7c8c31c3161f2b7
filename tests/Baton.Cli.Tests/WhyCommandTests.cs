using Baton.Cli.Tests.Support;
using Baton.TestKit;

namespace Baton.Cli.Tests;

public sealed class WhyCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_state_comes_first_then_what_led_to_it()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/services/api/why", """
            {"service":"api","state":"running","summary":"api is running (run 7, pid 4242)","because":"it was so","since":"2020-01-02T12:03:07.000Z",
             "steps":[{"time":"2020-01-02T12:03:06.000Z","text":"run 6 ended:\nsignal \u001b[31mSIGKILL","seq":3}],"events":[]}
            """);
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("why", "api", "--last", "3"));

        Assert.Matches("^api is running \\(run 7, pid 4242\\), since 2020-01-0[123] ..:..:07, [0-9]+d [0-9]+h ago, because it was so\n  2020-01-0[123] ..:..:06  run 6 ended: signal \uFFFD\\[31mSIGKILL\n$", screen.Text);
        Assert.Equal(["GET /api/v1/services/api/why?last=3"], daemon.Requests);
    }

    [Fact]
    public async Task Without_a_name_it_says_so()
    {
        var screen = new Screen(_folder.Path);
        Assert.Equal(2, await screen.RunAsync("why"));
        Assert.Contains("which service? baton why NAME", screen.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_are_a_line_each_and_pages_are_walked_to_the_end()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/events", exchange => exchange.AnswerAsync(200, exchange.Target.Contains("cursor=2", StringComparison.Ordinal)
            ? """{"items":[{"seq":3,"time":"2020-01-02T12:03:07.000Z","subject":"daemon","what":"stopping","detail":"asked by\nuid 1"}]}"""
            : """{"items":[{"seq":2,"time":"2020-01-02T12:03:06.000Z","subject":"service/api","what":"running"}],"next":"2"}"""));
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("events", "api"));

        Assert.Matches("^2020-01-0[123] ..:..:06  api  running\n2020-01-0[123] ..:..:07  baton  stopping: asked by uid 1\n$", screen.Text);
        Assert.Equal(["GET /api/v1/events?service=api&tail=50&limit=1000", "GET /api/v1/events?service=api&limit=1000&cursor=2"], daemon.Requests);
    }
}
