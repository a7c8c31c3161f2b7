using System.Globalization;
using Baton.Manifest.Binding;
using Baton.Manifest.Tree;
using Baton.Supervision.Dependencies;
using Baton.Supervision.Replicas;

namespace Baton.Supervision.Manifests;

/// <summary>The services of a manifest that have replicas, by name: what the name of the whole means for all others.</summary>
internal sealed class ReplicaDrafts
{
    private readonly Dictionary<string, (ServiceDraft First, List<string> Names)> _wholes = [];

    /// <param name="drafts">All services of the file.</param>
    public ReplicaDrafts(IReadOnlyList<ServiceDraft> drafts)
    {
        foreach (var draft in drafts)
        {
            if (draft.Whole is not { } whole) continue;
            if (!_wholes.TryGetValue(whole.Name, out var known)) _wholes[whole.Name] = known = (draft, []);
            if (!draft.IsPattern) known.Names.Add(draft.Name);
        }
    }

    /// <summary>No service has replicas.</summary>
    public bool IsEmpty => _wholes.Count == 0;

    /// <summary>Names of the wholes, in the order of the file.</summary>
    public IEnumerable<string> Names => _wholes.Keys;

    /// <summary>The sets, in the order of the file.</summary>
    public IEnumerable<ReplicaSet> Sets => _wholes.Values.Select(whole => whole.First.Whole!);

    /// <summary>What a name stands for: itself, or all replicas.</summary>
    public IReadOnlyList<string> NamesOf(string name) => _wholes.TryGetValue(name, out var whole) ? whole.Names : [name];

    /// <summary>The name is one that a replica has or could have.</summary>
    public bool IsReplica(string name) => KeptFor(name) is not null;

    /// <summary>Tells services and groups that have the name of a replica, also of one that is not there yet: it could not be scaled.</summary>
    public void CheckNames(IReadOnlyList<ServiceDraft> drafts, Diagnostics diagnostics)
    {
        if (IsEmpty) return;
        foreach (var draft in drafts)
        {
            var name = draft.Whole?.Name ?? draft.Name;
            if (KeptFor(name) is { } of) diagnostics.AddOnce(draft.Table.Table.Place, $"the name \"{name}\" is kept for a replica of \"{of}\", which has \"replicas\"; give it another name");
            foreach (var group in draft.Groups)
            {
                if (KeptFor(group.Text) is { } whole) diagnostics.AddOnce(group.Place, $"the name \"{group.Text}\" is kept for a replica of \"{whole}\", which has \"replicas\"; give the group another name");
                else if (_wholes.TryGetValue(group.Text, out var same))
                    diagnostics.AddOnce(group.Place, $"group \"{group.Text}\" has the name of a service ({same.First.Table.Table.Place}); give it another name");
            }
        }
    }

    /// <summary>The drafts with each replica in the place of its whole, in what they depend on.</summary>
    public IReadOnlyList<ServiceDraft> Expand(IReadOnlyList<ServiceDraft> drafts, Diagnostics diagnostics)
    {
        if (IsEmpty) return drafts;
        var result = new List<ServiceDraft>(drafts.Count);
        var total = 0;
        foreach (var draft in drafts)
        {
            var names = new List<PlacedText>(draft.DependsOn.Count);
            foreach (var dependency in draft.DependsOn)
            {
                var meant = NamesOf(dependency.Text);
                if (draft.Whole is not null || _wholes.ContainsKey(dependency.Text)) total += meant.Count;
                if (total <= ReplicaSet.MaxDependencies) names.AddRange(meant.Select(name => dependency with { Text = name }));
                else diagnostics.AddOnce(dependency.Place, TooMany);
            }

            result.Add(draft with { DependsOn = names, More = draft.More is { } more ? Expand(more) : null, NamedWholes = [.. draft.DependsOn.Select(d => d.Text).Where(_wholes.ContainsKey)] });
        }

        return result;
    }

    private static string TooMany => string.Create(CultureInfo.InvariantCulture,
        $"with this there are more than {ReplicaSet.MaxDependencies:#,0} dependencies of replicas, since each replica waits for each of what it depends on; let there be fewer, or let each depend on one, as \"NAME.${{BATON_REPLICA}}\"");

    private DependencyKeys Expand(DependencyKeys more)
    {
        var conditions = new Dictionary<string, DependencyCondition>();
        var alone = more.Names.Select(name => name.Text).Where(name => !_wholes.ContainsKey(name)).ToHashSet();
        foreach (var (name, condition) in more.Conditions)
        {
            // What is said of one replica wins over what is said of all.
            foreach (var replica in NamesOf(name).Where(replica => replica == name || !alone.Contains(replica))) conditions[replica] = condition;
        }

        return more with { Conditions = conditions, RestartWith = [.. more.RestartWith.SelectMany(NamesOf).Distinct()] };
    }

    private string? KeptFor(string name) => ServiceReplica.Parse(name) is { } replica && _wholes.ContainsKey(replica.Of) ? replica.Of : null;
}
