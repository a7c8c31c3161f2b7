using System.Collections;
using System.Globalization;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary>Runs <c>systemctl</c> in this terminal, so that it can ask and complain itself.</summary>
internal sealed class Systemctl(CommandContext context, bool isForUser)
{
    /// <summary>Runs it to its end.</summary>
    /// <exception cref="CommandException">It failed.</exception>
    public void Run(params string[] words)
    {
        var environment = new Dictionary<string, string>();
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables()) environment[(string)entry.Key] = (string)entry.Value!;
        string[] command = isForUser ? ["systemctl", "--user", .. words] : ["systemctl", .. words];
        var code = context.Offline.RunForeground(new LaunchRecord { Name = "systemctl", Command = command, WorkingDirectory = "/", Environment = environment, DaemonUid = Native.Libc.EffectiveUser() });
        if (code != 0) throw new CommandException(ErrorCodes.Unavailable, string.Create(CultureInfo.InvariantCulture, $"\"{string.Join(' ', command)}\" ended with {code}"));
    }
}
