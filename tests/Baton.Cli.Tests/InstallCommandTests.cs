using Baton.Cli.Tests.Support;
using Baton.Contracts;
using Baton.TestKit;

namespace Baton.Cli.Tests;

/// <summary><c>install</c>, <c>uninstall</c> and <c>doctor</c>.</summary>
public sealed class InstallCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_install_writes_the_unit_and_has_systemd_start_it()
    {
        var screen = new Screen(_folder.Path) { Offline = Systemd() };
        Assert.Equal(0, await screen.RunAsync("install", "--user", "--name", "x"));
        Assert.Equal("# Written by: baton install\nx", File.ReadAllText(_folder["units/x.service"]));
        Assert.Equal(["systemctl --user daemon-reload", "systemctl --user enable --now x.service"], Commands(screen));
    }

    [Fact]
    public async Task An_uninstall_takes_it_back()
    {
        _folder.Write("units/x.service", "# Written by: baton install\nx");
        var screen = new Screen(_folder.Path) { Offline = Systemd() };
        Assert.Equal(0, await screen.RunAsync("uninstall", "--name", "x"));
        Assert.False(File.Exists(_folder["units/x.service"]));
        Assert.Equal(["systemctl disable --now x.service", "systemctl daemon-reload"], Commands(screen));
        Assert.Equal(4, await new Screen(_folder.Path) { Offline = Systemd() }.RunAsync("uninstall", "--name", "x"));
    }

    [Fact]
    public async Task A_unit_of_somebody_else_is_left_as_it_is()
    {
        _folder.Write("units/x.service", "[Unit]\n");
        foreach (var command in new[] { "install", "uninstall" })
        {
            var screen = new Screen(_folder.Path) { Offline = Systemd() };
            Assert.Equal(1, await screen.RunAsync(command, "--name", "x"));
            Assert.Contains("was not written by \"baton install\"", screen.Errors, StringComparison.Ordinal);
            Assert.Empty(screen.Offline.Programs);
        }

        Assert.Equal("[Unit]\n", File.ReadAllText(_folder["units/x.service"]));
    }

    [Fact]
    public async Task A_unit_of_another_project_is_neither_replaced_nor_removed_unless_it_is_named()
    {
        const string other = "# Written by: baton install\nWorkingDirectory=/srv/other/shop\n";
        _folder.Write("units/baton-shop.service", other);
        ScriptedOffline Offline() => new() { Units = wish => new SystemdUnit("baton-shop.service", _folder["units/baton-shop.service"], $"{SystemdUnit.Mark}\nWorkingDirectory=/srv/shop\n", true) };
        foreach (var line in new string[][] { ["install"], ["install", "--name", "baton-shop"], ["uninstall"] })
        {
            var screen = new Screen(_folder.Path) { Offline = Offline() };
            Assert.Equal(1, await screen.RunAsync(line));
            Assert.Matches("is the unit of another project, in \"/srv/other/shop\".*--name", screen.Errors);
            Assert.Empty(screen.Offline.Programs);
            Assert.Equal(other, File.ReadAllText(_folder["units/baton-shop.service"]));
        }

        Assert.Equal(0, await new Screen(_folder.Path) { Offline = Offline() }.RunAsync("uninstall", "--name", "baton-shop"));
        Assert.False(File.Exists(_folder["units/baton-shop.service"]));
        // Its own it writes anew.
        for (var i = 0; i < 2; i++) Assert.Equal(0, await new Screen(_folder.Path) { Offline = Offline() }.RunAsync("install"));
    }

    [Fact]
    public async Task Where_systemd_does_not_run_nothing_is_written_but_it_can_be_printed()
    {
        var screen = new Screen(_folder.Path) { Offline = Systemd(isRunning: false) };
        Assert.Equal(1, await screen.RunAsync("install", "--name", "x"));
        Assert.Contains("systemd does not run here", screen.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["units"]));
        Assert.Equal(0, await screen.RunAsync("install", "--name", "x", "--print"));
        Assert.Equal("# Written by: baton install\nx", screen.Text);
    }

    [Fact]
    public async Task A_systemctl_that_fails_fails_the_command()
    {
        var screen = new Screen(_folder.Path) { Offline = Systemd(code: 3) };
        Assert.Equal(1, await screen.RunAsync("install", "--name", "x"));
        Assert.Contains("\"systemctl daemon-reload\" ended with 3", screen.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("warning", 0)]
    [InlineData("problem", 1)]
    public async Task A_doctor_ends_with_1_on_problems_only(string level, int code)
    {
        var screen = new Screen(_folder.Path) { Offline = new ScriptedOffline { Findings = [FindingRecord.Ok("clock", "right"), new FindingRecord("disk", level, "full\u001b[2J", "make room")] } };
        Assert.Equal(code, await screen.RunAsync("doctor"));
        Assert.Equal($"ok       clock  right\n{level}  disk   full\uFFFD[2J\n                to mend it: make room\n", screen.Text);
    }

    private ScriptedOffline Systemd(bool isRunning = true, int code = 0) => new()
    {
        ProgramCode = code,
        Units = wish => new SystemdUnit($"{wish.Name}.service", _folder[$"units/{wish.Name}.service"], $"{SystemdUnit.Mark}\n{wish.Name}", isRunning),
    };

    private static IEnumerable<string> Commands(Screen screen) => screen.Offline.Programs.Select(program => string.Join(' ', program.What.Command));
}
