using Baton.Manifest.Binding;
using Baton.Manifest.EnvFiles;

namespace Baton.Supervision.Manifests;

/// <summary>
/// Reads what a service's environment is: what it inherits, then its files in their order, then its own entries; the later one wins.
/// One object reads a whole manifest, so that a file many services share is read and checked once.
/// </summary>
internal sealed class EnvironmentKeys
{
    private static readonly Dictionary<string, string> NoVariables = [];

    // One for all services of a manifest, which are many.
    private IReadOnlyDictionary<string, string>? _handedOn;

    private readonly Dictionary<string, (IReadOnlyList<PlacedEntry> Entries, string? Problem)> _files = [];

    /// <summary>The whole environment.</summary>
    /// <param name="table">The service.</param>
    /// <param name="context">What it may inherit.</param>
    /// <param name="ofUser">What the user that it runs as brings, over what is inherited and under all else.</param>
    public IReadOnlyDictionary<string, string> Read(TableReader table, ServicesContext context, IReadOnlyDictionary<string, string>? ofUser = null)
    {
        var inherited = Inherited(table, context);
        var files = Files(table, context);
        var own = table.StringMap("env");
        if (files.Count + own.Count + context.Variables.Count == 0 && ofUser is not { Count: > 0 }) return inherited;
        // Of its final size: a copy that had to grow would cost three times as much, for each service.
        var result = new Dictionary<string, string>(inherited.Count + (ofUser?.Count ?? 0) + context.Variables.Count + files.Count + own.Count);
        foreach (var (name, value) in inherited) result[name] = value;
        foreach (var (name, value) in ofUser ?? NoVariables) result[name] = value;
        foreach (var (name, value) in context.Variables) result[name] = value;
        foreach (var entry in files) result[entry.Key] = entry.Text;
        foreach (var entry in own)
        {
            if (EnvironmentNames.IsPossible(entry.Key)) result[entry.Key] = entry.Text;
            else table.Diagnostics.Add(entry.KeyPlace, $"\"{entry.Key}\" cannot be the name of an environment variable: it must not be empty nor hold '='");
        }

        return result;
    }

    private IReadOnlyDictionary<string, string> Inherited(TableReader table, ServicesContext context)
    {
        var (isAll, names) = table.BooleanOrList("env_inherit");
        if (isAll == false) return NoVariables;
        _handedOn ??= HandedOn.Of(context.Environment);
        if (names is null) return _handedOn;
        var result = new Dictionary<string, string>();
        foreach (var name in names)
        {
            if (!EnvironmentNames.IsPossible(name.Text)) table.Diagnostics.Add(name.Place, $"\"{name.Text}\" cannot be the name of an environment variable");
            else if (context.Environment.TryGetValue(name.Text, out var value)) result[name.Text] = value;
        }

        return result;
    }

    private List<PlacedEntry> Files(TableReader table, ServicesContext context)
    {
        if (table.StringOrList("env_file") is not { } files) return [];
        var entries = new List<PlacedEntry>();
        foreach (var file in files.Items ?? [files.Text!])
        {
            if (file.Length == 0)
            {
                table.Report("env_file", "the path of a file must not be empty");
                continue;
            }

            var path = Path.GetFullPath(file, context.BaseDirectory);
            var (found, problem) = File(path, table, context);
            if (problem is not null) table.Report("env_file", $"cannot read environment file \"{path}\": {problem}");
            entries.AddRange(found);
        }

        return entries;
    }

    private (IReadOnlyList<PlacedEntry> Entries, string? Problem) File(string path, TableReader table, ServicesContext context)
    {
        // Of a service that is not to run nothing is looked at, and what is not looked at must not be remembered for the others.
        if (context.Disk == ManifestDisk.Unseen) return ([], null);
        if (_files.TryGetValue(path, out var known)) return known;
        var content = context.Disk.Read(path, EnvFile.MaxBytes);
        var entries = content.Bytes is { } bytes ? EnvFile.Read(path, bytes, table.Diagnostics) : [];
        return _files[path] = (entries, content.Problem);
    }
}
