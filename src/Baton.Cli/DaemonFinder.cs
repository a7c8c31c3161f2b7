using Baton.Cli.Parsing;
using Baton.Client;

namespace Baton.Cli;

/// <summary>Which daemon a command is for.</summary>
internal static class DaemonFinder
{
    /// <summary>Name of a state directory beside a manifest.</summary>
    public const string StateName = ".baton";

    /// <summary>A client of the daemon that the command line means; whether it runs shows with the first request.</summary>
    /// <param name="context">Where the command was typed.</param>
    /// <param name="line">What was typed.</param>
    /// <param name="folder">A folder named by the person; only its own state directory is looked at, never one above it.</param>
    /// <exception cref="CommandException">Nothing says which daemon is meant.</exception>
    public static BatonClient Connect(CommandContext context, ParsedLine line, string? folder = null) =>
        BatonClient.Connect(SocketLocator.Find(StateDirectory(context, line, folder)));

    /// <summary>Absolute path of the state directory that the command line means; it may not exist.</summary>
    public static string StateDirectory(CommandContext context, ParsedLine line, string? folder)
    {
        var state = line.Value(CommonOptions.State);
        if (state is not null && folder is not null) throw CommandException.Usage("name a folder or --state, not both");
        if (state is not null) return Path.GetFullPath(state, context.Folder);
        if (folder is not null) return Path.Combine(Path.GetFullPath(folder, context.Folder), StateName);
        return FindFrom(context.Folder)
            ?? throw new NoDaemonException(Path.Combine(context.Folder, StateName), $"there is no {StateName} folder here or above");
    }

    /// <summary>The state directory in <paramref name="folder"/> or in the nearest folder above that has one; null when none has.</summary>
    public static string? FindFrom(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            var candidate = Path.Combine(at, StateName);
            if (Directory.Exists(candidate)) return candidate;
        }

        return null;
    }
}
