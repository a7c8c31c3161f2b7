using Baton.Client.Runtime;

namespace Baton.Cli.Output;

/// <summary>Instances and links as tables: with borders as the orchestrator's own command line draws them, or as Baton does.</summary>
internal static class RuntimeTables
{
    private const string EndOfColour = "\e[39m";
    private static readonly (string, string)? Yes = ("\e[38;5;2m", EndOfColour), No = ("\e[38;5;1m", EndOfColour);

    /// <summary>All instances.</summary>
    public static string Instances(IReadOnlyList<RuntimeInstance> instances, bool isReference, Appearance show)
    {
        if (!isReference) return OwnInstances(instances, show);
        var table = new BoxTable("Id", "Binary", "Running");
        foreach (var instance in instances)
            table.Add([null, null, instance.IsRunning ? Yes : No], [instance.Id], [instance.Binary], [instance.IsRunning ? "true" : "false"]);
        return table.Render(show);
    }

    /// <summary>All links.</summary>
    public static string Links(IReadOnlyList<RuntimeLinks> links, bool isReference, Appearance show)
    {
        if (!isReference) return OwnLinks(links, show);
        var table = new BoxTable("For Type", "To Instance(s)");
        foreach (var link in links) table.Add([null, null], [link.TypeName], [.. link.Targets]);
        return table.Render(show);
    }

    private static string OwnInstances(IReadOnlyList<RuntimeInstance> instances, Appearance show)
    {
        if (instances.Count == 0) return "there are no instances; add one with: baton runtime add PATH\n";
        var table = new Table("ID", "RUNNING", "PRIVILEGED", "BINARY");
        foreach (var instance in instances)
            table.Add(instance.Id, instance.IsRunning ? new Cell("yes", Ansi.Green) : new Cell("no", Ansi.Grey), instance.IsPrivileged ? "yes" : "no", instance.Binary);
        return table.Render(show);
    }

    private static string OwnLinks(IReadOnlyList<RuntimeLinks> links, Appearance show)
    {
        if (links.Count == 0) return "there are no links; add one with: baton link add --type TYPE --to TARGET\n";
        var table = new Table("TYPE", "TO") { IsWhole = true };
        foreach (var link in links)
        {
            foreach (var target in link.Targets) table.Add(link.TypeName, target);
        }

        return table.Render(show);
    }
}
