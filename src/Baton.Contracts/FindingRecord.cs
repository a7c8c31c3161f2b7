namespace Baton.Contracts;

/// <summary>One thing that <c>baton doctor</c> has looked at, as its <c>-o json</c> shows it.</summary>
/// <param name="Check">What was looked at, in a word or two.</param>
/// <param name="Level"><c>ok</c>, <c>warning</c> (Baton works, but worse) or <c>problem</c> (something does not work).</param>
/// <param name="Text">What was found, and what that means.</param>
/// <param name="Fix">What to do; null when there is nothing to be done.</param>
public sealed record FindingRecord(string Check, string Level, string Text, string? Fix = null)
{
    /// <summary>All is well.</summary>
    public static FindingRecord Ok(string check, string text) => new(check, "ok", text);

    /// <summary>Baton works, but worse.</summary>
    public static FindingRecord Warning(string check, string text, string? fix) => new(check, "warning", text, fix);

    /// <summary>Something does not work.</summary>
    public static FindingRecord Problem(string check, string text, string? fix) => new(check, "problem", text, fix);
}
