namespace Baton.Supervision.Secrets;

/// <summary>A secret that many a text may hold by chance, as a number does: it is masked only where the name of its variable stands before it.</summary>
/// <param name="Name">Name of the variable.</param>
/// <param name="Value">The secret, at least one character.</param>
internal readonly record struct NamedSecret(string Name, string Value)
{
    /// <summary>The text with the value masked in <c>NAME=value</c>, <c>NAME: value</c> and the same with quotes.</summary>
    public string Apply(string text, string masked)
    {
        for (var at = 0; (at = text.IndexOf(Name, at, StringComparison.Ordinal)) >= 0;)
        {
            at += Name.Length;
            var value = BeginningOfValue(text, at);
            if (value < 0) continue;
            text = string.Concat(text.AsSpan(0, value), masked, text.AsSpan(value + Value.Length));
            at = value + masked.Length;
        }

        return text;
    }

    /// <summary>Where the value begins; -1 where it does not stand there.</summary>
    private int BeginningOfValue(string text, int at)
    {
        while (IsBetween(text, at)) at++;
        if (at >= text.Length || text[at] is not ('=' or ':')) return -1;
        // The value may begin with what may also stand before it.
        for (at++; !IsAt(text, at); at++)
        {
            if (!IsBetween(text, at)) return -1;
        }

        return at;
    }

    /// <summary>A quote, one that is escaped, or a blank.</summary>
    private static bool IsBetween(string text, int at) => at < text.Length && text[at] is ('"' or '\'' or '\\' or ' ' or '\t');

    /// <summary>The whole value: a longer number is another one.</summary>
    private bool IsAt(string text, int at) =>
        text.AsSpan(at).StartsWith(Value) && (at + Value.Length == text.Length || !char.IsLetterOrDigit(text[at + Value.Length]));
}
