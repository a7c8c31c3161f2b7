namespace Baton.Bench;

/// <summary>The command line: <c>--prefix DIR [--out FILE] [--quick] [--baton PROGRAM] [SCENARIO...]</c>.</summary>
/// <param name="Prefix">Folder that <c>bench/run</c> filled with peers, their versions and the beacon.</param>
/// <param name="Output">Markdown file to write; null prints it.</param>
/// <param name="Baton">The built program; null leaves Baton out.</param>
/// <param name="IsQuick">Few repeats, short waits.</param>
/// <param name="Scenarios">Keys of the scenarios to run; empty for all.</param>
internal sealed record Options(string Prefix, string? Output, string? Baton, bool IsQuick, IReadOnlyList<string> Scenarios)
{
    /// <summary>Folder for the folders of runs.</summary>
    public string Arenas => Path.Combine(Prefix, "arenas");

    public static Options? Parse(string[] arguments)
    {
        string? prefix = null, output = null, baton = null;
        var isQuick = false;
        var scenarios = new List<string>();
        for (var i = 0; i < arguments.Length; i++)
        {
            switch (arguments[i])
            {
                case "--quick": isQuick = true; break;
                case "--prefix" when i + 1 < arguments.Length: prefix = arguments[++i]; break;
                case "--out" when i + 1 < arguments.Length: output = arguments[++i]; break;
                case "--baton" when i + 1 < arguments.Length: baton = arguments[++i]; break;
                case ['-', ..]: return null;
                default: scenarios.Add(arguments[i]); break;
            }
        }

        // Whole paths: programs are started in folders of their own.
        return prefix is null ? null : new Options(Path.GetFullPath(prefix), output, baton is null ? null : Path.GetFullPath(baton), isQuick, scenarios);
    }
}
