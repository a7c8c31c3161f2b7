using System.Globalization;
using Baton.Core;
using Baton.Manifest.Binding;
using Baton.Manifest.Tree;
using Baton.Supervision.Replicas;

namespace Baton.Supervision.Manifests;

/// <summary>Reads how often a service is there: <c>replicas</c>. Each of them is bound from the table anew, with its own number in its texts.</summary>
internal static class ReplicaKeys
{
    /// <summary>The drafts of all services; those of one with <c>replicas</c> stand together, in the order of their numbers.</summary>
    /// <param name="services">Names and tables, in the order of the file.</param>
    /// <param name="context">What people have scaled.</param>
    public static List<ServiceDraft> Drafts(IEnumerable<(string Name, TableReader Table)> services, ServicesContext context)
    {
        var drafts = new List<ServiceDraft>();
        var total = 0;
        foreach (var (name, table) in services)
        {
            var declared = table.OptionalInteger("replicas", 0, ReplicaSet.MaxCount);
            if (declared is null) drafts.Add(ServiceDraft.WithConditions(name, table));
            else AddReplicas(drafts, table, SetOf(name, (int)declared, context), ref total);
        }

        return drafts;
    }

    private static ReplicaSet SetOf(string name, int declared, ServicesContext context) =>
        // Who has changed the manifest since means its number.
        new(name, context.Scales.TryGetValue(name, out var asked) && asked.Declared == declared ? asked.Count : declared, declared);

    private static void AddReplicas(List<ServiceDraft> drafts, TableReader table, ReplicaSet whole, ref int total)
    {
        total += whole.Count;
        var isPossible = Check(table, whole, total);
        var problems = table.Diagnostics.Count;
        if (whole.Count == 0 || !isPossible)
        {
            // Its mistakes are told all the same.
            drafts.Add(DraftOf(table, whole, 1) with { IsPattern = true });
            return;
        }

        // What is wrong with one is wrong with the others, too: told once.
        for (var number = 1; number <= whole.Count && table.Diagnostics.Count == problems; number++) drafts.Add(DraftOf(table, whole, number));
    }

    private static ServiceDraft DraftOf(TableReader table, ReplicaSet whole, int number)
    {
        var replica = new ServiceReplica(whole.Name, number);
        var variables = new Dictionary<string, string> { ["BATON_REPLICA"] = number.ToString(CultureInfo.InvariantCulture) };
        if (PortOf(table) is { } port) variables["BATON_PORT"] = (port + number - 1).ToString(CultureInfo.InvariantCulture);
        var own = table.Again();
        if (table.Interpolation is { } outer) own.Interpolation = outer with { Variable = name => variables.GetValueOrDefault(name) ?? outer.Variable(name) };
        return ServiceDraft.WithConditions(replica.Name, own) with { Whole = whole, Replica = replica, Variables = variables };
    }

    private static bool Check(TableReader table, ReplicaSet whole, int total)
    {
        var before = table.Diagnostics.Count;
        var longest = new ServiceReplica(whole.Name, Math.Max(whole.Count, 1)).Name;
        if (longest.Length > Names.MaxLength)
            Report(table, "replicas", $"the name \"{longest}\" of a replica has {longest.Length} characters, and names have at most {Names.MaxLength}; give the service a shorter name");
        if (PortOf(table) is { } port && port + whole.Count - 1 > 65_535)
            Report(table, "port", $"the last of {whole.Count} replicas would serve on port {port + whole.Count - 1}, and ports end at 65,535");
        if (total > ReplicaSet.MaxTotal) Report(table, "replicas", $"with these there are {total:#,0} replicas in the manifest, and at most {ReplicaSet.MaxTotal:#,0} can be");
        return table.Diagnostics.Count == before;
    }

    private static void Report(TableReader table, string key, FormattableString message) => table.Report(key, message.ToString(CultureInfo.InvariantCulture));

    /// <summary>The port of the first; what is wrong with the key is told where it is bound.</summary>
    private static int? PortOf(TableReader table) => table.Table.Find("port")?.Value is IntegerNode { Value: >= 1 and <= 65_535 and var port } ? (int)port : null;
}
