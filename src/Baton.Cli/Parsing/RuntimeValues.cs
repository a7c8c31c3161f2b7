using Baton.Client.Runtime;

namespace Baton.Cli.Parsing;

/// <summary>Options and values of the runtime part's commands.</summary>
internal static class RuntimeValues
{
    public static readonly OptionShape Socket = new("--socket", "Control socket, a path or HOST:PORT, instead of this project's ($VEECLE_ORCHESTRATOR_SOCKET)", "ADDRESS");

    /// <summary>How an instance may share the processor.</summary>
    public static readonly string[] Priorities = ["high", "normal", "low"];

    /// <summary>The id that an operand or option is.</summary>
    public static Guid Id(string text, string place) => InstanceIdText.Read(text) ?? throw new InvalidValueException(text, place, "it is not a UUID");

    /// <summary>The same of an option that may be missing.</summary>
    public static Guid? Id(ParsedLine line, OptionShape option) => line.Value(option) is { } text ? Id(text, option.Name) : null;

    /// <summary>The target of a link.</summary>
    public static string Target(string text, OptionShape option) => LinkTargetText.Read(text) ?? throw new InvalidValueException(text, option.Name, LinkTargetText.Mistake);

    /// <summary>A word of <c>--priority</c>; null when it was not given.</summary>
    public static string? Priority(ParsedLine line, OptionShape option)
    {
        if (line.Value(option) is not { } text) return null;
        return Priorities.Contains(text) ? text : throw new InvalidValueException(text, option.Name, "", Priorities);
    }

    /// <summary>The address of a control socket.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="folder">What a path is relative to.</param>
    public static RuntimeAddress Address(string text, string folder) =>
        RuntimeAddress.Read(text, folder) ?? throw new InvalidValueException(text, Socket.Name, RuntimeAddress.Mistake);

    /// <summary>Refuses options that the act does not know: to ignore them would do something else than was asked for.</summary>
    /// <param name="line">What was typed.</param>
    /// <param name="command">The command, for the message.</param>
    /// <param name="act">Its act; null for none.</param>
    /// <param name="belongings">Each option, and its acts.</param>
    public static void RefuseForeign(ParsedLine line, string command, string? act, params IEnumerable<(OptionShape Option, string[] Acts)> belongings)
    {
        foreach (var (option, acts) in belongings)
        {
            if (line.Has(option) && !acts.Contains(act)) throw CommandException.Usage($"option {option.Name} goes with {string.Join(" and ", acts.Select(name => $"\"{command} {name}\""))} only");
        }
    }
}
