namespace Baton.Cli.Output;

/// <summary>One field of a table.</summary>
/// <param name="Text">What it says; the empty string is shown as <c>-</c>, so that columns can be counted.</param>
/// <param name="Colour">One of <see cref="Ansi"/>, or empty.</param>
internal readonly record struct Cell(string Text, string Colour = "")
{
    public static implicit operator Cell(string text) => new(text);
}
