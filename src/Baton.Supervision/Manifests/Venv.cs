using Baton.Manifest.Binding;

namespace Baton.Supervision.Manifests;

/// <summary>A Python virtual environment that a service runs in.</summary>
/// <param name="Folder">Its folder, an absolute path.</param>
internal sealed record Venv(string Folder)
{
    private const string UsualPath = "/usr/local/bin:/usr/bin:/bin";

    private string Programs => Path.Combine(Folder, "bin");

    private string Script => Path.Combine(Programs, "activate");

    /// <summary>Reads <c>venv</c>, a path relative to the working directory; it must hold <c>bin/activate</c>.</summary>
    /// <returns>Null when there is none.</returns>
    public static Venv? Read(TableReader table, string workingDirectory, ServicesContext context, bool allowEmpty = false)
    {
        if (table.OptionalString("venv", allowEmpty) is not { Length: > 0 } path) return null;
        var venv = new Venv(Path.GetFullPath(path, workingDirectory));
        if (!context.Disk.FileExists(venv.Script))
            table.Report("venv", $"there is no virtual environment in \"{venv.Folder}\": \"bin/activate\" is missing; make one with: python3 -m venv {Quoted(venv.Folder)}");
        return venv;
    }

    /// <summary>The script with the environment active from its first line to its last; it does not begin when that fails.</summary>
    // On a line of its own: joined with "&&" it would hold for the first command only, and "a || b" would run b without it.
    public string Activate(string script) => $"source {Quoted(Script)} || exit 1\n{script}";

    /// <summary>The variables that activation sets, for programs that are started without a shell.</summary>
    public IReadOnlyDictionary<string, string> Activate(IReadOnlyDictionary<string, string> environment)
    {
        var result = new Dictionary<string, string>(environment) { ["VIRTUAL_ENV"] = Folder };
        result["PATH"] = $"{Programs}:{environment.GetValueOrDefault("PATH", UsualPath)}";
        result.Remove("PYTHONHOME");
        return result;
    }

    private static string Quoted(string path) => $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
