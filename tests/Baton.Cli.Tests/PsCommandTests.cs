using Baton.Cli.Tests.Support;
using Baton.Contracts;
using Baton.TestKit;

namespace Baton.Cli.Tests;

public sealed class PsCommandTests : IDisposable
{
    private const string PlainTable = """
        NAME      STATE      READY  RUN   PID  UPTIME  RESTARTS  EXIT       CPU    MEM
        web       running    yes      2  4711   2m 3s         1  SIGKILL  12.3%  12.3M
        database  running    no       1    99  2d 12h         0  -         0.0%    900
        migrate   completed  no       1     -       -         0  0            -      -
        worker    failed     no      11     -       -        10  3            -      -
        camera    backoff    no       4     -       -         3  1            -      -
        api       stopped    no       0     -       -         0  -            -      -

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task In_a_pipe_the_table_is_plain_and_aligned()
    {
        await using var daemon = Daemon();
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("ps"));

        Assert.Equal(PlainTable, screen.Text);
    }

    [Fact]
    public async Task What_its_health_check_found_shows_when_it_is_not_well()
    {
        var (well, unwell) = (new HealthRecord("well", 0, true), new HealthRecord("not well", 3, false));
        var services = Samples.Json(Samples.Service("a") with { Health = well }, Samples.Service("b") with { Health = unwell }, Samples.Service("c") with { Ready = false, Health = unwell });
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/services", services);
        var screen = new Screen(_folder.Path);

        await screen.RunAsync("ps");

        Assert.Equal(["READY", "yes", "yes, unhealthy", "no, unhealthy"], screen.Text.Split('\n').SkipLast(1).Select(line => line[15..31].Trim()));
    }

    [Fact]
    public async Task On_a_terminal_states_are_coloured_and_the_columns_stay_where_they_are()
    {
        await using var daemon = Daemon();
        var screen = new Screen(_folder.Path) { Show = Screen.Colour };

        await screen.RunAsync("ps");

        Assert.Equal(PlainTable, System.Text.RegularExpressions.Regex.Replace(screen.Text, "\e\\[[0-9]+m", ""));
        foreach (var coloured in new[] { "\e[1mNAME\e[0m", "\e[32mrunning\e[0m", "\e[90mcompleted\e[0m", "\e[31mfailed\e[0m", "\e[33mbackoff\e[0m", "\e[90mstopped\e[0m" })
            Assert.Contains(coloured, screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_terminal_without_colour_gets_the_plain_table()
    {
        await using var daemon = Daemon();
        var screen = new Screen(_folder.Path) { Show = Screen.Plain };

        await screen.RunAsync("ps");

        Assert.Equal(PlainTable, screen.Text);
    }

    [Theory]
    [InlineData(78, 78)]
    [InlineData(77, 71)]
    [InlineData(45, 45)]
    [InlineData(44, 37)]
    [InlineData(5, 19)]
    [InlineData(0, 78)]
    public async Task A_terminal_that_is_too_narrow_is_shown_whole_columns_from_the_left(int columns, int end)
    {
        await using var daemon = Daemon();
        var screen = new Screen(_folder.Path) { Show = Screen.Plain with { Columns = columns } };

        await screen.RunAsync("ps");

        Assert.Equal(PlainTable.Split('\n').Select(line => line[..Math.Min(line.Length, end)].TrimEnd()), screen.Text.Split('\n').Select(line => line.TrimEnd()));
    }

    [Fact]
    public async Task As_json_it_is_an_array_of_the_records_of_the_api()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/services", Samples.Json(Samples.Service("web")));
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("ps", "-o", "json"));

        Assert.Equal(
            """
            [
              {
                "name": "web",
                "state": "running",
                "ready": true,
                "desired": true,
                "run": 1,
                "restarts": 0,
                "failures": 0,
                "since": "2025-12-31T23:59:57.000Z",
                "depends_on": [],
                "groups": [],
                "enabled": true,
                "autostart": true
              }
            ]

            """,
            screen.Text);
    }

    [Fact]
    public async Task Figures_that_could_not_be_measured_since_say_how_old_they_are()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/services", Samples.Json(Samples.Service("web") with { MemoryBytes = 1536, FiguresOldSince = Samples.Now.AddSeconds(-90) }));
        var screen = new Screen(_folder.Path);

        await screen.RunAsync("ps");

        Assert.EndsWith("1.5K, 1m 30s old\n", screen.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_services_there_are_only_heads_and_an_empty_array()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/services", Samples.Json());
        var table = new Screen(_folder.Path);
        var json = new Screen(_folder.Path);

        await table.RunAsync("ps");
        await json.RunAsync("ps", "--output=json");

        Assert.Equal("NAME  STATE  READY  RUN  PID  UPTIME  RESTARTS  EXIT  CPU  MEM\n", table.Text);
        Assert.Equal("[]\n", json.Text);
    }

    [Fact]
    public async Task An_unknown_format_is_a_usage_error_and_asks_nobody()
    {
        await using var daemon = Daemon();
        var screen = new Screen(_folder.Path);

        Assert.Equal(2, await screen.RunAsync("ps", "-o", "yaml"));

        Assert.Equal("baton: option --output is \"table\", \"wide\" or \"json\", not \"yaml\"\n", screen.Errors);
        Assert.Empty(daemon.Requests);
    }

    private FakeDaemon Daemon() => new FakeDaemon(_folder).On("GET /api/v1/services", Samples.Page(Samples.Studio));
}
