using System.Globalization;
using System.Reflection;
using Baton.Cli.Tests.Support;
using Baton.Contracts;
using Baton.TestKit;

namespace Baton.Cli.Tests;

public sealed class ExitCodesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Codes => [.. AllCodes()];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task A_problem_of_the_daemon_is_printed_and_ends_with_the_documented_code(string code)
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/services", Samples.Problem(code, "cannot do it: because"), 500);
        var screen = new Screen(_folder.Path);

        Assert.Equal(Documented()[code], await screen.RunAsync("ps"));

        Assert.Equal("baton: cannot do it: because\n", screen.Errors);
        Assert.Equal("", screen.Text);
    }

    [Fact]
    public void Every_error_code_is_documented_with_its_exit_code()
    {
        Assert.Equal(AllCodes().Order(), Documented().Keys.Order());
    }

    [Fact]
    public async Task Single_problems_are_listed_with_their_places()
    {
        const string problem = """
            {"error":"e","detail":"cannot use manifest \"baton.toml\"","code":"invalid_manifest","request_id":"1",
             "problems":[{"place":"baton.toml:3:1","message":"unknown key \"comand\"; did you mean \"command\"?"}]}
            """;
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/services", problem, 422);
        var screen = new Screen(_folder.Path);

        Assert.Equal(1, await screen.RunAsync("ps"));

        Assert.Equal(
            "baton: cannot use manifest \"baton.toml\"\n  baton.toml:3:1: unknown key \"comand\"; did you mean \"command\"?\n", screen.Errors);
    }

    [Fact]
    public async Task A_daemon_that_dies_while_answering_is_exit_1()
    {
        await using var daemon = new FakeDaemon(_folder).On("GET /api/v1/services", _ => Task.CompletedTask);
        var screen = new Screen(_folder.Path);

        Assert.Equal(1, await screen.RunAsync("ps"));

        Assert.StartsWith("baton: lost the connection to", screen.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ErrorCodes.HeldByAnother, 3)]
    [InlineData(ErrorCodes.InvalidManifest, 1)]
    public async Task What_the_daemon_cannot_begin_with_ends_with_its_code(string code, int exit)
    {
        var offline = new ScriptedOffline
        {
            Daemon = (_, _, _, _) => throw new CommandException(code, "a daemon runs here already (pid 12)"),
            Detached = _ => throw new CommandException(code, "a daemon runs here already (pid 12)"),
        };
        var screen = new Screen(_folder.Path) { Offline = offline };

        Assert.Equal(exit, await screen.RunAsync("up"));
        Assert.Equal(exit, await screen.RunAsync("up", "-d"));

        Assert.Equal("baton: a daemon runs here already (pid 12)\nbaton: a daemon runs here already (pid 12)\n", screen.Errors);
    }

    private static IEnumerable<string> AllCodes() =>
        typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);

    // The table of docs/reference/errors.md: | `code` | status | exit | meaning |
    private static Dictionary<string, int> Documented()
    {
        var documented = new Dictionary<string, int>();
        foreach (var row in File.ReadLines(Repository.File("docs/reference/errors.md")).Where(row => row.StartsWith("| `", StringComparison.Ordinal)))
        {
            var cells = row.Split('|', StringSplitOptions.TrimEntries);
            if (cells.Length != 6 || !int.TryParse(cells[3], CultureInfo.InvariantCulture, out var exit)) continue;
            documented[cells[1].Trim('`')] = exit;
        }

        return documented;
    }
}
