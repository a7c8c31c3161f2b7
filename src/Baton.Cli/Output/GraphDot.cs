using System.Text;
using Baton.Contracts;

namespace Baton.Cli.Output;

/// <summary>Services for Graphviz: an arrow leads from each to what it depends on.</summary>
internal static class GraphDot
{
    /// <summary>The text of a <c>digraph</c>.</summary>
    public static string Of(GraphRecord graph)
    {
        var text = new StringBuilder("digraph baton {\n  rankdir=LR;\n  node [shape=box, style=rounded];\n");
        foreach (var service in graph.Services)
        {
            text.Append("  ").Append(Quoted(service.Name));
            if (service.State is { } state) text.Append(" [label=").Append(Quoted($"{service.Name}\n{state}")).Append(", color=").Append(ColourOf(state)).Append(']');
            text.Append(";\n");
        }

        foreach (var service in graph.Services)
        {
            foreach (var edge in service.DependsOn)
            {
                text.Append("  ").Append(Quoted(service.Name)).Append(" -> ").Append(Quoted(edge.Name));
                if (edge.Condition != "ready") text.Append(" [label=").Append(Quoted(edge.Condition)).Append(']');
                text.Append(";\n");
            }
        }

        foreach (var service in graph.Services)
        {
            // No service has a colon in its name.
            foreach (var monitor in service.Monitors ?? []) text.Append("  ").Append(Quoted(service.Name)).Append(" -> ").Append(Quoted($"monitor:{monitor}")).Append(" [label=\"up\", style=dashed];\n");
        }

        return text.Append("}\n").ToString();
    }

    /// <summary>A quoted string of the DOT language: in it a backslash begins an escape, and only <c>\n</c> is one that is meant.</summary>
    internal static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\') quoted.Append('\\').Append(c);
            else if (c == '\n') quoted.Append("\\n");
            else quoted.Append(SafeText.IsControl(c) ? '\uFFFD' : c);
        }

        return quoted.Append('"').ToString();
    }

    private static string ColourOf(string state) => state switch
    {
        ServiceStates.Running => "green4",
        ServiceStates.Failed => "red3",
        ServiceStates.Stopped or ServiceStates.Completed => "gray50",
        _ => "orange3",
    };
}
