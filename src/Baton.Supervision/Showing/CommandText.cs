namespace Baton.Supervision.Showing;

/// <summary>Programs with their arguments, as a person would type them in a shell.</summary>
public static class CommandText
{
    private const string Plain = "-_./:=,@%+~•";

    /// <summary>The words with spaces between; one that a shell would take apart is quoted.</summary>
    public static string Of(IReadOnlyList<string> command) => string.Join(' ', command.Select(Quoted));

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || Plain.Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
