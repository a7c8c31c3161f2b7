namespace Baton.Cli.Parsing;

/// <summary>A value of the runtime part's commands that cannot be; told in one of two ways, by how the server was named.</summary>
/// <param name="text">What was typed.</param>
/// <param name="place">Where: <c>--to</c>, or <c>ID</c> for an operand.</param>
/// <param name="reason">What is wrong with it; empty when <paramref name="choices"/> say so.</param>
/// <param name="choices">The only words there may be; null when there are others.</param>
internal sealed class InvalidValueException(string text, string place, string reason, IReadOnlyList<string>? choices = null) : Exception
{
    /// <inheritdoc/>
    public override string Message => $"invalid value \"{text}\" for {place}: {(choices is null ? reason : $"it is none of {string.Join(", ", choices)}")}";

    /// <summary>As the orchestrator's own command line tells it, which scripts may know.</summary>
    public string ReferenceText
    {
        get
        {
            var what = place.StartsWith("--", StringComparison.Ordinal) ? $"{place} <{place[2..].ToUpperInvariant()}>" : $"<{place}>";
            var why = choices is null ? $": {reason}" : $"\n  [possible values: {string.Join(", ", choices)}]";
            return $"error: invalid value '{text}' for '{what}'{why}\n\nFor more information, try '--help'.\n";
        }
    }
}
