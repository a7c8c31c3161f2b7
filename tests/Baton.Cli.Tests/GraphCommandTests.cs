using Baton.Cli.Output;
using Baton.Cli.Tests.Support;
using Baton.Contracts;
using Baton.TestKit;

namespace Baton.Cli.Tests;

/// <summary><c>graph</c> and <c>kill</c>.</summary>
public sealed class GraphCommandTests : IDisposable
{
    private const string Studio = """
        {"services":[{"name":"db","depends_on":[],"state":"running","ready":true},
        {"name":"seed","depends_on":[{"name":"db","condition":"ready"}],"state":"completed","ready":false},
        {"name":"api","depends_on":[{"name":"db","condition":"started"},{"name":"seed","condition":"succeeded"}],"state":"running","ready":false},
        {"name":"web","depends_on":[{"name":"api","condition":"ready"},{"name":"seed","condition":"completed"}],"state":"waiting_dependencies","ready":false},
        {"name":"lamp","depends_on":[],"state":"stopped","ready":false}],
        "chain":[{"name":"api","started_at":"2026-01-01T00:00:02Z","ready_at":"2026-01-01T00:00:03.25Z","at_seconds":2,"start_seconds":1.25},{"name":"db","started_at":"2026-01-01T00:00:00Z","ready_at":"2026-01-01T00:00:01.9Z","at_seconds":0,"start_seconds":1.9}]}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_graph_is_a_tree_in_which_what_several_need_is_shown_once_in_full()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/graph", Studio);
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("graph", "web", "lamp"));

        Assert.Equal("""
            web: waiting_dependencies
            ├─ api: running, not ready
            │  ├─ db (started): running
            │  └─ seed (succeeded): completed
            │     └─ db: running
            └─ seed (completed): completed (see above)
            lamp: stopped

            """, screen.Text);
        Assert.Equal(["GET /api/v1/graph?service=web&service=lamp"], daemon.Requests);
    }

    [Fact]
    public async Task For_graphviz_names_and_states_are_quoted()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/graph", """{"services":[{"name":"a\"b\\","depends_on":[{"name":"c","condition":"started"}],"state":"failed","ready":false},{"name":"c","depends_on":[]}]}""");
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("graph", "--dot"));

        Assert.Equal("""
            digraph baton {
              rankdir=LR;
              node [shape=box, style=rounded];
              "a\"b\\" [label="a\"b\\\nfailed", color=red3];
              "c";
              "a\"b\\" -> "c" [label="started"];
            }

            """, screen.Text);
    }

    [Fact]
    public async Task The_chain_says_what_the_start_waited_for()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/graph", Studio);
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("graph", "--chain"));

        Assert.Equal("api was ready after 3.250 s (@ when it was started, + how long it took to be ready)\napi @2.000s +1.250s\n└─ db @0.000s +1.900s\n", screen.Text);
        Assert.Equal(["GET /api/v1/graph?chain=true"], daemon.Requests);
    }

    [Fact]
    public async Task Without_a_daemon_the_manifest_is_shown_but_no_chain()
    {
        var offline = new ScriptedOffline { Graphed = names => new GraphRecord([new GraphService(names[0], [])]) };
        var screen = new Screen(_folder.Path) { Offline = offline };
        Assert.Equal(0, await screen.RunAsync("graph", "web"));
        Assert.Equal("web\n", screen.Text);
        Assert.Equal(3, await new Screen(_folder.Path) { Offline = offline }.RunAsync("graph", "--chain"));
        Assert.Equal(2, await new Screen(_folder.Path) { Offline = offline }.RunAsync("graph", "--chain", "--dot"));
    }

    [Fact]
    public void A_chain_of_thousands_is_shown_without_recursion()
    {
        var services = Enumerable.Range(0, 20_000).Select(i => new GraphService($"s{i}", i == 0 ? [] : [new GraphEdge($"s{i - 1}", "ready")])).ToList();
        Assert.StartsWith("s19999\n└─ s19998\n", GraphTree.Of(new GraphRecord(services), Screen.Pipe), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_is_sent_to_the_named_and_told()
    {
        await using var daemon = new FakeDaemon(_folder).On("POST /api/v1/services/kill", Samples.Result([Samples.Service("web") with { Pid = 7 }], []));
        var screen = new Screen(_folder.Path);

        Assert.Equal(0, await screen.RunAsync("kill", "-s", "HUP", "web"));

        Assert.Equal("sent to web: running (run 1, pid 7)\n", screen.Text);
        Assert.Equal(["POST /api/v1/services/kill {\"names\":[\"web\"],\"signal\":\"HUP\"}"], daemon.Requests);
        Assert.Equal(2, await screen.RunAsync("kill", "web"));
        Assert.Equal(2, await screen.RunAsync("kill", "-s", "HUP"));
    }
}
