using System.Text;

namespace Baton.Daemon.Installing;

/// <summary>Writes a unit file for systemd (systemd.service(5)).</summary>
internal static class UnitText
{
    /// <summary>The whole file.</summary>
    /// <param name="project">Absolute path of the project's folder.</param>
    /// <param name="user">As whom it runs; null: as systemd does.</param>
    /// <param name="isForUser">For the systemd of a user.</param>
    /// <param name="around">What it depends on besides.</param>
    public static string Of(string project, string? user, bool isForUser, UnitSurroundings around)
    {
        var program = string.Join(' ', around.Program.Select(Word));
        var state = Word(Path.Combine(project, ".baton"));
        var text = new StringBuilder($"""
            # Written by: baton install
            # "baton install" writes it anew; changes belong into a drop-in: systemctl {(isForUser ? "--user " : "")}edit NAME

            [Unit]
            Description=Baton in {Escape(project)}
            After=network.target
            StartLimitIntervalSec=0

            [Service]
            Type=notify
            NotifyAccess=main
            WorkingDirectory={Escape(project)}
            ExecStart={program} up {Word(project)}
            ExecReload={program} reload --state {state}
            ExecStop={program} down --state {state}
            # Baton stops services within 80 s at most; what is left then is killed.
            TimeoutStopSec=100
            KillMode=mixed
            Restart=always
            RestartSec=1
            WatchdogSec=30
            # Services have cgroups of their own below Baton's, and one that takes too much memory must not take Baton along.
            Delegate=yes
            OOMPolicy=continue
            LimitNOFILE=1024:524288

            """);
        if (user is not null) text.Append("User=").Append(Escape(user)).Append('\n');
        // systemd itself knows hardly any folder of programs; what services find is to be what they find in a shell.
        if (around.Path is { } path) text.Append("Environment=").Append(Quoted($"PATH={path}")).Append('\n');
        if (around.DotnetRoot is { } root) text.Append("Environment=").Append(Quoted($"DOTNET_ROOT={root}")).Append('\n');
        return text.Append($"\n[Install]\nWantedBy={(isForUser ? "default.target" : "multi-user.target")}\n").ToString();
    }

    /// <summary>A word of a command line: besides what holds everywhere, a dollar begins a variable there.</summary>
    private static string Word(string text) => Quoted(text).Replace("$", "$$", StringComparison.Ordinal);

    private static string Quoted(string text) => $"\"{Escape(text).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>A percent sign begins a specifier, and a line ends the value.</summary>
    private static string Escape(string text) => string.Concat(text.Select(c => char.IsControl(c) ? "?" : c == '%' ? "%%" : c.ToString()));
}
