using Baton.Manifest.Binding;
using Baton.Manifest.Tree;
using Baton.Processes;
using Baton.Supervision.Dependencies;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests;

/// <summary>
/// Binds the services of a native manifest: <c>[defaults]</c> and <c>[services.NAME]</c>. Every problem is collected; the result may be
/// used only when there is none.
/// </summary>
public static class ServicesSection
{
    /// <summary>Reads both tables from the root.</summary>
    /// <param name="root">The whole manifest; whoever reads other tables of it calls its <c>Finish</c>.</param>
    /// <param name="context">What relative paths and the environment start from.</param>
    /// <returns>The services in the order of the file.</returns>
    public static IReadOnlyList<ServiceDefinition> Bind(TableReader root, ServicesContext context)
    {
        var defaults = root.SubTable("defaults") is { } table ? BindDefaults(table) : PolicyDefaults.BuiltIn;
        var services = new List<ServiceDefinition>();
        var dependencies = new List<DependencyKeys>();
        foreach (var named in root.NamedTables("services"))
        {
            dependencies.Add(DependencyKeys.Read(named.Table));
            services.Add(BindService(named, defaults, context, dependencies[^1]));
        }

        CheckDependencies(services, [.. dependencies.Select(d => d.Names)], root.Diagnostics);
        return services;
    }

    private static PolicyDefaults BindDefaults(TableReader table)
    {
        var defaults = PolicyKeys.Read(table, PolicyDefaults.BuiltIn);
        table.Finish();
        return defaults;
    }

    private static ServiceDefinition BindService(NamedTable named, PolicyDefaults defaults, ServicesContext context, DependencyKeys dependencies)
    {
        var table = named.Table;
        var command = Command(table);
        var folder = WorkingDirectory(table, context);
        var environment = Environment(table, context);
        var policies = PolicyKeys.Read(table, defaults);
        var isOneShot = table.Boolean("oneshot", false);
        table.Finish();
        return new ServiceDefinition
        {
            Name = named.Name,
            Launch = new Launch { Command = command, WorkingDirectory = folder, Environment = environment, Log = policies.Log },
            DependsOn = [.. dependencies.Names.Select(d => d.Text).Distinct()],
            Conditions = dependencies.Conditions,
            RestartWith = dependencies.RestartWith,
            Policy = policies.Policy with { IsOneShot = isOneShot },
        };
    }

    /// <summary>Text is a script for a login shell; an array is a program with its arguments, started as it is.</summary>
    private static IReadOnlyList<string> Command(TableReader table)
    {
        if (!table.Has("command"))
        {
            table.StringOrList("command");
            table.Diagnostics.Add(table.Table.Place, $"{table.Path} has no \"command\"; give it text for the shell or an array, as in command = [\"program\", \"argument\"]");
            return [];
        }

        if (table.StringOrList("command") is not { } command) return [];
        if (command.Items is { } items)
        {
            if (items[0].Length == 0) table.Report("command", "the first item of \"command\" is the program and must not be empty");
            return items;
        }

        var text = command.Text!.Trim();
        if (text.Length == 0) table.Report("command", "\"command\" is blank; give the text of a command");
        return ["bash", "-lc", text];
    }

    private static string WorkingDirectory(TableReader table, ServicesContext context)
    {
        var folder = Path.GetFullPath(table.OptionalString("working_dir") ?? ".", context.BaseDirectory);
        if (!context.FolderExists(folder)) table.Report("working_dir", $"working directory \"{folder}\" does not exist");
        return folder;
    }

    private static IReadOnlyDictionary<string, string> Environment(TableReader table, ServicesContext context)
    {
        var own = table.StringMap("env");
        if (own.Count == 0) return context.Environment;
        var result = new Dictionary<string, string>(context.Environment);
        foreach (var entry in own)
        {
            if (entry.Key.Length == 0 || entry.Key.Contains('=', StringComparison.Ordinal) || entry.Key.Contains('\0', StringComparison.Ordinal))
                table.Diagnostics.Add(entry.KeyPlace, $"\"{entry.Key}\" cannot be the name of an environment variable: it must not be empty nor hold '='");
            else result[entry.Key] = entry.Text;
        }

        return result;
    }

    private static void CheckDependencies(List<ServiceDefinition> services, List<IReadOnlyList<PlacedText>> dependencies, Diagnostics diagnostics)
    {
        var indexByName = new Dictionary<string, int>();
        for (var i = 0; i < services.Count; i++) indexByName.TryAdd(services[i].Name, i);
        var edges = new List<IReadOnlyList<int>>(services.Count);
        for (var i = 0; i < services.Count; i++)
        {
            var known = new List<int>();
            foreach (var dependency in dependencies[i])
            {
                if (indexByName.TryGetValue(dependency.Text, out var index)) known.Add(index);
                else diagnostics.Add(dependency.Place, Unknown(services[i].Name, dependency.Text, indexByName.Keys));
            }

            edges.Add(known);
        }

        if (DependencyGraph.FindCycle(edges) is not { } cycle) return;
        var names = cycle.Append(cycle[0]).Select(i => services[i].Name);
        var next = services[cycle.Count > 1 ? cycle[1] : cycle[0]].Name;
        var place = dependencies[cycle[0]].First(d => d.Text == next).Place;
        diagnostics.Add(place, $"these services wait for each other for ever: {string.Join(" -> ", names)}");
    }

    private static string Unknown(string service, string dependency, IEnumerable<string> names)
    {
        return $"service \"{service}\" depends on \"{dependency}\", which does not exist{NearestWord.Hint(dependency, names)}";
    }
}
