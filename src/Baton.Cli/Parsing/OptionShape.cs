namespace Baton.Cli.Parsing;

/// <summary>An option of a command.</summary>
/// <param name="Name">Long form with its dashes, <c>--state</c>.</param>
/// <param name="Help">What it does, one line, no full stop.</param>
/// <param name="Value">What stands for its value in help, <c>DIR</c>; null when it takes none.</param>
/// <param name="Letter">Short form, <c>d</c> for <c>-d</c>; the zero character when it has none.</param>
internal sealed record OptionShape(string Name, string Help, string? Value = null, char Letter = '\0')
{
    /// <summary>It takes every word up to the next option, and may be given again for more.</summary>
    public bool TakesMany { get; init; }

    /// <summary>It takes one word and may be given again for more.</summary>
    public bool IsRepeatable { get; init; }
}
