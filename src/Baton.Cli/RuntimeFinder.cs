using System.Text;
using Baton.Cli.Parsing;
using Baton.Client.Runtime;
using Baton.Contracts;

namespace Baton.Cli;

/// <summary>Which runtime part a command is for.</summary>
internal static class RuntimeFinder
{
    /// <summary>Name of the file in a state directory that holds the address of the control socket, while a daemon with a runtime part runs.</summary>
    public const string FileName = "runtime.address";

    private const int MaxFileBytes = 4096;

    /// <summary>
    /// The address that <c>--socket</c> or its variable names; null when none does, or <c>--state</c> names a daemon instead. An empty variable is none.
    /// </summary>
    public static string? Named(CommandContext context, ParsedLine line)
    {
        if (line.Value(RuntimeValues.Socket) is { } named) return line.Has(CommonOptions.State) ? throw CommandException.Usage("name --socket or --state, not both") : named;
        return line.Has(CommonOptions.State) || string.IsNullOrEmpty(context.OrchestratorSocket) ? null : context.OrchestratorSocket;
    }

    /// <summary>The runtime part of the daemon that the command line means; null when none runs there.</summary>
    /// <param name="state">Its state directory, absolute.</param>
    /// <exception cref="CommandException">The file with its address cannot be used.</exception>
    public static RuntimeAddress? OfDaemon(string state)
    {
        var path = Path.Combine(state, FileName);
        try
        {
            return RuntimeAddress.Read(ReadLine(path), state) ?? throw Unusable(path, "it holds no address");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(path, e.Message, e);
        }
    }

    private static string ReadLine(string path)
    {
        Span<byte> text = stackalloc byte[MaxFileBytes];
        using var file = File.OpenHandle(path);
        var read = RandomAccess.Read(file, text, 0);
        return Encoding.UTF8.GetString(text[..read]).TrimEnd('\n');
    }

    private static CommandException Unusable(string path, string reason, Exception? inner = null) =>
        new(ErrorCodes.Unavailable, $"cannot find the runtime part by \"{path}\": {reason}", inner);
}
