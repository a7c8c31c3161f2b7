using System.Text.Json;
using Baton.Core.Notices;
using Baton.Daemon.Wiring;
using Baton.Health.Manifests;
using Baton.TestKit;

namespace Baton.Daemon.Tests.Wiring;

/// <summary>Baton's own log, as files.</summary>
public sealed class SupervisorLogTests
{
    private const string Nasty = "by \e[2J\0ann\u009b\r\nfor\t\u202Egpj.exe\u2066\u2069 ü \U0001F600";

    [Fact]
    public async Task What_people_wrote_can_neither_move_a_cursor_nor_turn_a_line()
    {
        var line = Assert.Single(await WriteAsync(isJson: false));
        Assert.EndsWith(" monitor/web silenced (by \uFFFD[2J\uFFFDann\uFFFD for \uFFFDgpj.exe\uFFFD\uFFFD ü \U0001F600)", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task As_JSON_it_is_escaped_and_nothing_is_lost()
    {
        var line = Assert.Single(await WriteAsync(isJson: true));
        Assert.DoesNotContain(line, c => char.IsControl(c) || c is '\u202E' or '\u2066' or '\u2069');
        using var read = JsonDocument.Parse(line);
        Assert.Equal(Nasty, read.RootElement.GetProperty("detail").GetString());
    }

    private static async Task<string[]> WriteAsync(bool isJson)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["orchestrator"]);
        var notices = new NoticeBoard(TimeProvider.System);
        using var log = new SupervisorLog(folder.Path, isJson, notices, TimeProvider.System, _ => { }, () => OwnLogLevel.All);
        notices.Publish("monitor/web", "silenced", detail: Nasty);
        await log.CloseAsync().WaitAsync(Eventually.Limit);
        return await File.ReadAllLinesAsync(Assert.Single(Directory.GetFiles(folder["orchestrator"])));
    }
}
