using Baton.Cli.Tests.Support;
using Baton.TestKit;

namespace Baton.Cli.Tests;

public sealed class ScaleCommandTests : IDisposable
{
    private const string Answer = """{"plan":{"services":[{"name":"web.3","act":"start","changed":[]}],"unchanged":["db"],"scaled":[{"name":"web","from":2,"to":3}]},"services":[],"problems":[]}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_numbers_are_asked_for_together_and_the_plan_is_printed()
    {
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/services/scale", Answer);
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("scale", "web=3", "db=0", "--timeout", "9"));

        Assert.Equal("web: replicas 2 → 3\nweb.3: start\n1 service stays as it is\n", screen.Text);
        Assert.Equal(["POST /api/v1/services/scale {\"replicas\":{\"web\":3,\"db\":0},\"wait\":true,\"timeout_seconds\":9}"], daemon.Requests);
    }

    [Fact]
    public async Task It_need_not_be_waited_for()
    {
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/services/scale", Answer);
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("scale", "--no-wait", "web=3"));

        Assert.Equal(["POST /api/v1/services/scale {\"replicas\":{\"web\":3},\"wait\":false}"], daemon.Requests);
    }

    [Fact]
    public async Task Without_a_name_it_lists_how_many_there_are()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/manifest", """{"read_at":"2026-01-01T00:00:00.000Z","services":4,"replicas":[{"name":"web","count":3,"declared":2},{"name":"db","count":1,"declared":1}]}""");
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("scale"));

        Assert.Equal("web: 3 replicas, 2 in the manifest\ndb: 1 replica\n", screen.Text);
    }

    [Theory]
    [InlineData("cannot scale \"web\" to \"-1\": give a whole number from 0 to 1000", "web=-1")]
    [InlineData("cannot scale \"web\" to \"1001\": give a whole number from 0 to 1000", "web=1001")]
    [InlineData("cannot scale \"web\" to \"two\": give a whole number from 0 to 1000", "web=two")]
    [InlineData("cannot scale \"web\" to \"\": give a whole number from 0 to 1000", "web=")]
    [InlineData("\"web\" does not say how many there are to be; as in: baton scale web=3", "web")]
    [InlineData("\"=3\" does not say how many there are to be; as in: baton scale web=3", "=3")]
    [InlineData("\"web\" is given twice", "web=1", "web=2")]
    public async Task What_makes_no_sense_is_a_usage_error_and_asks_nobody(string error, params string[] words)
    {
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/services/scale", Answer);
        var screen = new Screen(_folder.Path);

        Assert.Equal(2, await screen.RunAsync(["scale", .. words]));

        Assert.StartsWith($"baton: {error}", screen.Errors, StringComparison.Ordinal);
        Assert.Empty(daemon.Requests);
    }
}
