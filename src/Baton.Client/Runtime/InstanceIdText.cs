namespace Baton.Client.Runtime;

/// <summary>Ids of instances as people type them.</summary>
public static class InstanceIdText
{
    private const string Urn = "urn:uuid:";

    /// <summary>A new id, ordered by time (a UUID of version 7).</summary>
    public static Guid New(TimeProvider time) => Guid.CreateVersion7(time.GetUtcNow());

    /// <summary>
    /// The UUID that a text is: 32 hexadecimal digits of any case, with hyphens or without, with hyphens also in braces or behind <c>urn:uuid:</c>.
    /// Null when it is none. It is written in lower case with hyphens, whatever was typed.
    /// </summary>
    public static Guid? Read(string text)
    {
        if (text.StartsWith(Urn, StringComparison.Ordinal)) text = text[Urn.Length..];
        else if (text is ['{', .. { Length: 36 } inner, '}']) text = inner;
        // .NET takes blanks around and signs within, too.
        if (!text.All(c => char.IsAsciiHexDigit(c) || c == '-')) return null;
        return Guid.TryParseExact(text, "D", out var id) || Guid.TryParseExact(text, "N", out id) ? id : null;
    }
}
