using Baton.Cli.Output;
using Baton.Cli.Tests.Support;
using Baton.TestKit;

namespace Baton.Cli.Tests.Runtime;

/// <summary>The lists of a named control socket.</summary>
public sealed class RuntimeTableTests : IAsyncDisposable
{
    private const string Info = """
        {"Ok":{"runtimes":{"0195fc7b-33e6-70e3-bee1-000000000001":{"running":true,"binary":"/bin/sleep","privileged":false},"0195fc7b-33e6-70e3-bee1-000000000003":{"running":false,"binary":"./a/very/long/path/to/ping_pong","privileged":true}},"links":{"examples_common::actors::ping_pong::Ping":["0195fc7b-33e6-70e3-bee1-000000000003","127.0.0.29:2662"],"examples_common::actors::ping_pong::Pong":["0195fc7b-33e6-70e3-bee1-000000000003"]}}}
        """;

    private const string Empty = """{"Ok":{"runtimes":{},"links":{}}}""";

    private readonly TemporaryFolder _folder = new();
    private readonly FakeRuntime _server;

    public RuntimeTableTests() => _server = FakeRuntime.OnUnix(_folder["c.sock"]);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Instances_are_a_table_with_borders_and_without_colours_in_a_pipe() => Assert.Equal("""
        ┌──────────────────────────────────────┬─────────────────────────────────┬─────────┐
        │ Id                                   ┆ Binary                          ┆ Running │
        ╞══════════════════════════════════════╪═════════════════════════════════╪═════════╡
        │ 0195fc7b-33e6-70e3-bee1-000000000001 ┆ /bin/sleep                      ┆ true    │
        ├╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┼╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┼╌╌╌╌╌╌╌╌╌┤
        │ 0195fc7b-33e6-70e3-bee1-000000000003 ┆ ./a/very/long/path/to/ping_pong ┆ false   │
        └──────────────────────────────────────┴─────────────────────────────────┴─────────┘

        """, await ListAsync("runtime", Info, Screen.Pipe));

    [Fact]
    public async Task Several_targets_of_a_type_stand_below_each_other_in_one_cell() => Assert.Equal("""
        ┌──────────────────────────────────────────┬──────────────────────────────────────┐
        │ For Type                                 ┆ To Instance(s)                       │
        ╞══════════════════════════════════════════╪══════════════════════════════════════╡
        │ examples_common::actors::ping_pong::Ping ┆ 0195fc7b-33e6-70e3-bee1-000000000003 │
        │                                          ┆ 127.0.0.29:2662                      │
        ├╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┼╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┤
        │ examples_common::actors::ping_pong::Pong ┆ 0195fc7b-33e6-70e3-bee1-000000000003 │
        └──────────────────────────────────────────┴──────────────────────────────────────┘

        """, await ListAsync("link", Info, Screen.Pipe));

    [Fact]
    public async Task Empty_tables_have_their_heads()
    {
        Assert.Equal("""
            ┌────┬────────┬─────────┐
            │ Id ┆ Binary ┆ Running │
            ╞════╪════════╪═════════╡
            └────┴────────┴─────────┘

            """, await ListAsync("runtime", Empty, Screen.Colour));
        Assert.Equal("""
            ┌──────────┬────────────────┐
            │ For Type ┆ To Instance(s) │
            ╞══════════╪════════════════╡
            └──────────┴────────────────┘

            """, await ListAsync("link", Empty, Screen.Pipe));
    }

    [Fact]
    public async Task On_a_terminal_the_running_cell_has_its_colour_and_no_table_is_cut()
    {
        var narrow = Screen.Colour with { Columns = 20 };
        var coloured = await ListAsync("runtime", Info, narrow);

        Assert.Contains("┆\e[38;5;2m true    \e[39m│\n", coloured, StringComparison.Ordinal);
        Assert.Contains("┆\e[38;5;1m false   \e[39m│\n", coloured, StringComparison.Ordinal);
        var plain = await ListAsync("runtime", Info, Screen.Plain);
        Assert.Equal(plain, coloured.Replace("\e[38;5;2m", "", StringComparison.Ordinal).Replace("\e[38;5;1m", "", StringComparison.Ordinal).Replace("\e[39m", "", StringComparison.Ordinal));
        Assert.Equal(plain, await ListAsync("runtime", Info, Screen.Pipe));
    }

    [Fact]
    public async Task Wide_and_combining_characters_keep_the_borders_straight_and_control_characters_do_nothing() => Assert.Equal("""
        ┌────────────┬────────────────┐
        │ For Type   ┆ To Instance(s) │
        ╞════════════╪════════════════╡
        │ 型::テスト ┆ 1.2.3.4:5      │
        ├╌╌╌╌╌╌╌╌╌╌╌╌┼╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌┤
        │ e�[2J      ┆ 1.2.3.4:5      │
        └────────────┴────────────────┘

        """.Replace("│ e", "│ e\u0301", StringComparison.Ordinal), await ListAsync("link", """{"Ok":{"runtimes":{},"links":{"型::テスト":["1.2.3.4:5"],"e\u0301\u001b[2J":["1.2.3.4:5"]}}}""", Screen.Pipe));

    [Fact]
    public async Task As_json_a_list_is_what_the_server_says_of_it()
    {
        Assert.Equal("""
            {
              "b": {
                "running": true,
                "binary": "/x",
                "later": 1
              },
              "a": {
                "running": false,
                "binary": "/y"
              }
            }

            """, await ListAsync("runtime", """{"Ok":{"runtimes":{"b":{"running":true,"binary":"/x","later":1},"a":{"running":false,"binary":"/y"}},"links":{}}}""", Screen.Pipe, "-o", "json"));
        Assert.Equal("{}\n", await ListAsync("link", Empty, Screen.Pipe, "-o", "json"));
    }

    private async Task<string> ListAsync(string command, string answer, Appearance show, params string[] more)
    {
        _server.On("\"Info\"", answer + "\n");
        var screen = new Screen(_folder.Path) { Show = show };
        Assert.Equal((0, ""), (await screen.RunAsync([command, "list", "--socket", "./c.sock", .. more]), screen.Errors));
        return screen.Text;
    }
}
