using Baton.Manifest.Binding;
using Baton.Manifest.Tree;
using Baton.Supervision.Dependencies;

namespace Baton.Supervision.Manifests;

/// <summary>What a service's table says of other services.</summary>
/// <param name="Names">What it depends on, each once, with the place where it is named.</param>
/// <param name="Conditions">What it waits for where that is not readiness.</param>
/// <param name="RestartWith">Those it is restarted with.</param>
internal sealed record DependencyKeys(
    IReadOnlyList<PlacedText> Names, IReadOnlyDictionary<string, DependencyCondition> Conditions, IReadOnlyList<string> RestartWith)
{
    /// <summary>What stands before the name of a monitor; no service has a colon in its name.</summary>
    public const string OfMonitor = "monitor:";

    private static readonly string[] Words = ["ready", "started", "completed", "succeeded"];
    private static readonly string[] MonitorWords = ["up"];

    /// <summary>The monitors that must be up, each once, without what stands before, with the place where it is named.</summary>
    public IReadOnlyList<PlacedText> Monitors { get; private init; } = [];

    /// <summary>Reads <c>depends_on</c>, a list of names or a table of name and condition, and <c>restart_with</c>.</summary>
    public static DependencyKeys Read(TableReader table)
    {
        var conditions = new Dictionary<string, DependencyCondition>();
        var all = table.Table.Find("depends_on")?.Value is TableNode ? ReadTable(table.SubTable("depends_on")!, conditions) : table.StringList("depends_on");
        var names = all.Where(name => !IsMonitor(name.Text)).ToList();
        var monitors = all.Where(name => IsMonitor(name.Text)).Select(name => name with { Text = name.Text[OfMonitor.Length..] }).DistinctBy(name => name.Text).ToList();
        return new DependencyKeys(names, conditions, ReadRestartWith(table, names)) { Monitors = monitors };
    }

    private static bool IsMonitor(string name) => name.StartsWith(OfMonitor, StringComparison.Ordinal);

    private static List<PlacedText> ReadTable(TableReader table, Dictionary<string, DependencyCondition> conditions)
    {
        var names = new List<PlacedText>();
        foreach (var entry in table.Table.Entries)
        {
            var condition = table.Word(entry.Key, IsMonitor(entry.Key) ? MonitorWords : Words) switch
            {
                "started" => DependencyCondition.Started,
                "completed" => DependencyCondition.Completed,
                "succeeded" => DependencyCondition.Succeeded,
                _ => DependencyCondition.Ready,
            };
            names.Add(new PlacedText(entry.Key, entry.KeyPlace));
            if (condition != DependencyCondition.Ready) conditions[entry.Key] = condition;
        }

        return names;
    }

    private static List<string> ReadRestartWith(TableReader table, IReadOnlyList<PlacedText> names)
    {
        var restartWith = new List<string>();
        foreach (var name in table.StringList("restart_with"))
        {
            if (names.Any(known => known.Text == name.Text)) restartWith.Add(name.Text);
            else if (IsMonitor(name.Text)) table.Diagnostics.Add(name.Place, $"\"{name.Text}\" is a monitor: a service is restarted with a service only");
            else table.Diagnostics.Add(name.Place, $"\"{name.Text}\" is not in \"depends_on\": a service is restarted with one that it depends on{(table.Diagnostics.IsFull ? "" : NearestWord.Hint(name.Text, names.Select(known => known.Text)))}");
        }

        return restartWith;
    }
}
