using Baton.Core;
using Baton.Manifest.Binding;
using Baton.Supervision.Reload;

namespace Baton.Supervision.Services;

/// <summary>What names mean that people give: a service, or else a group, which is all its members, or a service with replicas, which is all of them.</summary>
public sealed class ServiceNames
{
    /// <summary>More names than this help nobody in a message.</summary>
    private const int MostShown = 20;

    private readonly Dictionary<string, int> _services = [];
    private readonly Dictionary<string, List<int>> _groups = [];
    private readonly Dictionary<string, List<int>> _wholes = [];
    private readonly int _count;

    /// <param name="set">The services.</param>
    public ServiceNames(ServiceSet set)
    {
        var definitions = set.Services;
        _count = definitions.Count;
        foreach (var whole in set.Replicas) _wholes[whole.Name] = [];
        for (var i = 0; i < definitions.Count; i++)
        {
            _services[definitions[i].Name] = i;
            if (definitions[i].Replica is { } replica)
            {
                if (!_wholes.TryGetValue(replica.Of, out var replicas)) _wholes[replica.Of] = replicas = [];
                replicas.Add(i);
            }

            foreach (var group in definitions[i].Groups)
            {
                if (!_groups.TryGetValue(group, out var members)) _groups[group] = members = [];
                members.Add(i);
            }
        }
    }

    /// <summary>Indices of the services that are meant, each once, in the order they are named; no name at all means all of them.</summary>
    /// <exception cref="BatonException">NotFound: a name is neither a service nor a group.</exception>
    public IReadOnlyList<int> Resolve(IReadOnlyList<string> names)
    {
        if (names.Count == 0) return [.. Enumerable.Range(0, _count)];
        var result = new List<int>(names.Count);
        foreach (var name in names.Distinct())
        {
            if (_wholes.TryGetValue(name, out var replicas)) result.AddRange(replicas);
            else if (_services.TryGetValue(name, out var index)) result.Add(index);
            else if (_groups.TryGetValue(name, out var members)) result.AddRange(members);
            else throw NotFound(name);
        }

        return result.Count == 1 ? result : [.. result.Distinct()];
    }

    /// <summary>The name is that of a service with replicas, of which there may be none now.</summary>
    public bool IsWhole(string name) => _wholes.ContainsKey(name);

    /// <summary>What to say of a name that nothing has.</summary>
    private BatonException NotFound(string name)
    {
        // What a stranger sent may be long and may hold control characters; neither belongs in a message.
        var shown = new string([.. name.Take(Names.MaxLength).Select(c => char.IsControl(c) ? '?' : c)]);
        var kind = _groups.Count == 0 ? "service" : "service or group";
        var groups = _groups.Count == 0 ? "" : $"; groups: {Listed(_groups.Keys)}";
        var known = _count == 0 ? "there are no services" : $"there are: {Listed(_services.Keys)}{groups}";
        var hint = NearestWord.Hint(name, _services.Keys.Concat(_wholes.Keys).Concat(_groups.Keys));
        return new BatonException(ErrorCode.NotFound, $"{kind} \"{shown}\" does not exist{hint}{(hint.Length > 0 ? $" ({known})" : $"; {known}")}");
    }

    private static string Listed(IReadOnlyCollection<string> names) =>
        names.Count <= MostShown ? string.Join(", ", names) : $"{string.Join(", ", names.Take(MostShown))} and {names.Count - MostShown} more";
}
