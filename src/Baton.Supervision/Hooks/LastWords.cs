namespace Baton.Supervision.Hooks;

/// <summary>The end of a program's output, for a sentence.</summary>
internal static class LastWords
{
    private const int MostLines = 3, MostCharacters = 500;

    /// <summary>The last three lines that are not blank, on one line, at most 500 characters.</summary>
    public static string Of(string output)
    {
        var lines = output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var text = string.Join(" | ", lines.TakeLast(MostLines));
        return text.Length <= MostCharacters ? text : $"...{text[^MostCharacters..]}";
    }
}
