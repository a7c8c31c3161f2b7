using System.Reflection;
using Baton.Cli.Output;
using Baton.Cli.Parsing;
using Baton.Client;
using Baton.Contracts;

namespace Baton.Cli.Commands;

/// <summary><c>baton version</c>: of this program, and of the daemon when one runs here.</summary>
internal static class VersionCommand
{
    public static readonly CommandShape Shape = new("version", "Show the version, and that of the daemon when one runs here", RunAsync)
    {
        Details = "With --socket or its variable: that of the server behind this socket.",
        Options = [RuntimeValues.Socket, CommonOptions.State, CommonOptions.Format],
    };

    /// <summary>This program's version, without the commit that a build may add to it.</summary>
    public static string Own { get; } =
        Short(typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    /// <summary>A version without the commit that a build may add to it.</summary>
    public static string Short(string version) => version.Split('+')[0];

    /// <summary>Prints this program's version only.</summary>
    public static Task<int> PrintOwnAsync(CommandContext context)
    {
        context.Terminal.Write($"baton {Own}\n");
        return Task.FromResult(ExitCodes.Done);
    }

    private static async Task<int> RunAsync(CommandContext context, ParsedLine line)
    {
        var wantsJson = CommonOptions.WantsJson(line);
        if (RuntimeFinder.Named(context, line) is not null) return await RuntimeCall.RunAsync(context, line, () => new RuntimeCall("ask for the version", runtime => PrintServerAsync(context.Terminal, runtime, wantsJson)));
        var daemon = await FindDaemonAsync(context, line);
        if (wantsJson) PrintJson(context.Terminal, daemon);
        else context.Terminal.Write(daemon is null ? $"baton {Own}\n" : $"baton {Own}\n{DaemonLine(daemon)}\n");
        return ExitCodes.Done;
    }

    // No daemon is a fine answer here, unless somebody said which one is meant.
    private static async Task<SystemRecord?> FindDaemonAsync(CommandContext context, ParsedLine line)
    {
        try
        {
            return await DaemonFinder.Connect(context, line).System.GetAsync();
        }
        catch (NoDaemonException) when (!line.Has(CommonOptions.State))
        {
            return null;
        }
    }

    private static async Task PrintServerAsync(Terminal terminal, RuntimeTarget runtime, bool wantsJson)
    {
        var version = await runtime.Client.VersionAsync();
        if (!wantsJson) terminal.Write(SafeText.Of($"server version: {version}") + "\n");
        else JsonText.Print(terminal, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("version", Own);
            writer.WriteString("server_version", version);
            writer.WriteEndObject();
        });
    }

    private static string DaemonLine(SystemRecord daemon) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"daemon {Short(daemon.Version)} (pid {daemon.Pid}, {daemon.StateDirectory})");

    private static void PrintJson(Terminal terminal, SystemRecord? daemon) => JsonText.Print(terminal, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("version", Own);
        if (daemon is not null)
        {
            writer.WritePropertyName("daemon");
            System.Text.Json.JsonSerializer.Serialize(writer, daemon, WireJson.Default.SystemRecord);
        }

        writer.WriteEndObject();
    });
}
