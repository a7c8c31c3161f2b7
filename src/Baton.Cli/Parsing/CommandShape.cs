namespace Baton.Cli.Parsing;

/// <summary>A command: how it is written, and what carries it out.</summary>
/// <param name="Name">The word for it.</param>
/// <param name="Summary">What it does, one line, no full stop.</param>
/// <param name="RunAsync">Carries it out; returns the exit code.</param>
internal sealed record CommandShape(string Name, string Summary, Func<CommandContext, ParsedLine, Task<int>> RunAsync)
{
    /// <summary>What may follow besides options, as help shows it; empty when nothing may.</summary>
    public string Operands { get; init; } = "";

    /// <summary>How many operands it takes at most.</summary>
    public int MaxOperands { get; init; }

    /// <summary>What follows <c>--</c> is the command line of another program, whose words may be empty.</summary>
    public bool TakesProgram { get; init; }

    /// <summary>Its options, in the order of help.</summary>
    public IReadOnlyList<OptionShape> Options { get; init; } = [];

    /// <summary>More about it, for its own help: lines as they are printed.</summary>
    public string Details { get; init; } = "";
}
