using Baton.Cli.Parsing;

namespace Baton.Cli.Completion;

/// <summary>All that can be completed, taken from the shapes of the commands: what is parsed and what is completed cannot differ.</summary>
/// <param name="Commands">In the order of help.</param>
internal sealed record CompletionModel(IReadOnlyList<CompletedCommand> Commands)
{
    /// <summary>Of these commands.</summary>
    public static CompletionModel Of(IReadOnlyList<CommandShape> commands) => new([.. commands.Select(Of)]);

    private static CompletedCommand Of(CommandShape shape) => new(
        shape.Name,
        shape.Summary,
        shape.MaxOperands == 0 ? new CompletedValue(ValueKind.Free, []) : ValueOf(shape.Operands),
        [.. shape.Options.Append(CommonOptions.Help).Select(Of)]);

    private static CompletedOption Of(OptionShape option) =>
        new(option.Name, option.Letter, option.Help, option.Value is { } value ? ValueOf(value, option.Help) : null) { TakesMany = option.TakesMany };

    /// <summary>By what stands for it in help: <c>NAME...</c>, <c>[FOLDER]</c>, <c>bash|zsh</c>.</summary>
    private static CompletedValue ValueOf(string placeholder, string help = "")
    {
        var word = placeholder.Split(' ')[0].Trim('[', ']').TrimEnd('.');
        // Of several ways to go on, each with words of its own behind it, the first word of each.
        if (word.Contains('|', StringComparison.Ordinal)) return new CompletedValue(ValueKind.Words, [.. placeholder.Trim('[', ']').Split('|').Select(way => way.Trim('[', ']', ' ').Split(' ')[0])]);
        return word switch
        {
            // The name of a unit is nobody's yet.
            "NAME" => new CompletedValue(help.StartsWith("Name of the unit", StringComparison.Ordinal) ? ValueKind.Free : ValueKind.Service, []),
            "FILE" or "ADDRESS" => new CompletedValue(ValueKind.File, []),
            "FOLDER" or "DIR" => new CompletedValue(ValueKind.Folder, []),
            "FORMAT" => new CompletedValue(ValueKind.Words, help.Contains("wide", StringComparison.Ordinal) ? ["table", "wide", "json"] : ["table", "json"]),
            "PRIORITY" => new CompletedValue(ValueKind.Words, RuntimeValues.Priorities),
            "SIGNAL" => new CompletedValue(ValueKind.Words, ["HUP", "INT", "QUIT", "KILL", "USR1", "USR2", "TERM", "CONT", "STOP", "WINCH"]),
            _ => new CompletedValue(ValueKind.Free, []),
        };
    }
}

/// <summary>A command.</summary>
internal sealed record CompletedCommand(string Name, string Summary, CompletedValue Operand, IReadOnlyList<CompletedOption> Options);

/// <summary>An option; its value is null when it takes none.</summary>
internal sealed record CompletedOption(string Name, char Letter, string Help, CompletedValue? Value)
{
    /// <summary>It takes every word up to the next option.</summary>
    public bool TakesMany { get; init; }

    /// <summary>All ways to write it.</summary>
    public IEnumerable<string> Forms => Letter == '\0' ? [Name] : [$"-{Letter}", Name];
}

/// <summary>What a word may be.</summary>
internal sealed record CompletedValue(ValueKind Kind, IReadOnlyList<string> Words);
