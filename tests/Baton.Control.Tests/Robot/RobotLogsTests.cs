using System.Globalization;
using System.Text;
using System.Text.Json;
using Baton.Contracts.Robot;

namespace Baton.Control.Tests.Robot;

/// <summary>The last lines of a service, as it wrote them.</summary>
public class RobotLogsTests
{
    [Fact]
    public async Task A_service_that_never_wrote_has_empty_lists()
    {
        await using var control = await ControlFixture.StartAsync("db");
        Assert.Equal("""{"ok":true,"service":"db","logs":{"stdout":[],"stderr":[]}}""", (await control.SendAsync("GET", "/api/services/logs/db")).Body);
    }

    [Fact]
    public async Task Lines_keep_their_newline_have_no_tags_and_are_those_of_both_streams_over_all_runs()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Logs.Append("db", 1, Line(0, "stdout", "one\n") + Line(1, "stderr", "oh\n") + Line(2, "stdout", "two\r\n"));
        control.Logs.Append("db", 2, Line(3, "stdout", "  \u00e4\u001b[1m\n") + Line(4, "baton", "a note\n") + Line(5, "stdout", "not done"));
        var answer = await control.SendAsync("GET", "/api/services/logs/db");
        Assert.Equal("""{"ok":true,"service":"db","logs":{"stdout":["one\n","two\r\n","  ä\u001B[1m\n","not done"],"stderr":["oh\n"]}}""", answer.Body);
    }

    [Fact]
    public async Task Each_stream_gives_its_own_last_lines()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var text = new StringBuilder();
        for (var i = 0; i < 300; i++) text.Append(Line(i, i % 100 == 0 ? "stderr" : "stdout", string.Create(CultureInfo.InvariantCulture, $"{i}\n")));
        control.Logs.Append("db", 1, text.ToString());
        var lines = await AskAsync(control, "?lines=2");
        Assert.Equal(["298\n", "299\n"], lines.Stdout);
        Assert.Equal(["100\n", "200\n"], lines.Stderr);
        Assert.Equal(50, (await AskAsync(control, "")).Stdout.Count);
        Assert.Equal(297, (await AskAsync(control, "?lines=1000")).Stdout.Count);
    }

    [Fact]
    public async Task A_line_that_the_other_stream_cut_is_whole_again()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Logs.Append("db", 1, Line(0, "stdout", "first\n") + Line(1, "stdout", "one ") + "\n" + Line(2, "stderr", "cut\n") + Line(3, "stdout+", "line ") + "\n"
            + Line(4, "stderr", "cut\n") + Line(5, "stdout+", "only\n"));
        Assert.Equal(["one line only\n"], (await AskAsync(control, "?lines=1")).Stdout);
        Assert.Equal(["first\n", "one line only\n"], (await AskAsync(control, "?lines=2")).Stdout);
        Assert.Equal(["first\n", "one line only\n"], (await AskAsync(control, "")).Stdout);
    }

    [Fact]
    [Trait("Defect", "B9-15")]
    public async Task Of_a_large_log_no_more_than_its_end_is_read_also_for_a_stream_that_is_silent()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var line = Line(0, "stdout", new string('x', 1000) + "\n");
        control.Logs.Append("db", 1, string.Concat(Enumerable.Repeat(line, 20_000)));
        control.Logs.Append("db", 1, Line(9, "stdout", "last\n"));
        Assert.Equal("last\n", (await AskAsync(control, "?lines=50")).Stdout[^1]);
        Assert.True(control.Reader.BytesRead < 10 * 1024 * 1024, $"{control.Reader.BytesRead} bytes were read");
    }

    [Fact]
    public async Task Of_lines_without_end_only_the_end_is_held()
    {
        await using var control = await ControlFixture.StartAsync("db");
        for (var i = 0; i < 3; i++) control.Logs.Append("db", 1, Line(i, "stdout", new string('x', 3_000_000) + $"{i}\n"));
        var lines = (await AskAsync(control, "")).Stdout;
        Assert.Equal(["0\n", "1\n", "2\n"], lines.Select(text => text[^2..]));
        Assert.All(lines, text => Assert.InRange(text.Length, 1000, 300_000));
    }

    private static string Line(int ms, string tag, string text) => $"{LogFiles.Stamp(ms)} [{tag}] {text}";

    private static async Task<RobotLines> AskAsync(ControlFixture control, string query)
    {
        var answer = await control.SendAsync("GET", $"/api/services/logs/db{query}");
        Assert.Equal(200, answer.Status);
        return JsonSerializer.Deserialize(answer.Body, RobotJson.Default.RobotLogs)!.Logs;
    }
}
