using System.Text;
using Baton.Contracts;

namespace Baton.Cli.Output;

/// <summary>
/// Services as a tree: those that nothing depends on first, below each what it depends on. What more than one depends on is shown in full where
/// it comes first, since a graph as a tree may have more branches than anybody can read.
/// </summary>
internal static class GraphTree
{
    /// <summary>Where a chain is longer than a terminal is wide, what lies deeper stays in this column.</summary>
    private const int WidestIndent = 60;

    /// <summary>The tree, one service a line.</summary>
    public static string Of(GraphRecord graph, Appearance show)
    {
        if (graph.Services.Count == 0) return "there are no services\n";
        var byName = graph.Services.ToDictionary(service => service.Name);
        var needed = graph.Services.SelectMany(service => service.DependsOn).Select(edge => edge.Name).ToHashSet();
        var text = new StringBuilder();
        var shown = new HashSet<string>();
        // By hand, not by recursion: chains may be long.
        var open = new Stack<Branch>();
        foreach (var root in graph.Services.Where(service => !needed.Contains(service.Name)).Reverse()) open.Push(new Branch(new GraphEdge(root.Name, ""), "", IsRoot: true, IsLast: true));
        while (open.TryPop(out var branch))
        {
            if (!byName.TryGetValue(branch.Edge.Name, out var service)) continue;
            var isAgain = !shown.Add(service.Name) && service.DependsOn.Count > 0;
            Append(text, branch, service, isAgain, show);
            if (isAgain) continue;
            var below = branch.IsRoot || branch.Indent.Length >= WidestIndent ? branch.Indent : branch.Indent + (branch.IsLast ? "   " : "│  ");
            for (var i = service.DependsOn.Count - 1; i >= 0; i--) open.Push(new Branch(service.DependsOn[i], below, IsRoot: false, IsLast: i == service.DependsOn.Count - 1));
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, Branch branch, GraphService service, bool isAgain, Appearance show)
    {
        if (!branch.IsRoot) text.Append(branch.Indent).Append(branch.IsLast ? "└─ " : "├─ ");
        SafeText.Append(text, service.Name);
        if (branch.Edge.Condition is not ("" or "ready")) SafeText.Append(text.Append(" ("), branch.Edge.Condition + ")");
        if (service.State is { } state)
        {
            var colour = show.HasColour ? ServiceTable.ColourOf(state) : "";
            SafeText.Append(text.Append(": ").Append(colour), state);
            text.Append(colour.Length > 0 ? Ansi.Reset : "");
            if (state == ServiceStates.Running && service.Ready == false) text.Append(", not ready");
        }

        if (service.Monitors is { Count: > 0 } monitors) SafeText.Append(text, $", when monitor {string.Join(", ", monitors)} is up");
        text.Append(isAgain ? " (see above)\n" : "\n");
    }

    private sealed record Branch(GraphEdge Edge, string Indent, bool IsRoot, bool IsLast);
}
